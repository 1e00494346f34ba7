"""A steady load of submissions and withdrawals from many students, and a ledger of the acknowledged ones.

A request without an answer, or with 503, is retried with the same Idempotency-Key at the other instance until it is
acknowledged. So the final state must equal the ledger, whatever was killed.
"""

from __future__ import annotations

import asyncio
import itertools
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx

from tests.e2e.stage import Stage, Student, Written, accepted, offset_of
from tests.e2e.waiting import until

WORKERS = 32
WITHDRAWN_EVERY = 5
ASK_AGAIN_S = 0.25
PATIENCE_S = 120.0
Wish = tuple[Student, str]


@dataclass(slots=True)
class Ledger:
    """The acknowledged state: (job, student) -> whether the application is live."""

    standing: dict[tuple[str, str], bool] = field(default_factory=dict)
    newest: str = ""
    acknowledged: int = 0
    unanswered: Counter[str] = field(default_factory=Counter)

    def saw(self, written: Written) -> None:
        self.acknowledged += 1
        self.newest = max(self.newest or written.position, written.position, key=offset_of)

    @property
    def counters(self) -> dict[str, int]:
        students = {student for (_, student), stands in self.standing.items() if stands}
        return {"applications": sum(self.standing.values()), "applicants": len(students)}


class Load:
    """Sends `per_s` requests a second to both instances of ingest, until stopped."""

    def __init__(self, stage: Stage, students: list[Student], jobs: list[str], per_s: float) -> None:
        self.ledger = Ledger()
        self.stage, self._per_s = stage, per_s
        # Ordered by job, so that a student's next wish comes much later.
        *those, self._last = students
        self._wishes: Iterator[Wish] = ((student, job) for job, student in itertools.product(jobs, those))
        self._last_job = jobs[-1]
        self._turn = time.monotonic()
        self._ending = False

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """During the block; afterwards all requests are finished, and one more student submits.

        Nothing disturbs that last request, so `ledger.newest` is a record that changed something.
        """
        async with asyncio.TaskGroup() as group:
            for first in range(WORKERS):
                group.create_task(self._work(first % 2))
            yield
            self._ending = True
        await self._submit(self._last, self._last_job, 0)

    async def acknowledges(self, more: int, within_s: float = 60.0) -> None:
        """Wait until this number of further requests have been acknowledged."""
        enough = self.ledger.acknowledged + more

        async def reached() -> bool:
            return self.ledger.acknowledged >= enough

        await until(reached, f"{more} more acknowledgements; {self.ledger.unanswered}", within_s)

    async def _work(self, first: int) -> None:
        """One worker: takes the next wish at its time and finishes it."""
        while not self._ending:
            await self._pace()
            student, job = next(self._wishes)
            submission = await self._submit(student, job, first)
            if len(self.ledger.standing) % WITHDRAWN_EVERY == 0:
                await self._write(student, f"/jobs/{job}/applications/{submission.id}/withdraw", None, first)
                self.ledger.standing[job, student.sub] = False

    async def _submit(self, student: Student, job: str, first: int) -> Written:
        submission = await self._write(student, f"/jobs/{job}/applications", {"resume_id": student.resume}, first)
        self.ledger.standing[job, student.sub] = True
        return submission

    async def _pace(self) -> None:
        """Wait for the next slot of the steady rate. Lost time is not made up for."""
        now = time.monotonic()
        self._turn = max(self._turn + 1 / self._per_s, now)
        await asyncio.sleep(self._turn - now)

    async def _write(self, student: Student, path: str, body: object, first: int) -> Written:
        key, deadline = uuid.uuid4().hex, time.monotonic() + PATIENCE_S
        for ingest in itertools.cycle((first, 1 - first)):
            try:
                answer = await student.person.send(path, body, key=key, ingest=ingest)
                if answer.status_code != 503:
                    written = accepted(answer)
                    self.ledger.saw(written)
                    return written
                self.ledger.unanswered["503"] += 1
            except httpx.TransportError as error:
                self.ledger.unanswered[type(error).__name__] += 1
            assert time.monotonic() < deadline, f"{path} was not acknowledged in {PATIENCE_S:g} s"
            await asyncio.sleep(ASK_AGAIN_S)
        raise AssertionError("unreachable")


async def prepare(stage: Stage, *, students: int, jobs: int, per_s: float) -> Load:
    """Students with resumes, and jobs: enough for students * jobs submissions."""
    published = [await stage.publish(f"Job {number}") for number in range(jobs)]
    return Load(stage, await stage.students(students), published, per_s)
