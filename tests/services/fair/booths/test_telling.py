"""Room items and catalog entries of booths."""

from __future__ import annotations

import pytest

from tests.services.fair.hearing import heard, telling
from tests.services.fair.story import Entry, Teller

t = Teller()
FAIR, ENTERPRISE, ME = f"fair:{t.fair}", "enterprise:org-1", "me:stu-1"
READY = t.ready()
TABLE: dict[str, tuple[list[Entry], Entry, dict[str, list[str]]]] = {
    "a request": ([t.scheduled()], t.requested(), {FAIR: []}),
    "a booth": (
        [t.scheduled(), t.requested()],
        t.approved(),
        {FAIR: ["BoothApproved"], ENTERPRISE: ["BoothApproved"], "me:hr of org-1": ["BoothApproved"]},
    ),
    "no booth": (
        [t.scheduled(), t.requested()],
        t.refused(),
        {FAIR: [], ENTERPRISE: ["BoothRefused"], "me:hr of org-1": ["BoothRefused"]},
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_who_hears_what(name: str) -> None:
    """Given these events, deciding this event sends these items to these rooms."""
    heard(*TABLE[name])


def test_a_refusal_says_why() -> None:
    """The reason is sent to the enterprise and to the person who requested the booth, and to nobody else."""
    rooms, _ = telling([t.scheduled(), t.requested()], t.refused(reason="no room"))
    for room in (ENTERPRISE, "me:hr of org-1"):
        assert rooms[room].items[0].data["reason"] == "no room"


def test_a_website_is_told_where_there_is_one() -> None:
    """With every item of the booth."""
    rooms, _ = telling(READY, t.booth_amended(website="https://www.example.com"))
    assert rooms[FAIR].items[-1].data["website"] == "https://www.example.com"
    assert "website" not in telling(READY, t.booth_amended(intro="New"))[0][FAIR].items[-1].data


def test_the_catalog_hears_of_states() -> None:
    """Every state is written to the catalog, also `requested`: the edge checks staff links against it."""
    key = f"booth:{t.fair}:org-1"
    for given, when, state in (
        ([t.scheduled()], t.requested(), "requested"),
        ([t.scheduled(), t.requested()], t.approved(), "approved"),
        (READY, t.refused(), "refused"),
    ):
        assert telling(given, when)[1][key].state == state
