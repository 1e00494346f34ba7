"""Room items and catalog entries of staff: for the enterprise and the person, never for the student."""

from __future__ import annotations

from schemas.catalog import StaffEntry, StaffLinkEntry, staff_key, staff_link_key
from schemas.rooms import enterprise_room, person_room
from tests.services.fair.hearing import telling
from tests.services.fair.staff.story import handed, joined, link_of, linked, removed, revoked
from tests.services.fair.story import ORG, SHA, Teller

t = Teller()
READY = [*t.ready(), t.submitted(), linked(t)]
STAFF, LINK = staff_key(t.fair, "ann"), staff_link_key(SHA)
ROOMS = {enterprise_room(ORG), person_room("ann")}


def test_who_joins_and_leaves_is_told_to_both() -> None:
    """The items have the role, and neither the link's secret nor its SHA-256."""
    for given, now, event, state in (
        (READY, joined(t), "StaffJoined", "active"),
        ([*READY, joined(t)], removed(t), "StaffRemoved", "removed"),
    ):
        rooms, _ = telling(given, now)
        assert {room for room, record in rooms.items() if record.items} == ROOMS
        for room in ROOMS:
            (item,) = rooms[room].items
            assert (item.event, item.data["person"], item.data["state"]) == (event, "ann", state)
            assert SHA not in item.model_dump_json()


def test_a_hand_over_is_told_to_the_enterprise_and_to_whom_it_is_handed() -> None:
    """The student gets no item; without an assignee, only the enterprise gets one."""
    rooms, _ = telling([*READY, joined(t)], handed(t, note="messages/x"))
    assert {room for room, record in rooms.items() if record.items} == ROOMS
    (item,) = rooms[enterprise_room(ORG)].items
    assert (item.event, item.data["assignee"], "note" in item.data) == ("ApplicantHandedOver", "ann", False)
    rooms, _ = telling([*READY, joined(t), handed(t)], handed(t, None))
    assert {room for room, record in rooms.items() if record.items} == {enterprise_room(ORG)}


def test_the_catalog_lists_staff_and_links() -> None:
    """It lists who acts for which enterprise, and the valid links."""
    _, entries = telling([*t.ready()], linked(t))
    assert entries[LINK] == StaffLinkEntry(fair=t.fair, org=ORG, link=link_of(t))
    _, entries = telling(READY, joined(t))
    assert entries[STAFF] == StaffEntry(fair=t.fair, person="ann", org=ORG, role="recruiter")
    assert entries[LINK] is None, "its one use is over"
    _, entries = telling(READY, revoked(t))
    assert entries[LINK] is None
    _, entries = telling([*READY, joined(t)], removed(t))
    assert entries[STAFF] is None
