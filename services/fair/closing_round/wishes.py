"""A student's ranking of the jobs of a fair, best first. It is used only in the fair's closing round."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.fair.fairs.fair import Fair
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged


@dataclass(frozen=True, slots=True)
class Wishes:
    """The jobs that a student would accept in the closing round, best first."""

    fair: UUID
    student: str
    jobs: tuple[UUID, ...]
    ranked_at: datetime


@dataclass(frozen=True, slots=True)
class RankJobs(Command):
    student: str
    jobs: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class JobsRanked(Outcome):
    wishes: Wishes


class ToRankJobs(NamedTuple):
    """The fair, the student's current ranking, and those of the ranked jobs that belong to the fair."""

    fair: Fair | None
    wishes: Wishes | None
    known: Collection[UUID]


def decide_rank_jobs(met: ToRankJobs, command: RankJobs, context: Context) -> Outcome:
    """Does not check that the student has applied to these jobs: the round itself does."""
    fair, wishes, known = met
    if fair is None or fair.hidden_from(context):
        return Refused("unknown_fair")
    if context.role != "student" or context.actor != command.student:
        return Refused("not_yours")
    if refused := fair.refusal("wish"):
        return refused
    if not set(command.jobs) <= set(known):
        return Refused("unknown_job")
    if wishes is not None and wishes.jobs == command.jobs:
        return Unchanged("same_ranking")
    return JobsRanked(Wishes(command.fair, command.student, command.jobs, context.now))
