"""The booth: requested, approved, refused; when it is open. Its commands, outcomes and rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from services.fair.fairs.fair import Fair
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged

BOOTH_REFUSED = "booth_refused"
"""The reason of what a refusal ends: jobs, invitations, approaches; and what waiting applicants are told."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A period in which a booth is open; the end is exclusive."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Booth:
    """An enterprise's booth in a fair. `requested_by` is notified of the decision; `place` is its log offset."""

    fair: UUID
    org: str
    name: str
    uscc: str | None
    nature: str | None
    industry: str | None
    region: str | None
    intro: str | None
    state: str
    reason: str | None
    requested_by: str
    place: int
    created_at: datetime
    hours: tuple[Opening, ...] = ()
    """When it is open; empty if it is open as long as the fair."""
    website: str | None = None


def adds(booth: Booth | None) -> tuple[tuple[str, int], ...]:
    """What a booth adds to its fair's counters."""
    return (("enterprises", 1),) if booth is not None and booth.state == "approved" else ()


def is_refused(booth: Booth | None) -> bool:
    return booth is not None and booth.state == "refused"


@dataclass(frozen=True, slots=True)
class OfBooth(Command):
    """A command about the booth of one enterprise."""

    org: str


@dataclass(frozen=True, slots=True)
class RequestBooth(OfBooth):
    name: str
    uscc: str | None
    nature: str | None
    industry: str | None
    region: str | None
    intro: str | None
    website: str | None = None


class ApproveBooth(OfBooth):
    __slots__ = ()


@dataclass(frozen=True, slots=True)
class RefuseBooth(OfBooth):
    reason: str


@dataclass(frozen=True, slots=True)
class AmendBooth(OfBooth):
    """`changes` names fields of Booth; a value of None clears one."""

    changes: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class BoothChanged(Outcome):
    """`booth` is the booth's new state."""

    booth: Booth


class BoothRequested(BoothChanged):
    __slots__ = ()


class BoothApproved(BoothChanged):
    __slots__ = ()


class BoothRefused(BoothChanged):
    __slots__ = ()


class BoothAmended(BoothChanged):
    __slots__ = ()


class AtBooth(NamedTuple):
    """The fair, and the enterprise's booth there."""

    fair: Fair | None
    booth: Booth | None


def decide_request(met: AtBooth, command: RequestBooth, context: Context) -> Outcome:
    """An enterprise requests its own booth; the fair's organizer may for any. A refused one may be requested again."""
    fair, booth = met
    if fair is None or fair.hidden_from(context):
        return Refused("unknown_fair")
    if not (context.recruits_for(command.org) or context.organizes(fair.org)):
        return Refused("not_yours")
    if refused := fair.refusal("booths"):
        return refused
    if booth is not None and booth.state != "refused":
        return Unchanged(f"booth_{booth.state}")
    return BoothRequested(
        Booth(
            command.fair,
            command.org,
            command.name,
            command.uscc,
            command.nature,
            command.industry,
            command.region,
            command.intro,
            "requested",
            None,
            context.actor,
            booth.place if booth else context.offset,
            booth.created_at if booth else context.now,
            website=command.website,
        )
    )


def decide_approve(met: AtBooth, command: ApproveBooth, context: Context) -> Outcome:
    fair, booth = met
    refused = _not_to_judge(fair, context)
    if refused or booth is None:
        return refused or Refused("unknown_booth")
    if booth.state == "approved":
        return Unchanged("booth_approved")
    return BoothApproved(replace(booth, state="approved", reason=None))


def decide_refuse(met: AtBooth, command: RefuseBooth, context: Context) -> Outcome:
    fair, booth = met
    refused = _not_to_judge(fair, context)
    if refused or booth is None:
        return refused or Refused("unknown_booth")
    if booth.state == "refused":
        return Unchanged(BOOTH_REFUSED)
    return BoothRefused(replace(booth, state="refused", reason=command.reason))


def decide_amend(met: AtBooth, command: AmendBooth, context: Context) -> Outcome:
    """By the enterprise or a lead of its staff. An approved booth keeps its name and credit code."""
    fair, booth = met
    if fair is None or fair.hidden_from(context):
        return Refused("unknown_fair")
    if booth is None:
        return Refused("unknown_booth")
    if not context.leads(command.org):
        return Refused("not_yours")
    if refused := fair.refusal("amend_booths"):
        return refused
    if booth.state == "refused":
        return Refused(BOOTH_REFUSED)
    amended = replace(booth, **dict(command.changes))
    if amended == booth:
        return Unchanged("same_booth")
    if booth.state == "approved" and (amended.name, amended.uscc) != (booth.name, booth.uscc):
        return Refused("booth_approved")
    if amended.hours != booth.hours and not _within(fair, amended.hours):
        return Refused("hours_outside_fair")
    return BoothAmended(amended)


def _within(fair: Fair, hours: tuple[Opening, ...]) -> bool:
    """Whether these periods lie within the fair's, sorted and without overlap."""
    lasting = all(fair.starts_at <= one.begins < one.ends <= fair.ends_at for one in hours)
    return lasting and all(one.ends <= then.begins for one, then in pairwise(hours))


def _not_to_judge(fair: Fair | None, context: Context) -> Refused | None:
    if fair is None or fair.hidden_from(context):
        return Refused("unknown_fair")
    if not context.organizes(fair.org):
        return Refused("not_yours")
    return fair.refusal("booths")
