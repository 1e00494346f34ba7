"""Entities become rows and come back as they were."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import msgspec

from schemas.job import Salary
from services.fair.engine import rows
from services.fair.jobs.job import Job
from tests.services.fair.memory import decide_all
from tests.services.fair.story import START, Teller

t = Teller()
SELECTED = [t.submitted(name="p"), t.ranked("stu-1", name="p"), t.shortlisted(name="p"), t.invited(name="p")]
TIMES = ("received_at", "created_at", "deadline", "invited_at")


def a_job(**fields: Any) -> Job:
    world, _ = decide_all([*t.ready(), t.published("x", **fields)])
    return world.jobs[t.job("x")]


def test_a_job_is_found_by_its_words() -> None:
    """The title's words stand apart, since they rank higher; the rest is found too."""
    job = a_job(title="数据 Engineer", industry="互联网", region="上海", majors=["统计"], description="SQL", code="J-7")
    row = rows.job_row(job)
    assert row.title_words == ["数", "据", "数据", "engineer"]
    assert {"互联", "上海", "统计", "sql", "j", "7"} <= set(row.words)
    assert row.words[: len(row.title_words)] == row.title_words


def test_an_entity_survives_its_row() -> None:
    """What is written as JSON and read back as a row is the same entity."""
    pay = Salary(min=1.5, max=2, period="hour", currency="EUR")
    world, _ = decide_all([*t.ready(), t.published("p", salary=pay, majors=[]), *SELECTED])
    job, application = world.jobs[t.job("p")], next(iter(world.applications.values()))
    assert (application.state, job.ranking, job.invitations) == ("invited", (application.id,), 1)
    written = json.loads(rows.as_json([job]))[0]
    columns = {**written, **written["terms"], "id": job.id, "fair": job.fair, "created_at": job.created_at}
    columns["ranking"] = [UUID(one) for one in written["ranking"]]
    assert rows.job_of(columns) == job
    row = json.loads(rows.as_json([application]))[0]
    typed: dict[str, Any] = {name: UUID(row[name]) for name in ("id", "job", "fair")}
    typed |= {name: msgspec.convert(row[name], type(START)) for name in TIMES}
    assert rows.application_of({**row, **typed}) == application
    [fair], [booth], [applicant] = world.fairs.values(), world.booths.values(), world.applicants.values()
    for entity, of in ((fair, rows.fair_of), (booth, rows.booth_of), (applicant, rows.applicant_of)):
        assert of({name: getattr(entity, name) for name in entity.__slots__}) == entity
