"""Who may not comment in a session: its commands, outcomes and rules. Comments themselves are not decided."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged
from services.fair.sessions.session import AtSession, OfSession, Staged, hosts

MUTED_MAX = 500
"""The most people that can be muted in a session: the list is part of its row and of its catalog entry."""


@dataclass(frozen=True, slots=True)
class OfCommenter(OfSession):
    """A command about one person's right to comment in a session."""

    person: str


class MuteCommenter(OfCommenter):
    __slots__ = ()


class UnmuteCommenter(OfCommenter):
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Hushed(Staged):
    """A person was muted or unmuted; `session` is its new state. Not published to the room."""

    person: str


class CommenterMuted(Hushed):
    __slots__ = ()


class CommenterUnmuted(Hushed):
    __slots__ = ()


def decide(met: AtSession, command: OfCommenter, context: Context) -> Outcome:
    """Only the session's host may mute, from before the session begins until it ends."""
    fair, session, *_ = met
    if fair is None or session is None or not hosts(session, context):
        return Refused("unknown_session")
    if context.has_no_approved_booth(session.org):
        return Refused("booth_not_approved")
    if session.state == "ended":
        return Refused("session_ended")
    person = command.person
    if isinstance(command, UnmuteCommenter):
        if person not in session.muted:
            return Unchanged("not_muted")
        left = tuple(one for one in session.muted if one != person)
        return CommenterUnmuted(replace(session, muted=left), person)
    if person in session.muted:
        return Unchanged("muted")
    if len(session.muted) >= MUTED_MAX:
        return Refused("too_many_muted")
    return CommenterMuted(replace(session, muted=(*session.muted, person)), person)
