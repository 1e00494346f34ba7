"""Room items of cards and approaches: students learn who approached them, enterprises not whose card it is."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.services.fair.cards.story import approached, card_of, hidden, shown, taken_up, turned_away
from tests.services.fair.hearing import telling
from tests.services.fair.story import Entry, Teller, at

t = Teller()
FAIR, ENTERPRISE, ME = f"fair:{t.fair}", "enterprise:org-1", "me:stu-1"
READY = t.ready()


def both(*events: str) -> dict[str, list[str]]:
    """The items of one step for both sides, and the fair's counters that may have moved."""
    return {FAIR: [], ENTERPRISE: [*events], ME: [*events]}


APPROACHED = [*READY, shown(t), approached(t)]
OF_CARDS: dict[str, tuple[list[Entry], Entry, dict[str, list[str]]]] = {
    "a card": (READY, shown(t), {FAIR: [], ME: ["CardShown"]}),
    "no card any more": ([*READY, shown(t)], hidden(t), {FAIR: [], ME: ["CardHidden"]}),
    "an approach": ([*READY, shown(t)], approached(t), both("EnterpriseApproached")),
    "an application": (APPROACHED, taken_up(t), both("ApproachAccepted", "ApplicationReceived")),
    "a no": (APPROACHED, turned_away(t), both("ApproachDeclined")),
}


@pytest.mark.parametrize("name", OF_CARDS)
def test_who_hears_of_cards_and_approaches(name: str) -> None:
    """Items have distinct ids per room; the enterprise's name no student before there is an application.

    The item of a decline does not use the record's id, which an Idempotency-Key derives from the sender.
    """
    given, when, then = OF_CARDS[name]
    rooms, _ = telling(given, when)
    assert {room: [item.event for item in record.items] for room, record in rooms.items()} == then
    for record in rooms.values():
        assert len({item.event_id for item in record.items}) == len(record.items)
    if name != "an application" and ENTERPRISE in rooms:
        assert "stu-1" not in rooms[ENTERPRISE].model_dump_json()
        assert name != "a no" or rooms[ENTERPRISE].items[0].event_id != when.envelope.id


def test_an_approach_says_by_whom_and_for_what() -> None:
    """The student's item has the booth's name, the job's title and the deadline."""
    rooms, _ = telling([*READY, shown(t)], approached(t, deadline=at(60)))
    [mine], [theirs] = rooms[ME].items, rooms[ENTERPRISE].items
    assert (mine.data["enterprise"], mine.data["title"]) == ("Enterprise org-1", "Job a")
    assert datetime.fromisoformat(mine.data["deadline"]) == at(60)
    assert theirs.data == {name: mine.data[name] for name in theirs.data}
    assert theirs.data["card"] == str(card_of(t))
