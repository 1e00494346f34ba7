"""Reports of imports, as a table: who may report what, and which numbers stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.cases import by
from tests.services.fair.deciding import World, is_outcome, play, without_books
from tests.services.fair.imports.story import ended, reported
from tests.services.fair.story import Entry, Teller

t, other = Teller(), Teller()
OPEN = t.ready()
RUNNING = [*OPEN, reported(t, rows=50)]
CANCELLED = ended(t, state="cancelled", rows=60)
OF_ANOTHER_FAIR = replace(reported(t), event=reported(t).event.model_copy(update={"fair": other.fair}))
TABLE: dict[str, tuple[list[Entry], Entry, object]] = {
    "the first report starts it": ([*OPEN], reported(t), "ImportReported"),
    "of a fair that is": ([], reported(t), Refused("unknown_fair")),
    "by no student": ([*OPEN], by(reported(t), "stu-1", "student"), Refused("not_yours")),
    "it goes on": ([*RUNNING], reported(t, rows=60), "ImportReported"),
    "never back": ([*RUNNING], reported(t, rows=40), Unchanged("import_further")),
    "it ends": ([*RUNNING], ended(t), "ImportReported"),
    "also early": ([*RUNNING], ended(t, state="cancelled", rows=20), "ImportReported"),
    "once": ([*RUNNING, ended(t)], ended(t, state="failed"), Unchanged("import_ended")),
    "a cancelled one counts on": ([*RUNNING, CANCELLED], ended(t, state="cancelled", rows=70), "ImportReported"),
    "but not back": ([*RUNNING, CANCELLED], ended(t, state="cancelled", rows=60), Unchanged("import_ended")),
    "nor is it done": ([*RUNNING, CANCELLED], ended(t), Unchanged("import_ended")),
    "for good": ([*RUNNING, ended(t)], reported(t, rows=60), Unchanged("import_ended")),
    "nobody reports on another's": ([*RUNNING], reported(t, rows=60, by="other hr"), Refused("unknown_import")),
    "an import is of one fair": ([*other.ready(), *RUNNING], OF_ANOTHER_FAIR, Refused("unknown_import")),
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Each event has the listed outcome; refused and unchanged ones change no row."""
    given, then, expected = TABLE[name]
    before = play(*given)[0] if given else World()
    after, (outcome, *_) = play(*given, then)
    assert is_outcome(outcome, expected)
    if not isinstance(expected, str):
        assert without_books(after) == without_books(before)
