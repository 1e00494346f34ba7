"""Who may not comment in a session: its commands, outcomes and rules. What is commented, no log of a fair decides."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged
from services.fair.sessions.session import AtSession, OfSession, Staged, hosts

MUTED_MAX = 500
"""How many may be muted in a session: they stand in its row, and in the catalog that every edge holds in memory."""


@dataclass(frozen=True, slots=True)
class OfCommenter(OfSession):
    """A command about what one person may say in a session."""

    person: str


class MuteCommenter(OfCommenter):
    __slots__ = ()


class UnmuteCommenter(OfCommenter):
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Hushed(Staged):
    """What a person may say is another; this is how the session stands afterwards. The room is not told."""

    person: str


class CommenterMuted(Hushed):
    __slots__ = ()


class CommenterUnmuted(Hushed):
    __slots__ = ()


def decide(met: AtSession, command: OfCommenter, context: Context) -> Outcome:
    """Its host alone, before it begins and until it is over."""
    fair, session, _ = met
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
