"""Reads at 100,000 applications: pages of lists, and exports with the memory that they take.

A page is asked over HTTP, one after the other, with filters that find many and filters that find few, at the list's
beginning and far behind it. Against its own rows, selected bare; a tab of few also against the same page without its
index. An export is timed against COPY of the same rows, and its memory is held against a client that fetches them all.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import asyncpg
from rich.console import Console

from livefair.bench.crowded import Crowded, crowded
from livefair.bench.figures import Figure
from livefair.servers.ports import HOST

ROUNDS = 40  # of every kind of page in one repeat
WARM_UP = 8  # rounds, after which a statement is prepared and its plan has settled
MIB = 1_048_576
KIB_OF_MIB = 1_024
STATE_INDEX = "applications_of_state"
BARE_PAGE = """
SELECT * FROM applications WHERE fair = $1 AND "offset" > $2 ORDER BY "offset" LIMIT 101
"""
EXPORTED = """
SELECT a.*, b.name, j.title, j.code FROM applications a JOIN jobs j ON j.id = a.job
LEFT JOIN booths b ON b.fair = a.fair AND b.org = a.org WHERE a.fair = $1 ORDER BY a."offset"
"""
FETCH_ALL = """
import asyncio, asyncpg, resource, sys, uuid
async def main():
    connection = await asyncpg.connect(sys.argv[1], ssl=False)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    rows = await connection.fetch(sys.argv[2], uuid.UUID(sys.argv[3]))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
asyncio.run(main())
"""
Pages = Mapping[str, str]


async def reads(repeats: int) -> list[Figure]:
    """All figures of reads."""
    async with crowded() as hall:
        paths = await _paths(hall)
        pages = await _pages(hall, paths, repeats)
        return [pages, await _tab(hall, repeats), *await _exports(hall, repeats)]


async def _paths(hall: Crowded) -> Pages:
    """The pages that are asked for, by what they show."""
    listed, queue, jobs = f"/v1/fairs/{hall.fair}/applications", f"/v1/jobs/{hall.job}/applications", hall.fair
    row = await _row(hall, "SELECT min(received_at) + interval '1 hour' AS since FROM applications WHERE fair = $1")
    since = row["since"].isoformat()
    narrowed: dict[str, dict[str, str]] = {
        "all": {},
        "of a state": {"state": "submitted"},
        "of a rare state": {"state": "hired"},
        "of an enterprise": {"org": "enterprise-1"},
        "of the last enterprise": {"org": "enterprise-50"},
        "of a job": {"job": str(hall.job)},
        "of a degree": {"degree": "master"},
        "of a degree that nobody has": {"degree": "doctorate"},
        "of a rare region": {"region": "西藏"},
        "of a title": {"q": "机械"},
        "of a rare title": {"q": "会计 298"},
        "since": {"since": since},
        "of several": {"state": "shortlisted", "org": "enterprise-2", "degree": "bachelor"},
        "with counts": {"counts": "true"},
        "of an enterprise, with counts": {"org": "enterprise-3", "counts": "true"},
    }
    paths = {name: f"{listed}?{urlencode({'limit': '100', **asked})}" for name, asked in narrowed.items()}
    async with Wire(hall) as ask:
        deep = paths["all"]
        for _ in range(300):
            cursor = json.loads(await ask(deep, hall.organizer))["next_cursor"]
            deep = f"{paths['all']}&{urlencode({'cursor': cursor})}"
    return {
        **paths,
        "far behind": deep,
        "a job's queue": f"{queue}?limit=100",
        "a job's shortlist": f"{queue}?limit=100&state=shortlisted",
        "jobs, to a guest": f"/v1/fairs/{jobs}/jobs?limit=100",
        "the most wanted jobs, to a guest": f"/v1/fairs/{jobs}/jobs?limit=10&sort=applications",
        "a job, to a guest": f"/v1/jobs/{hall.job}",
        "booths": f"/v1/fairs/{jobs}/booths?limit=100&counts=true",
    }


async def _pages(hall: Crowded, paths: Pages, repeats: int) -> Figure:
    """The p99 of all kinds of pages together, by repeat; and each kind's in a line of its own."""
    latencies: dict[str, list[float]] = {name: [] for name in paths}
    ours, bare = [], []
    async with Wire(hall) as ask:
        for path in list(paths.values()) * WARM_UP:
            await ask(path, _asker(hall, path))
        for _ in range(repeats):
            found = {
                name: [await _timed(ask, path, _asker(hall, path)) for _ in range(ROUNDS)]
                for name, path in paths.items()
            }
            ours.append(p99([one for of_kind in found.values() for one in of_kind]))
            bare.append(p99(await _bare_pages(hall, ROUNDS * len(paths))))
            for name, of_kind in found.items():
                latencies[name] += of_kind
    for name, of_kind in latencies.items():
        Console().print(f"  {name:<34} p50 {statistics.median(of_kind):6.1f} ms   p99 {p99(of_kind):6.1f} ms")
    return Figure("list_page_p99_ms", "ms", ours, bare, "a bare SELECT of 101 rows", "under 50 ms")


