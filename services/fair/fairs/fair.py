"""The fair: its states, what each of them allows, its commands, outcomes and rules.

`ALLOWED` is the only such table: fair decides by it, the catalog carries it to the edge, and docs/fair-states.md is
drawn from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged

ADS_DEFAULT = "warn"
"""The rule for ads of a fair that names none, as fairs did before the rule existed."""
KEEP, RELEASE = "keep", "release"
"""What an acceptance does to the student's other open invitations. A fair that names no rule keeps them."""
STATES = ("draft", "scheduled", "open", "paused", "closing", "closed", "archived")
_PREPARED, _HELD = ("draft", "scheduled"), ("open", "paused", "closing")
ALLOWED: dict[str, tuple[str, ...]] = {
    "publish": ("draft",),
    "open": ("scheduled",),
    "pause": ("open",),
    "resume": ("paused",),
    "wind_down": ("open", "paused"),
    "close": _HELD,
    "reopen": ("closed",),
    "archive": ("closed",),
    "amend": (*_PREPARED, *_HELD),
    "booths": (*_PREPARED, "open", "paused"),
    "amend_booths": (*_PREPARED, *_HELD),
    "staff": (*_PREPARED, *_HELD, "closed"),
    "jobs": (*_PREPARED, "open", "paused"),
    "amend_jobs": (*_PREPARED, *_HELD),
    "cards": ("scheduled", "open", "paused"),
    "submit": ("open",),
    "select": _HELD,
    "answer": _HELD,
    "wish": ("scheduled", *_HELD),
    "settle": ("open", "closing"),
    "sessions": (*_PREPARED, "open", "paused"),
    "stage": ("open",),
    "questions": (*_PREPARED, *_HELD),
    "hire": (*_HELD, "closed"),
    "withdraw": (*_HELD, "closed"),
}
"""Actions, with the states of the fair that allow them. The first eight are the fair's own moves.

`booths`: request, approve, refuse one. `staff`: invite by a link, join, remove, hand applicants over. `cards`: show
one, be found by it. `submit`: also approach a card, and accept an approach. `select`: view, shortlist, invite, refuse,
rank. `answer`: accept, decline. `sessions`: plan one. `stage`: start one, drop a job. `wish`: rank jobs. `settle`: hold
the closing round. `questions`: ask, vote, answer, hide.
"""
ALLOWS = {state: frozenset(what for what, states in ALLOWED.items() if state in states) for state in STATES}
"""The same, by state."""
LAPSES_MAX = 1_500  # such an item has at most about 2.6 KB, and all items of one enterprise go into one record
"""How many invitations one closing expires, the first in log order; the deadline watcher expires the others."""


@dataclass(frozen=True, slots=True)
class Fair:
    """The state of a fair. `org` is the organizer's unit; `ads` is what a flagged ad leads to: warn, refuse, off.

    `offers`: whether an acceptance releases the student's other open invitations, so that each student has one match.
    `utc_offset_minutes` is the zone of its times.
    """

    id: UUID
    org: str
    title: str
    host: str
    starts_at: datetime
    ends_at: datetime
    campaign: str | None
    region: str | None
    description: str | None
    state: str
    created_at: datetime
    ads: str = ADS_DEFAULT
    offers: str = KEEP
    forgotten: bool = False
    utc_offset_minutes: int = 0

    def allows(self, what: str) -> bool:
        return what in ALLOWS[self.state] and not self.forgotten

    def refusal(self, what: str, met: str | None = None) -> Refused | None:
        """Why the action `what` is not allowed now; None if it is. `met`: the state of the application concerned."""
        if self.allows(what):
            return None
        return Refused("fair_not_open" if self.state == "scheduled" else f"fair_{self.state}", met)

    def hidden_from(self, context: Context) -> bool:
        """Only its organizer sees a draft."""
        return self.state == "draft" and not context.organizes(self.org)


@dataclass(frozen=True, slots=True)
class ScheduleFair(Command):
    org: str
    title: str
    host: str
    starts_at: datetime
    ends_at: datetime
    campaign: str | None
    region: str | None
    description: str | None
    ads: str | None = None
    offers: str | None = None
    draft: bool = False
    utc_offset_minutes: int = 0


@dataclass(frozen=True, slots=True)
class AmendFair(Command):
    """`changes` names fields of Fair; a value of None clears one."""

    changes: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class MoveFair(Command):
    """A command that changes the fair's state."""


class PublishFair(MoveFair):
    __slots__ = ()


class OpenFair(MoveFair):
    __slots__ = ()


