"""Requests of a crowd of students at a fixed rate, sent by a separate lean process, and their results.

Times are those of the machine's monotonic clock, so that other processes' times can be compared.
"""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections import Counter
from dataclasses import dataclass
from typing import Any

from livefair.bench.figures import MS, NS
from livefair.system.home import Home
from livefair.system.keys import Signer
from schemas.resume import resume_id

CONNECTIONS = 256
TOKEN_S = 12 * 3_600


@dataclass(frozen=True, slots=True)
class Student:
    """A student with a token and a resume."""

    sub: str
    token: str

    def request(self, method: str, path: str, body: dict[str, Any]) -> str:
        text = json.dumps(body)
        head = f"{method} /v1{path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {self.token}\r\n"
        return f"{head}Content-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n{text}"

    def saves(self) -> str:
        return self.request("PUT", "/me/resume", {"basics": {"name": self.sub}})

    def submits(self, job: str, **more: str) -> str:
        return self.request("POST", f"/jobs/{job}/applications", {"resume_id": str(resume_id(self.sub)), **more})


@dataclass(frozen=True, slots=True)
class Sent:
    """The results of requests that were sent at a fixed rate."""

    began: int
    ended: int
    interval: float
    """Nanoseconds between the times at which two requests were to be sent."""
    acknowledged: dict[int, str]
    """The position of the receipt, by the number of the request."""
    milliseconds: list[float]
    """Latencies of acknowledged requests, from the time at which they were to be sent."""
    others: Counter[int]

    @property
    def seconds(self) -> float:
        return (self.ended - self.began) / NS

    @property
    def per_s(self) -> float:
        return len(self.acknowledged) / self.seconds

    def due_at(self, number: int) -> float:
        """The time at which a request was to be sent, in nanoseconds of the monotonic clock."""
        return self.began + number * self.interval


async def sent(run: dict[str, Any], requests: list[str], per_s: float) -> Sent:
    """Let the load client send these; without `per_s` as fast as they are answered."""
    port = int(run["ingest"].rpartition(":")[2])
    told = {"port": port, "requests": requests, "per_s": per_s, "connections": min(CONNECTIONS, len(requests))}
    command = (sys.executable, "-P", "-m", "livefair.bench.steady_load")
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    out, _ = await process.communicate(json.dumps(told).encode())
    found = json.loads(out)
    answers = dict(enumerate(found["answers"]))
    acknowledged = {number: receipt for number, (status, _, receipt) in answers.items() if status == 202}
    return Sent(
        found["began"],
        found["ended"],
        NS / per_s if per_s else 0.0,
        acknowledged,
        [answers[number][1] / MS for number in acknowledged],
        Counter(status for status, _, _ in answers.values() if status != 202),
    )


async def enrolled(run: dict[str, Any], home: Home, number: int) -> list[Student]:
    """`count` students, each with a saved resume."""
    signer = Signer(home)
    subs = [f"stu-{number}" for number in range(number)]
    students = [Student(sub, signer.token({"sub": sub, "role": "student"}, TOKEN_S)) for sub in subs]
    await all_acknowledged(run, [one.saves() for one in students], 0)
    return students


async def all_acknowledged(run: dict[str, Any], requests: list[str], per_s: float) -> Sent:
    """The same as `sent`. Raises RuntimeError where an answer was no 202."""
    found = await sent(run, requests, per_s)
    if found.others:
        raise RuntimeError(f"{found.others.total()} of {len(requests)} answers were no 202: {dict(found.others)}")
    return found


def offset_of(position: str) -> int:
    return int(position.rpartition(":")[2])
