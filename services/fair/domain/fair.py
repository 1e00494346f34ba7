"""The fair: scheduled, open, closed. Its commands, outcomes and rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.fair.domain.outcomes import Refused, Unchanged
from services.fair.domain.said import Said

ADS_DEFAULT = "warn"
"""The rule for ads of a fair that names none: all fairs of old."""
KEEP, RELEASE = "keep", "release"
"""What becomes of a student's other open invitations when one is accepted. A fair that names no rule keeps them."""


@dataclass(frozen=True, slots=True)
class Fair:
    """A fair as it stands. `org` is the organizer's unit; `ads` says what a flag of an ad does: warn, refuse, off.

    `offers`: whether an acceptance releases the student's other open invitations, so that nobody has two matches.
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


@dataclass(frozen=True, slots=True)
class ScheduleFair:
    fair: UUID
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


@dataclass(frozen=True, slots=True)
class OpenFair:
    fair: UUID


@dataclass(frozen=True, slots=True)
class CloseFair:
    fair: UUID


@dataclass(frozen=True, slots=True)
class FairScheduled:
    fair: Fair


@dataclass(frozen=True, slots=True)
class FairOpened:
    pass


@dataclass(frozen=True, slots=True)
class FairClosed:
    pass


FairOutcome = FairScheduled | FairOpened | FairClosed | Refused | Unchanged


def decide_schedule(fair: Fair | None, command: ScheduleFair, said: Said) -> FairOutcome:
    if not said.organizes(command.org):
        return Refused("not_yours")
    if fair is not None:
        return Unchanged("already_scheduled")
    return FairScheduled(
        Fair(
            command.fair,
            command.org,
            command.title,
            command.host,
            command.starts_at,
            command.ends_at,
            command.campaign,
            command.region,
            command.description,
            "scheduled",
            said.now,
            command.ads or ADS_DEFAULT,
            command.offers or KEEP,
        )
    )


def decide_open(fair: Fair | None, said: Said) -> FairOutcome:
    if fair is None:
        return Refused("unknown_fair")
    if not said.organizes(fair.org):
        return Refused("not_yours")
    if fair.state != "scheduled":
        return Refused(f"fair_{fair.state}")
    return FairOpened()


def decide_close(fair: Fair | None, said: Said) -> FairOutcome:
    if fair is None:
        return Refused("unknown_fair")
    if not said.organizes(fair.org):
        return Refused("not_yours")
    if fair.state != "open":
        return Refused("fair_not_open" if fair.state == "scheduled" else "fair_closed")
    return FairClosed()


def evolve(fair: Fair | None, outcome: FairScheduled | FairOpened | FairClosed) -> Fair:
    if isinstance(outcome, FairScheduled):
        return outcome.fair
    assert fair is not None
    return replace(fair, state="open" if isinstance(outcome, FairOpened) else "closed")
