"""Applications written to rows and read back; applications that moved are written first, and once."""

from __future__ import annotations

from services.fair.applications.rows import ApplicationRows
from services.fair.applications.store import WRITE_APPLICANTS, WRITE_APPLICATIONS, write_moved, writes
from tests.services.fair.deciding import decide_all, one_batch
from tests.services.fair.story import Teller, told

t = Teller()
LOG = [*t.ready("p"), t.submitted(name="p"), t.ranked("stu-1", name="p"), t.shortlisted(name="p"), t.invited(name="p")]


def test_an_application_survives_its_row() -> None:
    """An application and its student are equal after being written as JSON and read back as a row."""
    world, _ = decide_all(LOG)
    rows = one_batch(told(LOG)).of(ApplicationRows)
    [application] = rows.applications.values()
    assert (application.state, len(application.history)) == ("invited", 3)
    assert world.applications == {application.id: application}
    assert world.applicants == rows.applicants


def test_those_that_moved_are_written_once() -> None:
    """Rows that were sent while the batch was decided are not sent again at its end."""
    state = one_batch(told(LOG))
    first = [*write_moved(state).rows]
    assert [one.state for one in first] == ["invited"]
    assert [*write_moved(state).rows] == []
    by_statement = {one.statement.sql: [*one.rows] for one in writes(state)}
    assert by_statement[WRITE_APPLICATIONS.sql] == []
    assert [one.student for one in by_statement[WRITE_APPLICANTS.sql]] == ["stu-1"]