async def _tab(hall: Crowded, repeats: int) -> Figure:
    """The page of a rare state, with its index and without."""
    path = f"/v1/fairs/{hall.fair}/applications?limit=100&state=accepted"
    found: dict[bool, list[float]] = {True: [], False: []}
    connection = await asyncpg.connect(hall.dsn, ssl=False)
    try:
        definition = await connection.fetchval("SELECT indexdef FROM pg_indexes WHERE indexname = $1", STATE_INDEX)
        for _ in range(repeats):
            for indexed in (True, False):
                if not indexed:
                    await connection.execute(f"DROP INDEX {STATE_INDEX}")
                async with Wire(hall) as ask:
                    for _ in range(WARM_UP):
                        await ask(path, hall.organizer)
                    found[indexed].append(p99([await _timed(ask, path, hall.organizer) for _ in range(ROUNDS)]))
            await connection.execute(definition)
    finally:
        await connection.close()
    return Figure("empty_tab_p99_ms", "ms", found[True], found[False], "the same page without its index", "under 50 ms")


async def _exports(hall: Crowded, repeats: int) -> list[Figure]:
    """How long both formats take, and how much memory the service at most, beyond what it had before the first."""
    times: dict[str, list[float]] = {"csv": [], "xlsx": []}
    peaks, fetched, copied = [], [], []
    before = _status(hall.pid, "VmRSS")
    async with Wire(hall) as ask:
        for _ in range(repeats):
            for extension, seconds in times.items():
                _forget_peak(hall.pid)
                path = f"/v1/fairs/{hall.fair}/exports/applications.{extension}"
                seconds.append(await _timed(ask, path, hall.organizer) / 1_000)
                peaks.append(_status(hall.pid, "VmHWM") - before)
            copied.append(await _copied(hall))
            fetched.append(await _fetched(hall))
    against = "COPY of the same rows as CSV"
    return [
        Figure("export_peak_mib", "MiB", peaks, fetched, "a client that fetches all rows", "bounded: under 16 MiB"),
        *(Figure(f"export_{name}_s", "s", seconds, copied, against) for name, seconds in times.items()),
    ]


def p99(latencies: list[float]) -> float:
    return statistics.quantiles(latencies, n=100, method="inclusive")[98]


def _asker(hall: Crowded, path: str) -> str:
    """Whose page it is: a guest's where it is public."""
    if "/v1/jobs/" in path and "/applications" in path:
        return hall.enterprise
    return hall.organizer if "/applications" in path or "/booths" in path else ""


class Wire:
    """One connection to the service that is kept: a client library would cost more than the page."""

    def __init__(self, hall: Crowded) -> None:
        self._port = hall.port

    async def __aenter__(self) -> Wire:
        self._reader, self._writer = await asyncio.open_connection(HOST, self._port, limit=MIB)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def __call__(self, path: str, token: str) -> bytes:
        """The body of the answer, read whole. Raises RuntimeError where it is no 200."""
        allowed = f"Authorization: Bearer {token}\r\n" if token else ""
        self._writer.write(f"GET {path} HTTP/1.1\r\nHost: bench\r\n{allowed}\r\n".encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        lower = head.lower()
        length = int(lower[lower.index(b"content-length:") + 15 :].split(b"\r\n", 1)[0])
        body, left = [], length
        while left:
            body.append(await self._reader.read(min(left, MIB)))
            left -= len(body[-1])
            if length > MIB:
                body.clear()  # a file: what counts is that it came
        if head[9:12] != b"200":
            raise RuntimeError(f"{path}: {head[:200]!r}")
        return b"".join(body)


async def _timed(ask: Wire, path: str, token: str) -> float:
    """Milliseconds from the question to the last byte of the answer."""
    started = time.perf_counter()
    await ask(path, token)
    return 1_000 * (time.perf_counter() - started)


async def _bare_pages(hall: Crowded, count: int) -> list[float]:
    found = []
    connection = await asyncpg.connect(hall.dsn, ssl=False)
    try:
        statement = await connection.prepare(BARE_PAGE)
        for number in range(count):
            started = time.perf_counter()
            await statement.fetch(hall.fair, number * 100 % 90_000)
            found.append(1_000 * (time.perf_counter() - started))
    finally:
        await connection.close()
    return found


async def _copied(hall: Crowded) -> float:
    """Seconds in which PostgreSQL alone writes the exported rows as CSV."""
    connection = await asyncpg.connect(hall.dsn, ssl=False)
    try:
        started = time.perf_counter()
        await connection.copy_from_query(EXPORTED, hall.fair, output=BytesIO(), format="csv")
        return time.perf_counter() - started
    finally:
        await connection.close()


async def _fetched(hall: Crowded) -> float:
    """MiB by which a process grows that holds all exported rows at once."""
    command = (sys.executable, "-c", FETCH_ALL, hall.dsn, EXPORTED, str(hall.fair))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return int(out) / KIB_OF_MIB


async def _row(hall: Crowded, sql: str) -> asyncpg.Record:
    connection = await asyncpg.connect(hall.dsn, ssl=False)
    try:
        return await connection.fetchrow(sql, hall.fair)
    finally:
        await connection.close()


def _forget_peak(pid: int) -> None:
    """Begin to measure a process's peak anew."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def _status(pid: int, name: str) -> float:
    """MiB, as the kernel tells them."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (told,) = (line for line in lines if line.startswith(f"{name}:"))
    return int(told.split()[1]) / KIB_OF_MIB
