"""From POST to WebSocket: how long after a submission the enterprise's viewer sees it, idle and at 200 per second.

On the whole system with Apache Kafka; a separate lean process sends. Latencies count from the time at which the request
was to be sent. The baseline is the answer to the same POST: the ratio shows the cost of the way from there.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import websockets

from livefair.bench.figures import MS, Figure
from livefair.bench.opening import ENTERPRISE, Opened, open_fair
from livefair.bench.sending import Sent, Student, all_acknowledged, enrolled
from livefair.client.caller import http_client
from livefair.system.system import APACHE, Options, System
from livefair.system.up import running
from schemas.application import application_id

STUDENTS, JOBS = 50, 40
IDLE_POSTS, IDLE_PER_S = 60, 5  # a room gets at most ten frames a second, so sooner is not idle
BUSY_POSTS, BUSY_PER_S = 1_000, 200
SEEN_TIMEOUT_S = 15.0
AIMS = {"idle": "", "200": "p99 <= 200 ms"}

Submission = tuple[Student, str]
"""The student and the job of each."""
Times = tuple[list[float], list[float]]
"""Milliseconds until each was seen, and until it was answered."""


@dataclass(slots=True)
class Watch:
    """The times at which applications were seen, in nanoseconds of the monotonic clock."""

    seen: dict[str, int] = field(default_factory=dict)
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def follow(self, socket: websockets.ClientConnection) -> None:
        """Note the time of each application that arrives."""
        async for text in socket:
            now = time.monotonic_ns()
            for item in json.loads(text).get("items", []):
                if application := item["data"].get("application"):
                    self.seen.setdefault(application, now)
            self.moved.set()

    async def until_seen(self, applications: list[str]) -> None:
        while not self.seen.keys() >= set(applications):
            self.moved.clear()
            await self.moved.wait()


async def live(repeats: int) -> list[Figure]:
    """Both figures of the live path. Each repeat has a new fair; one repeat before them warms up."""
    found: dict[str, Times] = {name: ([], []) for name in AIMS}
    with tempfile.TemporaryDirectory(prefix="livefair-bench-", ignore_cleanup_errors=True) as folder:
        system = System(Options(Path(folder), APACHE, rate_limit=False))
        async with running(system, lambda _: None) as up, http_client() as http:
            run = up.current()
            students = await enrolled(run, system.home, STUDENTS)
            for number in range(repeats + 1):
                stage = Stage(run, await open_fair(http, run, system.home, JOBS), students)
                for name, times in (await stage.measured()).items():
                    for kept, new in zip(found[name], times, strict=True):
                        kept.extend(new if number else [])
    return [
        Figure(f"post_to_socket_{name}", "ms", seen, answered, "its own 202", AIMS[name], p99=True)
        for name, (seen, answered) in found.items()
    ]


class Stage:
    """An open fair with a viewer of the enterprise's room, and submissions that are not sent yet."""

    def __init__(self, run: dict[str, Any], hall: Opened, students: list[Student]) -> None:
        self._run = run
        self._enterprise = hall.enterprise
        self._left: list[Submission] = [(student, job) for job in hall.jobs for student in students]

    async def measured(self) -> dict[str, Times]:
        return {"idle": await self._times(IDLE_POSTS, IDLE_PER_S), "200": await self._times(BUSY_POSTS, BUSY_PER_S)}

    async def _times(self, count: int, per_s: float) -> Times:
        """Send `count` submissions at that rate before the enterprise's socket."""
        batch, self._left = self._left[:count], self._left[count:]
        applications = [str(application_id(UUID(job), student.sub)) for student, job in batch]
        watch = Watch()
        async with websockets.connect(f"{self._run['notify']}/v1/live", proxy=None, max_size=None) as socket:
            await self._join(socket)
            watching = asyncio.create_task(watch.follow(socket))
            sent = await all_acknowledged(self._run, [student.submits(job) for student, job in batch], per_s)
            await asyncio.wait_for(watch.until_seen(applications), SEEN_TIMEOUT_S)
            watching.cancel()
        return _seen_after(sent, applications, watch), sent.milliseconds

    async def _join(self, socket: websockets.ClientConnection) -> None:
        await socket.send(json.dumps({"type": "hello", "token": self._enterprise.token}))
        await socket.send(json.dumps({"type": "subscribe", "room": f"enterprise:{ENTERPRISE['org']}"}))
        while json.loads(await socket.recv())["type"] != "snapshot":
            pass


def _seen_after(sent: Sent, applications: list[str], watch: Watch) -> list[float]:
    return [(watch.seen[one] - sent.due_at(number)) / MS for number, one in enumerate(applications)]
