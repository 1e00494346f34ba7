"""From a job's events to its commands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schemas import job as events
from services.fair.jobs import job as jobs
from services.fair.jobs.terms import Salary, Terms
from services.fair.kernel.commands import Command, CommandOf


def publish(event: events.JobPublished) -> Command:
    given: dict[str, Any] = {name: getattr(event, name) for name in events.JobFields.model_fields}
    return jobs.PublishJob(event.fair, event.org, event.job, Terms(**_frozen(given)))


def amend(event: events.JobAmended) -> Command:
    given = {name: getattr(event.changes, name) for name in sorted(event.changes.model_fields_set)}
    return jobs.AmendJob(event.fair, event.job, tuple(_frozen(given).items()), event.invites_alternates)


def _frozen(given: dict[str, Any]) -> dict[str, Any]:
    """Lists and models as the tuples that the domain holds."""
    majors: Sequence[str] | None = given.get("majors")
    salary: events.Salary | None = given.get("salary")
    if majors is not None:
        given["majors"] = tuple(majors)
    if salary is not None:
        given["salary"] = Salary(salary.min, salary.max, salary.period, salary.currency)
    return given


COMMANDS: CommandOf = {
    events.JobPublished: publish,
    events.JobAmended: amend,
    events.JobClosed: lambda event: jobs.CloseJob(event.fair, event.job, event.reason),
    events.ApplicantsRanked: lambda event: jobs.RankApplicants(event.fair, event.job, tuple(event.applications)),
}