class PauseFair(MoveFair):
    __slots__ = ()


class ResumeFair(MoveFair):
    __slots__ = ()


class WindDownFair(MoveFair):
    __slots__ = ()


class CloseFair(MoveFair):
    """Open invitations expire with it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ReopenFair(MoveFair):
    """`ends_at`: the new end; without it the old end stays, unless it has passed."""

    ends_at: datetime | None = None


class ArchiveFair(MoveFair):
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class FairChanged(Outcome):
    """`fair` is the fair's new state."""

    fair: Fair


class FairScheduled(FairChanged):
    __slots__ = ()


class FairAmended(FairChanged):
    __slots__ = ()


class FairPublished(FairChanged):
    __slots__ = ()


class FairOpened(FairChanged):
    __slots__ = ()


class FairPaused(FairChanged):
    __slots__ = ()


class FairResumed(FairChanged):
    __slots__ = ()


class FairClosingStarted(FairChanged):
    __slots__ = ()


class FairClosed(FairChanged):
    __slots__ = ()


class FairReopened(FairChanged):
    __slots__ = ()


class FairArchived(FairChanged):
    __slots__ = ()


MOVES: dict[type[MoveFair], tuple[str, str, type[FairChanged]]] = {
    PublishFair: ("publish", "scheduled", FairPublished),
    OpenFair: ("open", "open", FairOpened),
    PauseFair: ("pause", "paused", FairPaused),
    ResumeFair: ("resume", "open", FairResumed),
    WindDownFair: ("wind_down", "closing", FairClosingStarted),
    CloseFair: ("close", "closed", FairClosed),
    ReopenFair: ("reopen", "open", FairReopened),
    ArchiveFair: ("archive", "archived", FairArchived),
}
"""A move's name in `ALLOWED`, the state to which it leads, and its outcome."""


class FairToMove(NamedTuple):
    """The fair, and whether it has open invitations; loaded when it closes, is archived or reopened."""

    fair: Fair | None
    open_invitations: bool


def decide_schedule(fair: Fair | None, command: ScheduleFair, context: Context) -> Outcome:
    if not context.organizes(command.org):
        return Refused("not_yours")
    if fair is not None:
        return Unchanged("already_scheduled")
    held = (command.title, command.host, command.starts_at, command.ends_at)
    more = (command.campaign, command.region, command.description, "draft" if command.draft else "scheduled")
    rules = (command.ads or ADS_DEFAULT, command.offers or KEEP)
    zone = command.utc_offset_minutes
    return FairScheduled(Fair(command.fair, command.org, *held, *more, context.now, *rules, utc_offset_minutes=zone))


def decide_move(met: FairToMove, command: MoveFair, context: Context) -> Outcome:
    """A closed fair can be archived or reopened only if no invitation is open."""
    fair, open_invitations = met
    what, state, outcome = MOVES[type(command)]
    if fair is None:
        return Refused("unknown_fair")
    if refused := _not_to_manage(fair, what, context):
        return refused
    if isinstance(command, ArchiveFair | ReopenFair) and open_invitations:
        return Refused("invitations_open")
    ends_at = fair.ends_at
    if isinstance(command, ReopenFair):
        ends_at = command.ends_at or ends_at
        if ends_at <= context.now:
            return Refused("ends_at_passed")
        if ends_at <= fair.starts_at:
            return Refused("ends_before_it_starts")
    return outcome(replace(fair, state=state, ends_at=ends_at))


def decide_amend(fair: Fair | None, command: AmendFair, context: Context) -> Outcome:
    """Invitations keep the deadlines that they were given, even if the fair's end changes."""
    if fair is None:
        return Refused("unknown_fair")
    if refused := _not_to_manage(fair, "amend", context):
        return refused
    changes = dict(command.changes)
    for name, default in (("ads", ADS_DEFAULT), ("offers", KEEP)):
        if name in changes:
            changes[name] = changes[name] or default
    amended = replace(fair, **changes)
    if amended == fair:
        return Unchanged("same_fair")
    if amended.offers != fair.offers and fair.state not in _PREPARED:
        return Refused("offers_fixed")
    if amended.ends_at <= amended.starts_at:
        return Refused("ends_before_it_starts")
    if amended.ends_at != fair.ends_at and amended.ends_at <= context.now:
        return Refused("ends_at_passed")
    return FairAmended(amended)


def _not_to_manage(fair: Fair, what: str, context: Context) -> Refused | None:
    if fair.hidden_from(context):
        return Refused("unknown_fair")
    return fair.refusal(what) if context.organizes(fair.org) else Refused("not_yours")
