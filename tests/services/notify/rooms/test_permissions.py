"""Permission to join rooms."""

from __future__ import annotations

import pytest

from services.notify.rooms.permissions import Denied, Member, RoomName, name_for
from tests.services.notify.watching import FAIR

STUDENT = Member("ann", "student", None, 60)
RECRUITER = Member("rob", "enterprise", "acme", 60)
ORGANIZER = Member("olga", "organizer", "acme", 60)


@pytest.mark.parametrize(
    ("told", "member", "room"),
    [
        (FAIR, None, RoomName(FAIR, FAIR, stands=False)),
        (FAIR.replace("fair", "session"), STUDENT, RoomName(s := FAIR.replace("fair", "session"), s, stands=False)),
        ("me", STUDENT, RoomName("me", "me:ann", stands=True)),
        ("enterprise:acme", RECRUITER, RoomName("enterprise:acme", "enterprise:acme", stands=True)),
    ],
)
def test_who_may_join(told: str, member: Member | None, room: RoomName) -> None:
    """Anyone may join public rooms, a signed-in user `me`, an enterprise's members its room."""
    assert name_for(told, member) == room


@pytest.mark.parametrize(
    ("told", "member", "code"),
    [
        ("me", None, "forbidden"),
        ("enterprise:acme", None, "forbidden"),
        ("enterprise:acme", STUDENT, "forbidden"),
        ("enterprise:acme", ORGANIZER, "forbidden"),
        ("enterprise:other", RECRUITER, "forbidden"),
        ("enterprise:", RECRUITER, "forbidden"),
        ("me:ann", STUDENT, "unknown_room"),
        ("fair:1", STUDENT, "unknown_room"),
        (FAIR + " ", STUDENT, "unknown_room"),
        (FAIR + "\n", STUDENT, "unknown_room"),
        ("lobby", None, "unknown_room"),
    ],
)
def test_who_may_not(told: str, member: Member | None, code: str) -> None:
    """Another's room is forbidden, whether it exists or not; an invalid name is unknown."""
    with pytest.raises(Denied) as denied:
        name_for(told, member)
    assert denied.value.code == code
