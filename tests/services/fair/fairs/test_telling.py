"""Room items and catalog entries of a fair."""

from __future__ import annotations

import pytest

from tests.services.fair.hearing import heard, telling
from tests.services.fair.story import Entry, Teller, at

t = Teller()
FAIR, ENTERPRISE, ME = f"fair:{t.fair}", "enterprise:org-1", "me:stu-1"
READY = t.ready()
TABLE: dict[str, tuple[list[Entry], Entry, dict[str, list[str]]]] = {
    "a new fair": ([], t.scheduled(), {FAIR: []}),
    "it opens": ([t.scheduled()], t.opened(), {FAIR: ["FairOpened"]}),
    "it closes": (READY, t.closed(), {FAIR: ["FairClosed"]}),
}


@pytest.mark.parametrize("name", TABLE)
def test_who_hears_what(name: str) -> None:
    """Given these events, deciding this event sends these items to these rooms."""
    heard(*TABLE[name])


def test_an_amendment_says_what_is_so_now() -> None:
    """It has the new title, host and times; the item of a move has the state."""
    (item,) = telling(READY, t.fair_amended(title="Another", ends_at=at(9_000)))[0][FAIR].items
    assert (item.event, item.data["title"], item.data["state"]) == ("FairAmended", "Another", "open")
    (item,) = telling(READY, t.paused())[0][FAIR].items
    assert item.data == {"fair": str(t.fair), "state": "paused"}


def test_the_catalog_hears_of_states() -> None:
    """An entry is written with what the state allows; a submission writes none."""
    entry = telling([], t.scheduled(), t.opened())[1][str(t.fair)]
    assert (entry.state, entry.org, "submit" in entry.allows) == ("open", t.unit, True)
    entry = telling(READY, t.closed())[1][str(t.fair)]
    assert (entry.state, "submit" in entry.allows) == ("closed", False)
    assert telling(READY, t.submitted())[1] == {}
