"""Room items and catalog entries of jobs."""

from __future__ import annotations

import pytest

from tests.services.fair.hearing import heard, telling
from tests.services.fair.story import Entry, Teller

t = Teller()
FAIR, ENTERPRISE, ME = f"fair:{t.fair}", "enterprise:org-1", "me:stu-1"
READY = t.ready()
SUBMITTED = [*READY, t.submitted()]
TABLE: dict[str, tuple[list[Entry], Entry, dict[str, list[str]]]] = {
    "a job": (READY, t.published("b"), {FAIR: ["JobPublished"], ENTERPRISE: ["JobFlagged"]}),
    "another headcount": (READY, t.amended(headcount=5), {FAIR: ["JobAmended"], ENTERPRISE: ["JobFlagged"]}),
    "a closed job": (READY, t.job_closed(), {FAIR: ["JobClosed"]}),
    "one that the organizer closes": (
        READY,
        t.job_closed_by_organizer(),
        {FAIR: ["JobClosed"], ENTERPRISE: ["JobClosed"]},
    ),
    "a ranking": (SUBMITTED, t.ranked("stu-1"), {FAIR: []}),
}


@pytest.mark.parametrize("name", TABLE)
def test_who_hears_what(name: str) -> None:
    """Given these events, deciding this event sends these items to these rooms."""
    heard(*TABLE[name])


def test_why_a_job_was_closed_is_told_to_its_enterprise_alone() -> None:
    """The organizer's reason is in the enterprise's room, and in no public one."""
    rooms, _ = telling(READY, t.job_closed_by_organizer(reason="it asks for a deposit"))
    assert rooms[ENTERPRISE].items[0].data["reason"] == "it asks for a deposit"
    assert "reason" not in rooms[FAIR].items[0].data


def test_the_catalog_hears_of_states() -> None:
    """New things and changed states write one entry per batch; submissions and amendments write none."""
    _, made = telling([], *READY)
    assert set(made) == {str(t.fair), f"booth:{t.fair}:org-1", str(t.job("a"))}
    assert (made[str(t.fair)].state, made[f"booth:{t.fair}:org-1"].state) == ("open", "approved")
    _, closed = telling(READY, t.amended(headcount=7), t.submitted(), t.job_closed())
    assert [(entry.kind, entry.state) for entry in closed.values()] == [("job", "closed")]
    _, nothing = telling(READY, t.amended(headcount=7), t.submitted())
    assert nothing == {}
