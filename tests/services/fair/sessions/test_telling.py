"""Room items and catalog entries of a session."""

from __future__ import annotations

import pytest

from schemas import session as events
from tests.services.fair.hearing import telling
from tests.services.fair.hosting import Host
from tests.services.fair.story import UNIT, Entry, says

h = Host()
FAIR, ROOM, DESK = f"fair:{h.fair}", f"session:{h.session()}", "enterprise:org-1"
PLANNED = [*h.ready("a"), h.planned("a")]
LIVE = [*PLANNED, h.started()]
DROPPED = [*LIVE, h.dropped(cap=1)]
FULL = [*DROPPED, h.through("stu-1"), h.through("stu-2")]

TABLE: dict[str, tuple[list[Entry], Entry, dict[str, list[str]]]] = {
    "a plan": (h.ready("a"), h.planned("a"), {FAIR: ["FairSessionScheduled"], ROOM: []}),
    "a start": (PLANNED, h.started(), {FAIR: ["FairSessionStarted"], ROOM: ["FairSessionStarted"]}),
    "a drop": (LIVE, h.dropped(), {FAIR: [], ROOM: ["JobDropped"]}),
    "a pause": (LIVE, h.of(events.FairSessionPaused), {FAIR: [], ROOM: ["FairSessionPaused"]}),
    "a pin": (LIVE, h.of(events.JobPinned, job=h.job("a")), {FAIR: [], ROOM: ["JobPinned"]}),
    "words": (LIVE, h.of(events.HostAnnounced, text="Soon"), {FAIR: [], ROOM: ["HostAnnounced"]}),
    "who gets in": (
        DROPPED,
        h.through("stu-1"),
        {FAIR: [], ROOM: [], DESK: ["ApplicationReceived"], "me:stu-1": ["ApplicationReceived"]},
    ),
    "who waits": (
        [*DROPPED, h.through("stu-1")],
        h.through("stu-2"),
        {FAIR: [], ROOM: [], "me:stu-2": ["ApplicationWaitlisted"]},
    ),
    "who moves up": (
        FULL,
        h.withdrawn("stu-1"),
        {
            FAIR: [],
            ROOM: [],
            DESK: ["ApplicationWithdrawn", "ApplicationAdmitted"],
            "me:stu-1": ["ApplicationWithdrawn"],
            "me:stu-2": ["ApplicationAdmitted"],
        },
    ),
    "the end of a drop": (
        FULL,
        h.drop_closed(),
        {FAIR: [], ROOM: ["DropClosed"], "me:stu-2": ["ApplicationRefused"]},
    ),
    "the end": (
        FULL,
        h.ended(),
        {
            FAIR: ["FairSessionEnded"],
            ROOM: ["FairSessionEnded", "DropClosed"],
            "me:stu-2": ["ApplicationRefused"],
        },
    ),
    "who may not comment": (LIVE, h.muted("stu-1"), {FAIR: [], "me:stu-1": ["CommenterMuted"]}),
    "who may again": ([*LIVE, h.muted("stu-1")], h.unmuted("stu-1"), {FAIR: [], "me:stu-1": ["CommenterUnmuted"]}),
    "a refusal": (PLANNED, h.dropped(), {"me:host of org-1": ["RequestRefused"]}),
}


@pytest.mark.parametrize("name", TABLE)
def test_who_hears_what(name: str) -> None:
    """These rooms receive these items, and no other room does."""
    given, now, expected = TABLE[name]
    rooms, _ = telling(given, now)
    heard = {room: [item.event for item in record.items] for room, record in rooms.items()}
    assert heard == expected
    ids = [item.event_id for room in (FAIR, ROOM) if room in rooms for item in rooms[room].items]
    assert len(set(ids)) == len(set(expected.get(FAIR, []) + expected.get(ROOM, [])))


def drafted(*more: Entry) -> list[Entry]:
    """A draft with a session of its organizer."""
    return [h.draft(), h.planned(org=UNIT), *more]


