"""Two hundred students accept the last opening at once, over two instances of ingest and of fair."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from typing import Any

from tests.e2e.stage import Person, Stage, Student, Written, at_once, offset_of
from tests.e2e.viewing import snapshot
from tests.faults import books
from tests.faults.group import owner, partition_of

STUDENTS, STAFF = 200, 4
STORED = "SELECT state, reason, count(*) FROM applications WHERE fair = $1 GROUP BY state, reason"


async def staff_of(stage: Stage) -> list[Person]:
    """Several people of the enterprise: the invitations exceed the rate limit of one person."""
    tokens = await stage.system.tokens("enterprise", f"staff-{stage.name}", org=stage.org, count=STAFF)
    return [Person(stage.http, stage.system, f"staff-{stage.name}-{n}", token) for n, token in enumerate(tokens, 1)]


async def all_invited(stage: Stage, headcount: int) -> tuple[str, list[Student], list[str]]:
    """A job, many more invited students than openings, and their applications."""
    job, students = await stage.publish("Engineer", headcount), await stage.students(STUDENTS)
    staff = await staff_of(stage)
    submitted = await at_once(student.submit(job) for student in students)
    applications = [written.id for written in submitted]
    paths = (f"/jobs/{job}/applications/{application}/invite" for application in applications)
    inviting = (staff[n % STAFF].write(path, {"overbook": True}, ingest=n % 2) for n, path in enumerate(paths))
    await books.decided(stage, newest(await at_once(inviting)))
    return job, students, applications


def newest(written: list[Written]) -> str:
    return max((one.position for one in written), key=offset_of)


async def accept(student: Student, job: str, application: str, number: int) -> Written:
    return await student.person.write(f"/jobs/{job}/applications/{application}/accept", ingest=number % 2)


async def outcomes(students: list[Student], answers: list[Written]) -> list[dict[str, Any]]:
    """The outcome of each acceptance in log order, as its student reads it."""
    last = newest(answers)
    pairs = sorted(zip(students, answers, strict=True), key=lambda pair: offset_of(pair[1].position))
    found: list[dict[str, Any]] = await at_once(
        student.person.read(f"/outcomes/{answer.event_id}", after=last) for student, answer in pairs
    )
    return found


async def stands(stage: Stage, matches: int) -> None:
    """This number of matches and no open invitation; the others are shortlisted with the reason; the audit passes."""
    rows = await stage.system.rows(STORED, uuid.UUID(stage.fair))
    found = {(row["state"], row["reason"]): row["count"] for row in rows}
    assert found == {("accepted", None): matches, ("shortlisted", "place_taken"): STUDENTS - matches}
    await stage.system.balances()


async def test_one_of_them_gets_it(stage: Stage) -> None:
    """One of two openings is already matched: exactly one more match, and `place_taken` for all others."""
    job, students, applications = await all_invited(stage, headcount=2)
    first = await accept(students[0], job, applications[0], 0)
    await books.decided(stage, first.position)
    racing = list(zip(students[1:], applications[1:], strict=True))
    answers = await asyncio.gather(*(accept(one, job, its, n) for n, (one, its) in enumerate(racing)))
    told = await outcomes([student for student, _ in racing], answers)
    assert [(one["outcome"], one.get("reason")) for one in told] == [
        ("applied", None),
        *[("refused", "place_taken")] * (STUDENTS - 2),
    ]
    counters = await stage.counters(after=newest(answers))
    assert (counters["matches"], counters["invited"]) == (2, STUDENTS)
    await stands(stage, 2)
    last = max(range(len(answers)), key=lambda n: offset_of(answers[n].position))
    await is_told(stage, racing[last][0], answers[last], told[0]["receipt"]["position"])


async def is_told(stage: Stage, student: Student, mine: Written, position: str) -> None:
    """The enterprise gets an item for each ended invitation, students the reason for theirs and for the refusal."""
    room = f"enterprise:{stage.org}"
    seen = (await snapshot(stage.system.notify, [room], position, stage.enterprise.token))[room]
    taken = [item for item in seen.items if item["data"].get("reason") == "place_taken"]
    assert len({item["event_id"] for item in taken}) == len(taken) == len(seen.items)
    own = (await snapshot(stage.system.notify, ["me"], mine.position, student.person.token))["me"].items
    assert [(item["event"], item["data"]["state"], item["data"]["reason"]) for item in own[-2:]] == [
        ("ApplicantShortlisted", "shortlisted", "place_taken"),
        ("RequestRefused", "shortlisted", "place_taken"),
    ]


async def test_its_owner_dies_meanwhile(stage: Stage) -> None:
    """kill -9 of the deciding fair during the race: each opening is still given once."""
    job, students, applications = await all_invited(stage, headcount=3)
    first = await accept(students[0], job, applications[0], 0)
    deciding = await owner(stage.system, partition_of(first.position))
    dying = asyncio.create_task(stage.system.kill("fair", deciding))
    racing = list(zip(students[1:], applications[1:], strict=True))
    answers = await at_once(accept(one, job, its, n) for n, (one, its) in enumerate(racing))
    await dying
    await books.decided(stage, newest(answers))
    told = Counter((one["outcome"], one.get("reason")) for one in await outcomes(students[1:], answers))
    assert told == {("applied", None): 2, ("refused", "place_taken"): STUDENTS - 3}
    await stands(stage, 3)
