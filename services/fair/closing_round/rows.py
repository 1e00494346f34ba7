"""What students wish for and the closing rounds of one batch, in memory: the share of `world.py` that they need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.fair.closing_round.closing_round import Closing, ClosingRoundHeld, HoldClosingRound, Settled
from services.fair.closing_round.wishes import RankJobs, Wishes
from services.fair.fairs.fair import RELEASE, Fair
from services.fair.jobs.job import Job
from services.fair.kernel.said import Said

RoundCommand = RankJobs | HoldClosingRound
ROUND_COMMANDS = (RankJobs, HoldClosingRound)
Student = tuple[UUID, str]
"""A student in a fair."""


@dataclass(frozen=True, slots=True)
class HeldRound:
    """A round that was held, as it will be stored. `offset` is its record's, so the newest has the largest."""

    id: UUID
    fair: UUID
    held_at: datetime
    offset: int
    settled: Settled


@dataclass(slots=True)
class RoundRows:
    """Wishes by fair and student, and which of them changed; what comes of a round that is asked for, by fair."""

    wishes: dict[Student, Wishes] = field(default_factory=dict)
    changed_wishes: set[Student] = field(default_factory=set)
    settled: dict[UUID, Settled] = field(default_factory=dict)
    held: list[HeldRound] = field(default_factory=list)

    def met(self, command: RoundCommand, jobs: Mapping[UUID, Job]) -> Closing:
        """What a command looks at."""
        match command:
            case RankJobs():
                known = tuple(one for one in command.jobs if one in jobs and jobs[one].fair == command.fair)
                return Closing(self.wishes.get((command.fair, command.student)), known)
            case HoldClosingRound():
                return Closing(settled=self.settled.get(command.fair))

    def keep(self, before: Closing, after: Closing) -> None:
        """Take what a command changed."""
        wishes = after.wishes
        if wishes is not None and wishes is not before.wishes:
            self.wishes[wishes.fair, wishes.student] = wishes
            self.changed_wishes.add((wishes.fair, wishes.student))

    def hold(self, outcome: ClosingRoundHeld, said: Said) -> None:
        """Note that a round was held; what came of it is no longer asked for."""
        self.settled.pop(outcome.fair, None)
        self.held.append(HeldRound(outcome.round, outcome.fair, said.now, said.offset, outcome.settled))

    def let_go(self, fair: Fair, invitations: Iterable[UUID]) -> Iterable[UUID]:
        """Which of a student's open invitations a match releases: by the fair's rule, or by the round of this batch."""
        if fair.offers == RELEASE:
            return invitations
        settled = self.settled.get(fair.id)
        return [one for one in invitations if settled is not None and one in settled.invitations]
