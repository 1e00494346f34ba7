"""What the demo's people do: an organizer opens a fair, enterprises join, students submit. HTTP only.

It reports through `Progress` and does not know how that is shown. It ends on its own; the fair stays open.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import httpx

from livefair.client.caller import Caller, Refused
from livefair.client.upload import Account, Importer
from livefair.demo.people import Person, favourites, student
from livefair.system.keys import Signer

TOKEN_S = 12 * 3_600
FAIR_HOURS = 8
ORGANIZER_ORG = "youth-league"
NEWCOMERS = ("青禾科技", "山海物流", "晨光教育", "云台智造", "白鹭医疗", "星河设计")  # join while the fair is open
AT_ONCE = 6  # students who act at the same time
PACE_S = 1.0  # the mean time before a student's submission
JOBS_MAX = 1_000  # from which students choose


class Progress(Protocol):
    """Shows the crowd's progress. `step` is one of STEPS."""

    def expect(self, step: str, total: int) -> None: ...

    def advance(self, step: str) -> None: ...


STEPS = ("newcomers", "resumes", "submissions", "withdrawals", "drops")


@dataclass(slots=True)
class Crowd:
    """The people of one fair."""

    http: httpx.AsyncClient
    ingest: str
    fair_url: str
    signer: Signer
    progress: Progress
    fair: str = ""
    wanted: list[str] = field(default_factory=list)
    """The jobs from which students choose, the most wanted first."""
    drops: dict[str, str] = field(default_factory=dict)
    """The path of the drop by job, for dropped jobs."""
    refused: list[str] = field(default_factory=list)

    async def open_fair(self) -> str:
        """Open a fair and return its id."""
        organizer, now = self.organizer(), datetime.now(UTC)
        body = {
            "title": "云上双选会 · Autumn online fair",
            "host": "共青团委员会",
            "starts_at": now.isoformat(),
            "ends_at": (now + timedelta(hours=FAIR_HOURS)).isoformat(),
            "region": "浙江",
        }
        self.fair = (await organizer.write("POST", "/fairs", body))["id"]
        await organizer.write("POST", f"/fairs/{self.fair}/open")
        return self.fair

    def visitors(self) -> list[tuple[str, str, str]]:
        """The people as whom one may look at the demo: who, their page, their token."""
        newcomer, someone = NEWCOMERS[0], student(1)
        claims = (
            ("organizer", "fair", "organizer", "organizer-1", ORGANIZER_ORG, "共青团委员会"),
            ("a booth", "desk", "enterprise", "recruiter-1", "newcomer-1", newcomer),
            ("a student", "me", "student", someone.sub, None, someone.name),
        )
        return [(person, page, self.token(role, sub, org, name)) for person, page, role, sub, org, name in claims]

    async def import_file(self, file: Path) -> Account:
        """Import the enterprises' jobs from a file, as the organizer."""
        importer = Importer(self.ingest, self.fair_url, self.organizer().token or "")

        def send() -> Account:
            with file.open("rb") as stream:
                ordered = importer.order(self.fair, stream, file.name)
            return importer.follow(ordered)

        return await asyncio.to_thread(send)

    async def live(self, students: int, after: str | None = None) -> None:
        """Let enterprises join and students submit, until each of them has done all they wanted."""
        people = [student(number) for number in range(1, students + 1)]
        self._announce(people)
        self.wanted += await self._jobs(after)
        async with asyncio.TaskGroup() as fair_day:
            fair_day.create_task(self._newcomers(day_s(students) / len(NEWCOMERS)))
            queue = iter(people)
            for _ in range(AT_ONCE):
                fair_day.create_task(self._each(queue))

    def _announce(self, people: Sequence[Person]) -> None:
        self.progress.expect("newcomers", len(NEWCOMERS))
        self.progress.expect("resumes", len(people))
        self.progress.expect("submissions", sum(person.wishes for person in people))
        self.progress.expect("withdrawals", sum(person.fickle for person in people))

    async def _each(self, queue: Iterator[Person]) -> None:
        """A worker: takes the next student until none is left."""
        for person in queue:
            await self._student(person)

    async def _student(self, person: Person) -> None:
        """One student saves a resume, submits it to their favourites, and may withdraw one."""
        me, chance = self.caller("student", person.sub, None, person.name), random.Random(person.sub)
        resume = (await me.write("PUT", "/me/resume", person.resume))["id"]
        self.progress.advance("resumes")
        sent = [await self._submit(me, chance, job, resume) for job in favourites(chance, self.wanted, person.wishes)]
        if person.fickle:
            for application in [path for path in sent if path][-1:]:
                await self.attempt(me, f"{application}/withdraw")
            self.progress.advance("withdrawals")

    async def _submit(self, me: Caller, chance: random.Random, job: str, resume: str) -> str | None:
        """Submit. Returns the application's path, or None where it was refused."""
        await asyncio.sleep(2 * PACE_S * chance.random())
        path = f"/jobs/{job}/applications"
        body = {"resume_id": resume}
        if job in self.drops:
            await self.attempt(me, f"{self.drops[job]}/click")
            body["drop"] = self.drops[job].rpartition("/")[2]
        submitted = await self.attempt(me, path, body)
        self.progress.advance("submissions")
        return f"{path}/{submitted['id']}" if submitted else None

    async def _newcomers(self, pause_s: float) -> None:
        """Enterprises request a booth while the fair is open, are approved, and publish a job that everyone wants."""
        for number, name in enumerate(NEWCOMERS, start=1):
            org = f"newcomer-{number}"
            recruiter = self.caller("enterprise", f"recruiter-{number}", org, name)
            await self.attempt(recruiter, f"/fairs/{self.fair}/booths", {"name": name, "nature": "private"})
            await self.attempt(self.organizer(), f"/fairs/{self.fair}/booths/{org}/approve")
            job = {"title": f"{name} · 管理培训生", "headcount": 5 * number, "degree": "bachelor", "region": "浙江"}
            published = await self.attempt(recruiter, f"/fairs/{self.fair}/jobs", job)
            self.wanted[:0] = [published["id"]] if published else []
            self.progress.advance("newcomers")
            await asyncio.sleep(pause_s)

    async def _jobs(self, after: str | None) -> list[str]:
        """The ids of the fair's jobs, read with `after`; at most JOBS_MAX."""
        found: list[str] = []
        query = {"limit": "100", **({"after": after} if after else {})}
        while len(found) < JOBS_MAX:
            page = await self._guest().read(f"/fairs/{self.fair}/jobs", **query)
            found += [job["id"] for job in page["items"]]
            if not page.get("next_cursor"):
                break
            query["cursor"] = page["next_cursor"]
        return found

    async def attempt(self, who: Caller, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """The body of the answer. A refusal is recorded and the body empty then: people go on after one."""
        try:
            return await who.write("POST", path, body)
        except Refused as refusal:
            self.refused.append(str(refusal))
            return {}

    def organizer(self) -> Caller:
        return self.caller("organizer", "organizer-1", ORGANIZER_ORG, "共青团委员会")

    def _guest(self) -> Caller:
        return Caller(self.http, self.ingest, self.fair_url)

    def caller(self, role: str, sub: str, org: str | None, name: str) -> Caller:
        return Caller(self.http, self.ingest, self.fair_url, self.token(role, sub, org, name))

    def token(self, role: str, sub: str, org: str | None, name: str) -> str:
        return self.signer.token({"sub": sub, "role": role, "org": org, "name": name}, TOKEN_S)


def day_s(students: int) -> float:
    """Roughly how long this number of students needs."""
    return sum(student(number).wishes for number in range(1, students + 1)) * PACE_S / AT_ONCE
