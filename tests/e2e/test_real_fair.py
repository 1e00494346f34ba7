"""A real fair over HTTP: the jobs of a city, 500 students, and a ledger that every way of counting must equal."""

from __future__ import annotations

import csv
import random
import re
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.e2e.browsing import Look
from tests.e2e.running import System
from tests.e2e.stage import Stage, Student, at_once, offset_of, set_stage
from tests.e2e.viewing import Viewer, snapshot, watching

ROOT = Path(__file__).parents[2]
JOBS_CSV = ROOT.parent / "shared" / "data" / "nyc_city_jobs.csv"
JOBS_MAP = ROOT / "livefair" / "demo" / "samples" / "nyc_city_jobs.map.json"
INDUSTRY_CHARACTERS_MAX = 200
PAGE_ITEMS = 100
STUDENTS, WISHES, SEED = 500, 6, 20_261_124
RECOUNT = """
SELECT (SELECT count(*) FROM booths WHERE fair = $1 AND state = 'approved') AS enterprises,
  (SELECT count(*) FROM jobs WHERE fair = $1 AND state = 'open') AS jobs,
  (SELECT sum(headcount) FROM jobs WHERE fair = $1 AND state = 'open') AS positions,
  (SELECT count(*) FROM applications WHERE fair = $1 AND state <> 'withdrawn') AS applications,
  (SELECT count(DISTINCT student) FROM applications WHERE fair = $1 AND state <> 'withdrawn') AS applicants
"""


@dataclass
class Ledger:
    """What the test did, counted by the test."""

    enterprises: int
    jobs: int
    positions: int
    standing: Counter[str] = field(default_factory=Counter)
    submitted: int = 0
    newest: str = ""

    @property
    def counters(self) -> dict[str, int]:
        people = {"applications": self.standing.total(), "applicants": len(+self.standing)}
        return {"enterprises": self.enterprises, "jobs": self.jobs, "positions": self.positions, **people}

    def saw(self, position: str) -> None:
        """Keep the newest receipt: a fair is in one partition."""
        self.newest = max(self.newest or position, position, key=offset_of)


@dataclass(frozen=True)
class Import:
    """The expected result of the file, counted from its rows."""

    accepted: int
    duplicates: int
    left_out: int
    ledger: Ledger


def read_file() -> Import:
    """A job is identified by agency, id and posting type; too long a category is left out with a warning."""
    if not JOBS_CSV.is_file():
        pytest.fail(f"the real jobs are missing: put nyc_city_jobs.csv at {JOBS_CSV}")
    with JOBS_CSV.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    left_out = sum(len(row["Job Category"]) > INDUSTRY_CHARACTERS_MAX for row in rows)
    jobs = {(row["Agency"], row["Job ID"], row["Posting Type"]): int(row["# Of Positions"]) for row in reversed(rows)}
    ledger = Ledger(len({agency for agency, *_ in jobs}), len(jobs), sum(jobs.values()))
    return Import(len(jobs), len(rows) - len(jobs), left_out, ledger)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def city(system: System, http: httpx.AsyncClient) -> AsyncIterator[tuple[Stage, Import]]:
    """A fair with only the real jobs, which its organizer imported with `livefair import`."""
    stage, expected = await set_stage(system, http, "City jobs"), read_file()
    command = ("import", str(JOBS_CSV), "--fair", stage.fair, "--org", stage.unit, "--map", str(JOBS_MAP))
    ran = await system.livefair(*command)
    assert ran.status == 0, ran.output
    said = {word: int(number.replace(",", "")) for word, number in re.findall(r"^  (\w+) +([\d,]+)$", ran.output, re.M)}
    counts = {"accepted": expected.accepted, "duplicates": expected.duplicates, "rejected": 0}
    assert said == counts, ran.output
    assert ran.output.count("industry: it has") == expected.left_out
    expected.ledger.enterprises += 1  # that of the stage, which publishes nothing
    (position,) = re.findall(r"after=(\S+)", ran.output)
    expected.ledger.saw(position)
    yield stage, expected


