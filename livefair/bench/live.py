"""From POST to WebSocket: how long after a submission the enterprise's viewer sees it, idle and at 200 in a second.

On the whole system with Apache Kafka. The baseline is the same POST's own answer: what the path from there costs.
"""

from __future__ import annotations

import asyncio
import base64
import json
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import websockets

from livefair.bench.figures import Figure
from livefair.bench.opening import ENTERPRISE, open_fair
from livefair.caller import Caller, http_client
from livefair.home import Home
from livefair.system import APACHE, Options, System
from livefair.up import running
from schemas.application import application_id

STUDENTS, JOBS = 50, 40
IDLE_POSTS, BUSY_POSTS, BUSY_PER_S = 60, 400, 200
SEEN_TIMEOUT_S = 15.0
IDLE_PAUSE_S = 0.15  # a room gets at most ten frames a second, so sooner is not idle
AIMS = {"idle": "", "200": "p99 <= 200 ms"}


@dataclass(slots=True)
class Watch:
    """When each application was posted, answered and seen."""

    posted: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def follow(self, socket: websockets.ClientConnection) -> None:
        """Note when each application comes by."""
        async for text in socket:
            now = time.perf_counter()
            for item in json.loads(text).get("items", []):
                self.seen.setdefault(item["data"]["application"], now)
            self.moved.set()

    async def until_all_seen(self) -> None:
        while not self.posted.keys() <= self.seen.keys():
            self.moved.clear()
            await self.moved.wait()

    def milliseconds(self, until: dict[str, float]) -> list[float]:
        return [1_000 * (until[application] - at) for application, at in self.posted.items()]


async def live(repeats: int) -> list[Figure]:
    """Both figures of the live path; each repeat in a fair of its own."""
    found: dict[str, tuple[list[float], list[float]]] = {"idle": ([], []), "200": ([], [])}
    with tempfile.TemporaryDirectory(prefix="livefair-bench-", ignore_cleanup_errors=True) as folder:
        system = System(Options(Path(folder), APACHE, rate_limit=False))
        async with running(system, lambda _: None) as up, http_client() as http:
            for _ in range(repeats):
                stage = await raise_fair(http, up.current(), system.home)
                for name, posts, pause_s in (("idle", IDLE_POSTS, None), ("200", BUSY_POSTS, 1 / BUSY_PER_S)):
                    watch = await stage.watched(posts, pause_s)
                    found[name][0].extend(watch.milliseconds(watch.seen))
                    found[name][1].extend(watch.milliseconds(watch.answered))
    return [
        Figure(f"post_to_socket_{name}", "ms", ours, baseline, "its own 202", AIMS[name], p99=True)
        for name, (ours, baseline) in found.items()
    ]


@dataclass(slots=True)
class Stage:
    """An open fair whose enterprise is watched, with submissions that nobody has sent yet."""

    ingest: str
    notify: str
    enterprise: Caller
    submissions: list[tuple[Caller, str, str]]
    """By whom, to which job, with which resume."""

    async def watched(self, count: int, pause_s: float | None) -> Watch:
        """Send `count` submissions, each after the one before was seen, or one every `pause_s`."""
        watch = Watch()
        async with websockets.connect(f"{self.notify}/v1/live", proxy=None, max_size=None) as socket:
            await socket.send(json.dumps({"type": "hello", "token": self.enterprise.token}))
            await socket.send(json.dumps({"type": "subscribe", "room": f"enterprise:{ENTERPRISE['org']}"}))
            while json.loads(await socket.recv())["type"] != "snapshot":
                pass
            watching = asyncio.create_task(watch.follow(socket))
            batch, self.submissions = self.submissions[:count], self.submissions[count:]
            await (self._one_by_one(batch, watch) if pause_s is None else self._in_step(batch, watch, pause_s))
            await asyncio.wait_for(watch.until_all_seen(), SEEN_TIMEOUT_S)
            watching.cancel()
        return watch

    async def _one_by_one(self, batch: list[tuple[Caller, str, str]], watch: Watch) -> None:
        for one in batch:
            await self._send(one, watch)
            await asyncio.wait_for(watch.until_all_seen(), SEEN_TIMEOUT_S)
            await asyncio.sleep(IDLE_PAUSE_S)

    async def _in_step(self, batch: list[tuple[Caller, str, str]], watch: Watch, pause_s: float) -> None:
        started = time.perf_counter()
        sending = []
        for number, one in enumerate(batch):
            await asyncio.sleep(max(0.0, started + number * pause_s - time.perf_counter()))
            sending.append(asyncio.create_task(self._send(one, watch)))
        await asyncio.gather(*sending)

    async def _send(self, one: tuple[Caller, str, str], watch: Watch) -> None:
        student, job, resume = one
        application = str(application_id(UUID(job), _sub(student)))
        watch.posted[application] = time.perf_counter()
        await student.write("POST", f"/jobs/{job}/applications", {"resume_id": resume})
        watch.answered[application] = time.perf_counter()


async def raise_fair(http: httpx.AsyncClient, run: dict[str, Any], home: Home) -> Stage:
    """A fair with jobs and students whose resumes are saved."""
    hall = await open_fair(http, run, home, JOBS)
    students = [hall.caller(role="student", sub=f"stu-{n}") for n in range(STUDENTS)]
    resumes = [
        (await student.write("PUT", "/me/resume", {"basics": {"name": "A student"}}))["id"] for student in students
    ]
    submissions = [
        (student, job, resume) for job in hall.jobs for student, resume in zip(students, resumes, strict=True)
    ]
    return Stage(run["ingest"], run["notify"], hall.enterprise, submissions)


def _sub(student: Caller) -> str:
    """Whose token it is."""
    assert student.token is not None
    payload = student.token.split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["sub"])
