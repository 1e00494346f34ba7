"""An open fair with people in it, who send HTTP requests to a running system."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.e2e.running import System
from tests.e2e.waiting import until

AT_ONCE = 32
SHARE_S = 10.0
EDUCATION = [{"institution": "A university", "area": "Statistics", "studyType": "Bachelor"}]
ASKED_AGAIN_MAX = 4


@dataclass(frozen=True, slots=True)
class Written:
    """The content of a 202 answer."""

    id: str
    event_id: str
    position: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person with a token, or a guest if it is empty."""

    http: httpx.AsyncClient
    system: System
    sub: str
    token: str

    async def send(
        self, path: str, body: object = None, *, method: str = "POST", key: str | None = None, ingest: int = 0
    ) -> httpx.Response:
        """One write with any answer. `ingest` selects the instance."""
        headers = {**self._allowed(), **({"Idempotency-Key": key} if key else {})}
        address = self.system.addresses("ingest")[ingest]
        return await self.http.request(method, f"{address}/v1{path}", json=body, headers=headers)

    async def write(
        self, path: str, body: object = None, *, method: str = "POST", key: str | None = None, ingest: int = 0
    ) -> Written:
        """A write that must be accepted."""
        return accepted(await self.send(path, body, method=method, key=key, ingest=ingest))

    async def read(self, path: str, *, fair: int = 0, **query: str) -> dict[str, Any]:
        """A read that must succeed. `fair` selects the instance.

        As a client, it asks again while its `after` is not decided: each answer of 504 has waited five seconds.
        """
        answer = await self.look(path, fair=fair, **query)
        for _ in range(ASKED_AGAIN_MAX):
            if answer.status_code == 504:
                answer = await self.look(path, fair=fair, **query)
        assert answer.status_code == 200, f"GET {path}: {answer.status_code} {answer.text}"
        body: dict[str, Any] = answer.json()
        return body

    async def look(self, path: str, *, fair: int = 0, **query: str) -> httpx.Response:
        """A read with any answer."""
        address = self.system.addresses("fair")[fair]
        return await self.http.get(f"{address}/v1{path}", params=query, headers=self._allowed())

    async def save_resume(self) -> str:
        """Returns the resume's id."""
        resume = {"basics": {"name": "A student", "email": "student@example.org"}, "education": EDUCATION}
        return (await self.write("/me/resume", resume, method="PUT")).id

    def _allowed(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


@dataclass(frozen=True, slots=True)
class Student:
    """A person with a saved resume."""

    person: Person
    resume: str

    @property
    def sub(self) -> str:
        return self.person.sub

    async def submit(self, job: str, drop: str | None = None, *, ingest: int = 0) -> Written:
        body = {"resume_id": self.resume} | ({"drop": drop} if drop else {})
        return await self.person.write(f"/jobs/{job}/applications", body, ingest=ingest)

    async def withdraw(self, job: str, application: str) -> Written:
        return await self.person.write(f"/jobs/{job}/applications/{application}/withdraw")


@dataclass(frozen=True, slots=True)
class Stage:
    """An open fair with one approved booth. Nobody else acts in it, so every count is exact."""

    http: httpx.AsyncClient
    system: System
    name: str
    organizer: Person
    enterprise: Person
    fair: str

    @property
    def org(self) -> str:
        """Of the enterprise."""
        return f"enterprise-{self.name}"

    @property
    def unit(self) -> str:
        """The organizer's org."""
        return f"unit-{self.name}"

    @property
    def guest(self) -> Person:
        return Person(self.http, self.system, "", "")

    @property
    def wall(self) -> str:
        return f"{self.system.fair}/wall?fair={self.fair}"

    async def publish(self, title: str, headcount: int = 3) -> str:
        """Returns the job's id. Waits where the enterprise has spent its share of writes a second."""
        body = {"title": title, "headcount": headcount, "region": "杭州"}

        async def answered() -> httpx.Response | None:
            answer = await self.enterprise.send(f"/fairs/{self.fair}/jobs", body)
            return None if answer.status_code == 429 else answer

        answer = await until(answered, "the share of writes of an enterprise", SHARE_S)
        assert answer is not None
        return accepted(answer).id

    async def students(self, count: int) -> list[Student]:
        """This number of new students, each with a resume."""
        sub = f"student-{uuid.uuid4().hex[:8]}"
        tokens = await self.system.tokens("student", sub, count=count)
        people = [Person(self.http, self.system, f"{sub}-{n}", token) for n, token in enumerate(tokens, start=1)]
        resumes = await at_once(person.save_resume() for person in people)
        return [Student(person, resume) for person, resume in zip(people, resumes, strict=True)]

    async def submit(self, job: str) -> Written:
        """A new student submits."""
        return await (await self.students(1))[0].submit(job)

    async def counters(self, after: str, *, fair: int = 0) -> dict[str, int]:
        """The fair's counters once the log is decided up to `after`."""
        told = await self.guest.read(f"/fairs/{self.fair}/counters", fair=fair, after=after)
        counters: dict[str, int] = told["counters"]
        return counters


async def set_stage(system: System, http: httpx.AsyncClient, title: str, **more: str) -> Stage:
    """A new open fair with a booth. `more`: further fields of the fair."""
    name, people = uuid.uuid4().hex[:8], {}
    for role, org in {"organizer": "unit", "enterprise": "enterprise"}.items():
        (token,) = await system.tokens(role, f"{role}-{name}", org=f"{org}-{name}")
        people[role] = Person(http, system, f"{role}-{name}", token)
    organizer, enterprise = people["organizer"], people["enterprise"]
    now = datetime.now(UTC)
    times = {"starts_at": (now - timedelta(hours=1)).isoformat(), "ends_at": (now + timedelta(hours=8)).isoformat()}
    body = {"title": title, "host": "共青团浙江省委", "region": "浙江", **times, **more}
    fair = (await organizer.write("/fairs", body)).id
    stage = Stage(http, system, name, organizer, enterprise, fair)
    await organizer.write(f"/fairs/{fair}/open")
    await enterprise.write(f"/fairs/{fair}/booths", {"name": "云栖科技"})
    await organizer.write(f"/fairs/{fair}/booths/{stage.org}/approve")
    return stage


def client() -> httpx.AsyncClient:
    """One HTTP client for all people of a test."""
    limits = httpx.Limits(max_connections=2 * AT_ONCE, max_keepalive_connections=2 * AT_ONCE)
    return httpx.AsyncClient(timeout=15, limits=limits, trust_env=False)


def accepted(answer: httpx.Response) -> Written:
    assert answer.status_code == 202, f"{answer.request.url.path}: {answer.status_code} {answer.text}"
    body = answer.json()
    return Written(body["id"], body["event_id"], body["receipt"]["position"])


def offset_of(position: str) -> int:
    """The offset of a position in its partition."""
    return int(position.rpartition(":")[2])


async def at_once(work: Iterable[Any]) -> list[Any]:
    """Await all of them with bounded concurrency; results keep the order."""
    allowed = asyncio.Semaphore(AT_ONCE)

    async def one(each: Any) -> Any:
        async with allowed:
            return await each

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(each)) for each in work]
    return [task.result() for task in tasks]
