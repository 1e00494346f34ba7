"""Room items of a closing round: everyone concerned gets their own result."""

from __future__ import annotations

from tests.services.fair.hearing import telling
from tests.services.fair.story import Teller

t = Teller()
FAIR, ENTERPRISE, ME = f"fair:{t.fair}", "enterprise:org-1", "me:stu-1"
READY = t.ready()
TWO = [*READY, t.amended(headcount=1), t.submitted("stu-1"), t.submitted("stu-2")]


def test_a_closing_round_is_told_to_all_concerned() -> None:
    """Both sides of a match, participants without a match, and the fair's room, which only learns that it was held."""
    given = [*TWO, t.ranked("stu-2", "stu-1"), t.wished("stu-1", "a"), t.wished("stu-2", "a"), t.wished("stu-3", "a")]
    held = t.round_held()
    rooms, _ = telling(given, held)
    names = {room: [item.event for item in record.items] for room, record in rooms.items()}
    assert names == {
        FAIR: ["ClosingRoundHeld"],
        ME: ["ClosingRoundHeld"],
        "me:stu-2": ["MatchedInRound"],
        ENTERPRISE: ["ClosingRoundHeld", "MatchedInRound"],
    }
    (mine,), (match,) = rooms[ME].items, rooms["me:stu-2"].items
    assert (mine.data["matched"], match.data["state"], match.data["job"]) == (False, "accepted", str(t.job("a")))
    assert rooms[ENTERPRISE].items[0].data["matches"] == 1
    assert set(rooms[FAIR].items[0].data) == {"fair", "round"}
    assert (rooms[FAIR].counters or {})["matches"] == 1
    assert mine.event_id == held.envelope.id != match.event_id