def of_unit(entry: Entry, person: str) -> Entry:
    return says(entry.event, person, "organizer", UNIT)


ASKED, VOTED = of_unit(h.asked("boss"), "boss"), of_unit(h.upvoted("deputy"), "deputy")
RENAMED = events.SessionChanges(title="Later")
QUIET: dict[str, tuple[list[Entry], Entry]] = {
    "a plan": ([h.draft()], h.planned(org=UNIT)),
    "another plan": (drafted(), h.of(events.FairSessionAmended, org=UNIT, changes=RENAMED)),
    "a question": (drafted(), ASKED),
    "a vote": (drafted(ASKED), VOTED),
}


@pytest.mark.parametrize("name", QUIET)
def test_a_draft_has_no_rooms(name: str) -> None:
    """A session of a draft sends no items."""
    rooms, entries = telling(*QUIET[name])
    assert rooms == {}
    assert [entry.state for entry in entries.values()] == (["scheduled"] if name == "a plan" else [])


def test_rooms_open_with_the_publication() -> None:
    """Publication opens the rooms of all planned sessions, each with its counters."""
    rooms, _ = telling([*drafted(), h.planned(name="s2", org=UNIT)], h.shown())
    heard = {room: [item.event for item in record.items] for room, record in rooms.items()}
    assert heard == {FAIR: ["FairPublished"], ROOM: [], f"session:{h.session('s2')}": []}
    assert rooms[ROOM].counters == {"drops": 0, "applications": 0}
    assert telling([], *drafted(ASKED, VOTED), h.shown())[0].keys() == {FAIR, ROOM}


def test_the_room_has_the_counters_of_the_session() -> None:
    """Every record has all counters as absolute numbers, and the remaining slots of a cap."""
    rooms, _ = telling(DROPPED, h.through("stu-1"), h.through("stu-2"))
    drop = h.drop()
    assert rooms[ROOM].counters == {
        "drops": 1,
        "applications": 2,
        f"drop:{drop}:applications": 2,
        f"drop:{drop}:remaining": 0,
    }
    assert rooms[ROOM].decided == rooms[FAIR].decided


def test_a_drop_says_what_it_is() -> None:
    """Its item has the ids, the job's title and the cap."""
    rooms, _ = telling(LIVE, h.dropped(cap=5))
    (item,) = rooms[ROOM].items
    said = {name: item.data[name] for name in ("session", "drop", "job", "title", "cap", "remaining", "state")}
    ids = (str(h.session()), str(h.drop()), str(h.job("a")))
    assert said == dict(zip(said, (*ids, "Job a", 5, 5, "open"), strict=True))


def test_who_waits_hears_the_place_and_why() -> None:
    """The item has the ordinal in the drop and the reason."""
    rooms, _ = telling([*DROPPED, h.through("stu-1")], h.through("stu-2"))
    (item,) = rooms["me:stu-2"].items
    assert (item.data["state"], item.data["reason"], item.data["drop_place"]) == ("waitlisted", "drop_full", 2)


def test_the_catalog_hears_of_states() -> None:
    """Sessions and drops get an entry when they are created and when their state changes, not per submission."""
    assert set(telling(h.ready("a"), h.planned("a"))[1]) == {str(h.session())}
    assert set(telling(LIVE, h.dropped())[1]) == {str(h.drop())}
    assert telling(DROPPED, h.through("stu-1"))[1] == {}
    assert telling(LIVE, h.muted("a"), h.muted("b"), h.unmuted("a"))[1][str(h.session())].muted == ["b"]
    assert telling([*LIVE, h.muted("a")], h.muted("a"))[1] == {}
    assert telling([*LIVE, h.muted("a")], h.ended())[1][str(h.session())].muted == []
    ended = telling(DROPPED, h.ended())[1]
    assert {key: entry.state for key, entry in ended.items()} == {str(h.session()): "ended", str(h.drop()): "closed"}
