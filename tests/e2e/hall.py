"""A crowd for double selection: enterprises rank and invite, students answer depending on a hash.

Uses HTTP only and records each receipt, which the model replays. Knows nothing of the expected result.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from tests.e2e.matching import END, Fact
from tests.e2e.stage import Person, Stage, Student, at_once, offset_of
from tests.e2e.waiting import until

JOBS_EACH, WISHES = 2, 5
CONTESTED_EVERY = 10  # one job in ten is overbooked: every invited student tries to get its openings
SILENT, REGRETS = 84, 88  # of a hundred: 50 accept, 25 decline, 9 do not answer, 4 accept, 12 accept and withdraw
SILENT_S, RUNNING_S = 25.0, 3_600.0
SETTLES_S = 420.0
TOKENS_AT_ONCE = 3
Application = dict[str, Any]


def dice(*what: object) -> int:
    """0 to 99, always the same for the same arguments."""
    return int(sha256(repr(what).encode()).hexdigest(), 16) % 100


@dataclass(frozen=True, slots=True)
class Place:
    """A job and its enterprise; its number determines how it behaves."""

    id: str
    number: int
    enterprise: Person

    @property
    def headcount(self) -> int:
        return headcount(self.number)

    @property
    def is_contested(self) -> bool:
        return self.number % CONTESTED_EVERY == CONTESTED_EVERY - 1


def headcount(number: int) -> int:
    return 1 + number % 5


@dataclass(slots=True)
class Hall:
    """The fair under test. `facts` are the acknowledged records."""

    stage: Stage
    jobs: list[Place] = field(default_factory=list)
    students: list[Student] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    newest: str = ""
    _numbers: dict[str, int] = field(default_factory=dict)

    async def fill(self, enterprises: int, students: int) -> None:
        """Enterprises with jobs, approved in bulk, and students with resumes."""
        stage, allowed = self.stage, asyncio.Semaphore(TOKENS_AT_ONCE)

        async def enterprise(number: int) -> Person:
            sub, org = f"hr-{stage.name}-{number}", f"org-{stage.name}-{number}"
            async with allowed:
                (token,) = await stage.system.tokens("enterprise", sub, org=org)
            person = Person(stage.http, stage.system, sub, token)
            await person.write(f"/fairs/{stage.fair}/booths", {"name": f"Enterprise {number}"})
            return person

        people = await asyncio.gather(*map(enterprise, range(enterprises)))
        orgs = [f"org-{stage.name}-{number}" for number in range(enterprises)]
        answer = await stage.organizer.send(f"/fairs/{stage.fair}/booths/approve", {"orgs": orgs})
        assert answer.status_code == 202, answer.text
        self.jobs = await at_once(
            self._publish(number, people[number % enterprises]) for number in range(enterprises * JOBS_EACH)
        )
        self.students = await stage.students(students)
        self._numbers = {student.sub: number for number, student in enumerate(self.students)}

    async def _publish(self, number: int, enterprise: Person) -> Place:
        body = {"title": f"Job {number}", "headcount": headcount(number)}
        return Place((await enterprise.write(f"/fairs/{self.stage.fair}/jobs", body)).id, number, enterprise)

    async def submit(self) -> None:
        """Each student applies for five jobs; some jobs are wanted by all."""
        wishes = [(student, job) for number, student in enumerate(self.students) for job in self._wishes(number)]
        random.Random(7).shuffle(wishes)
        await at_once(self._submit(student, job) for student, job in wishes)

    def _wishes(self, number: int) -> list[Place]:
        chance, chosen = random.Random(number), dict[int, None]()
        while len(chosen) < WISHES:
            chosen[int(len(self.jobs) * chance.random() ** 1.5)] = None
        return [self.jobs[wish] for wish in chosen]

    async def _submit(self, student: Student, job: Place) -> None:
        path, body = f"/jobs/{job.id}/applications", {"resume_id": student.resume}
        await self._write("submit", job, student.person, path, body, student=student.sub)

    async def choose(self) -> None:
        """Each enterprise ranks, shortlists, refuses and invites for each of its jobs, in bulk."""
        await at_once(self._choose(job) for job in self.jobs)

    async def _choose(self, job: Place) -> None:
        queue = await self.pages(job.enterprise, f"/jobs/{job.id}/applications", after=self.newest)
        best = sorted(queue, key=lambda one: sha256(f"{job.number} {self._numbers[one['student']]}".encode()).digest())
        ranking, seats = [one["id"] for one in best], 3 * job.headcount + 5
        body: dict[str, Any] = {"applications": ranking}
        path = f"/jobs/{job.id}/ranking"
        await self._write("rank", job, job.enterprise, path, body, method="PUT", ranking=tuple(ranking))
        await self._bulk("shortlist", job, ranking[:seats])
        if ranking[seats:]:
            await self._bulk("refuse", job, ranking[seats:], reason="others fit better")
        wanted = job.headcount + 6 if job.is_contested else job.headcount
        deadline = datetime.now(UTC) + timedelta(seconds=RUNNING_S if job.is_contested else SILENT_S)
        invitation = {"deadline": deadline.isoformat(), "overbook": job.is_contested}
        await self._bulk("invite", job, ranking[:wanted], deadline=deadline, invitation=invitation)

    async def settle(self) -> None:
        """Students answer until no invitation is open; unanswered ones expire at their deadline.

        An invitation is answered as soon as it is seen, long before its deadline, or never.
        """
        answered: set[tuple[str, str]] = set()

        async def quiet() -> bool:
            invited = await self.applications(state="invited")
            todo = [one for one in invited if (one["id"], one["invited_at"]) not in answered and not self._silent(one)]
            answered.update((one["id"], one["invited_at"]) for one in todo)
            await at_once(self._answer(one) for one in todo)
            return not invited

        await until(quiet, "the last invitation to be answered or to expire", SETTLES_S)

    def _job_of(self, application: Application) -> Place:
        return next(job for job in self.jobs if job.id == application["job"])

    def _will(self, application: Application) -> int:
        return dice(self._numbers[application["student"]], self._job_of(application).number)

    def _silent(self, application: Application) -> bool:
        return not self._job_of(application).is_contested and 75 <= self._will(application) < SILENT

    async def _answer(self, application: Application) -> None:
        """For a contested job every student accepts; for others some accept, some decline, some withdraw later."""
        job, student = self._job_of(application), self.students[self._numbers[application["student"]]]
        path, will = f"/jobs/{job.id}/applications/{application['id']}", self._will(application)
        if not job.is_contested and 50 <= will < 75:
            await self._write("decline", job, student.person, f"{path}/decline")
            return
        accepted = await self._write("accept", job, student.person, f"{path}/accept")
        if will >= REGRETS:
            outcome = await student.person.read(f"/outcomes/{accepted.event_id}", after=self.newest)
            if outcome["outcome"] == "applied":
                await self._write("withdraw", job, student.person, f"{path}/withdraw")

    async def applications(self, **filters: str) -> list[Application]:
        """The organizer's list, all pages, once everything written is decided."""
        path = f"/fairs/{self.stage.fair}/applications"
        return await self.pages(self.stage.organizer, path, after=self.newest, **filters)

    @staticmethod
    async def pages(who: Person, path: str, **query: str) -> list[Application]:
        found: list[Application] = []
        cursor: str | None = ""
        while cursor is not None:
            page = await who.read(path, fair=0, limit="100", cursor=cursor, **query)
            found += page["items"]
            cursor = page["next_cursor"]
        return found

    async def _write(
        self,
        what: str,
        job: Place,
        who: Person,
        path: str,
        body: object = None,
        *,
        method: str = "POST",
        student: str = "",
        ranking: tuple[str, ...] = (),
    ) -> Fact:
        told = told_by(await who.send(path, body, method=method))
        fact = Fact(*told.place, what, job.id, told.id, student, told.event_id, ranking)
        self._note([fact], told.position)
        return fact

    async def _bulk(
        self,
        what: str,
        job: Place,
        applications: list[str],
        *,
        reason: str | None = None,
        deadline: datetime | None = None,
        invitation: dict[str, Any] | None = None,
    ) -> None:
        body = {"applications": applications, **(invitation or {}), **({"reason": reason} if reason else {})}
        told = told_by(await job.enterprise.send(f"/jobs/{job.id}/applications/{what}", body))
        last, _, at = told.place
        overbook = deadline is not None and job.is_contested
        self._note(
            (
                Fact(last, number, at, what, job.id, one, deadline=deadline or END, overbook=overbook)
                for number, one in enumerate(applications)
            ),
            told.position,
        )

    def _note(self, facts: Iterable[Fact], position: str) -> None:
        self.facts += facts
        if not self.newest or offset_of(position) > offset_of(self.newest):
            self.newest = position


@dataclass(frozen=True, slots=True)
class Told:
    """The content of a 202 answer."""

    id: str
    event_id: str
    position: str
    at: datetime

    @property
    def place(self) -> tuple[int, int, datetime]:
        return offset_of(self.position), 0, self.at


def told_by(answer: Any) -> Told:
    assert answer.status_code == 202, f"{answer.request.url.path}: {answer.status_code} {answer.text}"
    body = answer.json()
    receipt = body["receipt"]
    return Told(body["id"], body["event_id"], receipt["position"], datetime.fromisoformat(receipt["accepted_at"]))
