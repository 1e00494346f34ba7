"""Double selection at the size of a fair equals an independent model of the same log."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import AsyncIterator
from functools import partial

import httpx
import pytest_asyncio

from tests.e2e.hall import Application, Hall
from tests.e2e.lean import Lean
from tests.e2e.matching import Model
from tests.e2e.running import System
from tests.e2e.stage import at_once, set_stage
from tests.e2e.viewing import Viewer, watching

ENTERPRISES, STUDENTS = 50, 2_000
APPLICATIONS = 10_000


@pytest_asyncio.fixture(loop_scope="session")
async def hall(system: System) -> AsyncIterator[Hall]:
    """A new hall, with a fast HTTP client."""
    async with httpx.AsyncClient(transport=Lean(), trust_env=False) as http:
        yield Hall(await set_stage(system, http, "Double selection"))


async def test_final_matches_equal_an_independent_model(system: System, hall: Hall) -> None:
    """50 enterprises, 2,000 students, 10,000 applications, deadlines, alternates, races: all equal the model."""
    room, watch = f"fair:{hall.stage.fair}", Watch()
    viewers = [Viewer([room]) for _ in system.addresses("notify")]
    async with watching(*viewers, addresses=system.addresses("notify")):
        await hall.fill(ENTERPRISES, STUDENTS)
        watch.lap("the hall is full")
        await hall.submit()
        watch.lap("all have applied")
        await hall.choose()
        watch.lap("all are ranked and the first invited")
        await hall.settle()
        watch.lap("nobody is invited any more")
        model = Model({job.id: job.headcount for job in hall.jobs}, hall.facts)
        applications = await hall.applications()
        agree(model, applications)
        counters = await hall.stage.counters(after=hall.newest)
        assert {name: counters[name] for name in model.counters} == model.counters
        for viewer in viewers:
            await viewer.sees(partial(shows, viewer, room, counters), f"{counters}")
    await heard(hall, model)
    await system.balances()
    watch.lap(f"the books balance; {model.counters}")


def agree(model: Model, applications: list[Application]) -> None:
    """Each application's state and place, and each job's matches; and every case occurred."""
    assert len(applications) == len(model.candidates) == APPLICATIONS
    found = {one["id"]: (one["student"], one["state"], one["place"]) for one in applications}
    expected = {name: (one.student, one.state, one.place) for name, one in model.candidates.items()}
    wrong = {name: (found.get(name), one) for name, one in expected.items() if found.get(name) != one}
    assert wrong == {}
    for job, students in model.matches.items():
        matched = {one["student"] for one in applications if one["job"] == job and one["state"] == "accepted"}
        assert matched == students
        assert len(matched) <= model.desks[job].headcount
    states = Counter(one.state for one in model.candidates.values())
    assert min(states[name] for name in ("accepted", "declined", "expired", "withdrawn", "refused")) > 10, states
    verdicts = Counter(model.acceptances.values())
    assert verdicts["place_taken"] > 10, verdicts


async def heard(hall: Hall, model: Model) -> None:
    """Every student who accepted was notified of the result: the match, or that the opening was taken."""
    asked = [one for one in hall.facts if one.what == "accept"]
    student_of = {student.sub: student for student in hall.students}
    people = [student_of[model.candidates[one.application].student].person for one in asked]
    outcomes = await at_once(
        person.read(f"/outcomes/{one.event_id}", after=hall.newest) for person, one in zip(people, asked, strict=True)
    )
    told = {
        one.event_id: outcome.get("reason", outcome["outcome"]) for one, outcome in zip(asked, outcomes, strict=True)
    }
    assert told == model.acceptances


def shows(viewer: Viewer, room: str, counters: dict[str, int]) -> bool:
    return viewer.rooms[room].counters == counters


class Watch:
    """Prints the duration of each part."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def lap(self, what: str) -> None:
        now = time.monotonic()
        print(f"{now - self._last:6.1f} s  {what}")
        self._last = now
