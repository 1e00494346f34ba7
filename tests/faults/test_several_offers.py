"""Several offers with two instances of fair: racing acceptances, and a closing round whose decider is killed."""

from __future__ import annotations

import asyncio
import random
import uuid
import warnings
from collections import Counter
from typing import Any

import httpx
from matching.games import HospitalResident

from tests.e2e.running import System
from tests.e2e.stage import Stage, Student, Written, at_once, offset_of, set_stage
from tests.faults import books
from tests.faults.group import owner, partition_of

RACING, JOBS = 40, 3
ENTERING, PLACES = 60, (3, 5, 1, 4, 2, 6, 3, 1)
STORED = "SELECT student, state, reason, count(*) FROM applications WHERE fair = $1 GROUP BY student, state, reason"
MATCHED = "SELECT student, job::text FROM applications WHERE fair = $1 AND state = 'accepted'"


def newest(written: list[Written]) -> str:
    return max((one.position for one in written), key=offset_of)


async def invited_to_all(stage: Stage) -> tuple[list[str], list[Student], dict[tuple[str, str], str]]:
    """Jobs with an opening for everyone, the students, and the invited application by job and student."""
    jobs = [await stage.publish(f"Job {n}", RACING) for n in range(JOBS)]
    students = await stage.students(RACING)
    pairs = [(job, student) for job in jobs for student in students]
    submitted = await at_once(student.submit(job) for job, student in pairs)
    ids = {(job, student.sub): one.id for (job, student), one in zip(pairs, submitted, strict=True)}
    for job in jobs:
        applications = [ids[job, student.sub] for student in students]
        answer = await stage.enterprise.send(f"/jobs/{job}/applications/invite", {"applications": applications})
        assert answer.status_code == 202, answer.text
    await books.decided(stage, answer.json()["receipt"]["position"])
    return jobs, students, ids


async def test_one_match_for_each_student(system: System, http: httpx.AsyncClient) -> None:
    """All accept all invitations at once over both instances: one counts, the others are declined with the reason."""
    stage = await set_stage(system, http, "Several offers", offers="release")
    jobs, students, ids = await invited_to_all(stage)
    racing = [(job, student) for student in students for job in jobs]
    random.Random(1).shuffle(racing)
    accepting = (
        student.person.write(f"/jobs/{job}/applications/{ids[job, student.sub]}/accept", ingest=n % 2)
        for n, (job, student) in enumerate(racing)
    )
    answers: list[Written] = await at_once(accepting)
    await books.decided(stage, newest(answers))
    asked = zip(racing, answers, strict=True)
    told = await at_once(one.person.read(f"/outcomes/{answer.event_id}") for (_, one), answer in asked)
    found = Counter((one["outcome"], one.get("reason")) for one in told)
    assert found == {("applied", None): RACING, ("refused", "accepted_elsewhere"): RACING * (JOBS - 1)}
    rows = {(row["student"], row["state"], row["reason"]): row["count"] for row in await rows_of(stage, STORED)}
    for student in students:
        assert rows.pop((student.sub, "accepted", None)) == 1
        assert rows.pop((student.sub, "declined", "accepted_elsewhere")) == JOBS - 1
    assert rows == {}
    await system.balances()


async def ranked(stage: Stage) -> tuple[list[Student], dict[str, list[str]], dict[str, list[str]], dict[str, int]]:
    """Random rankings: which jobs each student wants, which students each job wants, and its openings."""
    chance = random.Random(7)
    jobs = [await stage.publish(f"Job {n}", places) for n, places in enumerate(PLACES)]
    students = await stage.students(ENTERING)
    wishes = {student.sub: chance.sample(jobs, chance.randint(1, len(jobs))) for student in students}
    pairs = [(job, student) for student in students for job in wishes[student.sub]]
    submitted = await at_once(student.submit(job) for job, student in pairs)
    ids = {(job, student.sub): one.id for (job, student), one in zip(pairs, submitted, strict=True)}
    choices = {job: [student.sub for wanted, student in pairs if wanted == job] for job in jobs}
    for order in choices.values():
        chance.shuffle(order)
    ranking = [
        *(
            student.person.write(f"/fairs/{stage.fair}/ranking", {"jobs": wishes[student.sub]}, method="PUT")
            for student in students
        ),
        *(
            stage.enterprise.write(
                f"/jobs/{job}/ranking", {"applications": [ids[job, sub] for sub in order]}, method="PUT"
            )
            for job, order in choices.items()
        ),
    ]
    await books.decided(stage, newest(await at_once(ranking)))
    return students, wishes, choices, dict(zip(jobs, PLACES, strict=True))


async def test_a_round_whose_owner_dies(stage: Stage) -> None:
    """kill -9 of the deciding fair: the matches equal an independent implementation's, with reasons."""
    students, wishes, choices, places = await ranked(stage)
    tried = await stage.organizer.read(f"/fairs/{stage.fair}/closing-round", dry_run="true")
    deciding = await owner(stage.system, partition_of((await stage.submit(next(iter(places)))).position))
    dying = asyncio.create_task(stage.system.kill("fair", deciding))
    held = await stage.organizer.write(f"/fairs/{stage.fair}/closing-round")
    await dying
    await books.decided(stage, held.position)
    matches = {row["student"]: row["job"] for row in await rows_of(stage, MATCHED)}
    assert matches == independent(wishes, choices, places)
    assert (tried["students"], tried["matches"]) == (ENTERING, len(matches))
    await is_explained(students, matches, wishes)
    counters = await stage.counters(after=held.position)
    assert counters["matches"] == len(matches)
    await stage.system.balances()


async def is_explained(students: list[Student], matches: dict[str, str], wishes: dict[str, list[str]]) -> None:
    """Each student reads the job that they got, that all jobs above it were filled, and that those below do not
    count."""
    for student in students:
        (told,) = (await student.person.read("/me/closing-rounds"))["items"]
        whys = {one["job"]: one["why"] for one in told["told"]}
        got = matches.get(student.sub)
        above = wishes[student.sub] if got is None else wishes[student.sub][: wishes[student.sub].index(got)]
        assert list(whys) == wishes[student.sub]
        assert {whys[job] for job in above} <= {"filled"}
        assert got is None or whys[got] == "matched"
        assert {why for job, why in whys.items() if job not in above and job != got} <= {"better"}


def independent(wishes: dict[str, list[str]], choices: dict[str, list[str]], places: dict[str, int]) -> dict[str, str]:
    """The result of the library `matching` for the same rankings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = {job: order for job, order in choices.items() if order}
        game = HospitalResident.create_from_dictionaries(wishes, wanted, {job: places[job] for job in wanted})
        found = game.solve(optimal="resident")
    return {student.name: job.name for job, got in found.items() for student in got}


async def rows_of(stage: Stage, sql: str) -> list[Any]:
    rows: list[Any] = await stage.system.rows(sql, uuid.UUID(stage.fair))
    return rows
