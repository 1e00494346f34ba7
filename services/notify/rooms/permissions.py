"""Who may join which room, and which record key a room's name in a frame stands for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from schemas.rooms import enterprise_room, person_room

_PUBLIC = re.compile(r"(?:fair|session):[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Member:
    """The person of a token. `valid_s` is for how long the token is still valid.

    `trusted` tells whether the key that signed it is still accepted, at any later time.
    """

    sub: str
    role: str
    org: str | None
    valid_s: float
    trusted: Callable[[], bool] = lambda: True


@dataclass(frozen=True, slots=True)
class RoomName:
    """`told` is the name in frames, `key` that of records. A room that `stands` exists before its first record."""

    told: str
    key: str
    stands: bool


class Denied(Exception):
    """This viewer may not join the room, or it cannot exist. Carries code and message of the error frame."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def name_for(told: str, member: Member | None) -> RoomName:
    """The room that the name `told` stands for; `None` is a guest. Raises Denied."""
    if told == "me":
        if member is None:
            raise Denied("forbidden", "the room me needs a token: say hello with one")
        return RoomName(told, person_room(member.sub), stands=True)
    if told.startswith("enterprise:"):
        if member is None or member.role != "enterprise" or member.org is None or told != enterprise_room(member.org):
            raise Denied("forbidden", "an enterprise's room is for its members")
        return RoomName(told, told, stands=True)
    if not _PUBLIC.fullmatch(told):
        raise Denied("unknown_room", "a room is fair:<id>, session:<id>, enterprise:<org> or me")
    return RoomName(told, told, stands=False)