async def test_every_row_is_accounted_for(city: tuple[Stage, Import]) -> None:
    """52 agencies become enterprises; every row is a job or a duplicate, and what was left out is named."""
    stage, expected = city
    assert (expected.accepted, expected.duplicates, expected.left_out) == (2_914, 32, 2)
    assert expected.ledger.enterprises == 52 + 1
    counters = await stage.counters(after=expected.ledger.newest)
    assert counters == {**dict.fromkeys(counters, 0), **expected.ledger.counters}


async def test_the_books_equal_the_ledger(city: tuple[Stage, Import], look: Look) -> None:
    """3,000 applications with duplicates and withdrawals: wall, GET, WebSocket and SQL equal the ledger."""
    stage, ledger = city[0], city[1].ledger
    room, edges = f"fair:{stage.fair}", stage.system.addresses("notify")
    wall = await look(stage.wall)
    viewers = [Viewer([room]) for _ in edges]
    async with watching(*viewers, addresses=edges):
        await act(stage, ledger)
        counters = await stage.counters(after=ledger.newest)
        assert counters == {**dict.fromkeys(counters, 0), **ledger.counters}
        for viewer in viewers:
            await viewer.sees(partial(shows, viewer, room, counters), f"{counters}")
        words = {"description": "Thanks to all who came."}
        last = await stage.organizer.write(f"/fairs/{stage.fair}", words, method="PATCH")
        for viewer in viewers:
            await viewer.sees(viewer.decided(last.position), "the organizer's last word")
    for name, number in counters.items():
        await wall.counter(name, number)
    await agree(stage, ledger, viewers, last.position)


def shows(viewer: Viewer, room: str, counters: dict[str, int]) -> bool:
    return viewer.rooms[room].counters == counters


async def agree(stage: Stage, ledger: Ledger, viewers: list[Viewer], position: str) -> None:
    """SQL has the same numbers, long-time viewers and new ones have the same state, and the audits pass."""
    assert ledger.submitted == STUDENTS * WISHES
    (row,) = await stage.system.rows(RECOUNT, uuid.UUID(stage.fair))
    assert dict(row) == ledger.counters
    (room,) = viewers[0].rooms
    for edge in stage.system.addresses("notify"):
        newcomer = await snapshot(edge, [room], position)
        assert [viewer.rooms[room].seen for viewer in viewers] == [newcomer[room].seen] * len(viewers)
    await stage.system.balances()


async def act(stage: Stage, ledger: Ledger) -> None:
    """All students act, with bounded concurrency."""
    jobs = await every_job(stage, ledger.newest)
    assert len(set(jobs)) == len(jobs) == ledger.jobs
    students = await stage.students(STUDENTS)
    await at_once(live(student, random.Random(SEED + n), jobs, ledger) for n, student in enumerate(students))


async def every_job(stage: Stage, after: str) -> list[str]:
    """The ids that a guest finds, page by page."""
    jobs: list[str] = []
    query: dict[str, Any] = {"after": after, "limit": str(PAGE_ITEMS)}
    while True:
        page = await stage.guest.read(f"/fairs/{stage.fair}/jobs", **query)
        jobs += [job["id"] for job in page["items"]]
        if page["next_cursor"] is None:
            return jobs
        query["cursor"] = page["next_cursor"]


async def live(student: Student, chance: random.Random, jobs: list[str], ledger: Ledger) -> None:
    """One student submits, often twice, withdraws some or all, and may submit one of them again."""
    fickle = chance.random() < 0.05
    for job in chance.sample(jobs, WISHES):
        written = await student.submit(job)
        ledger.submitted += 1
        ledger.standing[student.sub] += 1
        ledger.saw(written.position)
        if chance.random() < 0.15:
            ledger.saw((await student.submit(job)).position)
        if fickle or chance.random() < 0.10:
            await take_back(student, chance, job, written.id, ledger)


async def take_back(student: Student, chance: random.Random, job: str, application: str, ledger: Ledger) -> None:
    """Withdraws, perhaps twice; perhaps submits again."""
    path, key = f"/jobs/{job}/applications/{application}/withdraw", uuid.UUID(int=chance.getrandbits(128)).hex
    for _ in range(chance.choice((1, 2))):
        ledger.saw((await student.person.write(path, key=key)).position)
    ledger.standing[student.sub] -= 1
    if chance.random() < 0.2:
        ledger.saw((await student.submit(job)).position)
        ledger.standing[student.sub] += 1
