"""Reads at 100,000 applications: pages of lists, and exports with the memory that they take.

Pages are requested over HTTP one after the other, with filters that match many and few rows, at the beginning of the
list and deep in it. The baseline is a bare SELECT of the same rows, and for a filter with few matches also the same
page without its index. An export is compared with COPY of the same rows, a report with its funnel query alone, and the
memory of both with a client that fetches all rows.
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

from livefair.bench.crowded import STUDENT, Crowded, crowded
from livefair.bench.figures import Figure
from livefair.servers.ports import HOST
from services.fair.report.queries import FUNNEL

FILES = {
    "export_csv": "exports/applications.csv",
    "export_xlsx": "exports/applications.xlsx",
    "report_json": "report",
    "report_xlsx": "report.xlsx",
    "report_pdf": "report.pdf",
}
ROUNDS = 40  # requests of each kind of page in one repeat
WARM_UP = 8  # rounds, until statements are prepared and have their final plan
MIB = 1_048_576
KIB_OF_MIB = 1_024
STATE_INDEX = "applications_of_state"
OWN = "SELECT job, id FROM applications WHERE fair = $1 AND student = $2 LIMIT 1"
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
Pages = Mapping[str, tuple[str, str]]
"""The address of each page, and the token of the request: None for a guest."""


async def reads(repeats: int) -> list[Figure]:
    """All figures of reads."""
    async with crowded() as hall:
        paths = await _paths(hall)
        pages = await _pages(hall, paths, repeats)
        return [pages, await _tab(hall, repeats), *await _files(hall, repeats)]


async def _paths(hall: Crowded) -> Pages:
    """The requested pages, by what they show."""
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
    paths["far behind"] = await _far_behind(hall, paths["all"])
    own = await _row(hall, OWN, STUDENT)
    return {
        **{name: (path, hall.organizer) for name, path in paths.items()},
        "booths": (f"/v1/fairs/{jobs}/booths?limit=100&counts=true", hall.organizer),
        "a job's queue": (f"{queue}?limit=100", hall.enterprise),
        "a job's shortlist": (f"{queue}?limit=100&state=shortlisted", hall.enterprise),
        "jobs, to a guest": (f"/v1/fairs/{jobs}/jobs?limit=100", ""),
        "the most wanted jobs, to a guest": (f"/v1/fairs/{jobs}/jobs?limit=10&sort=applications", ""),
        "a job, to a guest": (f"/v1/jobs/{hall.job}", ""),
        "the breakdown, to a guest": (f"/v1/fairs/{hall.fair}/breakdown?by=degree", ""),
        "a student's applications": ("/v1/me/applications?limit=100", hall.student),
        "one of them, with its place in the queue": (f"/v1/jobs/{own['job']}/applications/{own['id']}", hall.student),
    }


async def _far_behind(hall: Crowded, path: str) -> str:
    """The page 300 pages after this one."""
    deep = path
    async with Wire(hall) as ask:
        for _ in range(300):
            cursor = json.loads(await ask(deep, hall.organizer))["next_cursor"]
            deep = f"{path}&{urlencode({'cursor': cursor})}"
    return deep


async def _pages(hall: Crowded, paths: Pages, repeats: int) -> Figure:
    """The p99 of all kinds of pages together, by repeat; prints a line for each kind."""
    latencies: dict[str, list[float]] = {name: [] for name in paths}
    ours, bare = [], []
    async with Wire(hall) as ask:
        for page in list(paths.values()) * WARM_UP:
            await ask(*page)
        for _ in range(repeats):
            found = {name: [await _timed(ask, *page) for _ in range(ROUNDS)] for name, page in paths.items()}
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


async def _files(hall: Crowded, repeats: int) -> list[Figure]:
    """How long each file takes, and the peak memory of the service, above what it had before the first."""
    seconds: dict[str, list[float]] = {name: [] for name in FILES}
    peaks: dict[str, list[float]] = {"export": [], "report": []}
    alone: dict[str, list[float]] = {"export": [], "report": []}
    fetched = []
    before = _status(hall.pid, "VmRSS")
    async with Wire(hall) as ask:
        for _ in range(repeats):
            for name, path in FILES.items():
                _forget_peak(hall.pid)
                seconds[name].append(await _timed(ask, f"/v1/fairs/{hall.fair}/{path}", hall.organizer) / 1_000)
                peaks[_kind(name)].append(_status(hall.pid, "VmHWM") - before)
            alone["export"].append(await _copied(hall))
            alone["report"].append(await _asked(hall))
            fetched.append(await _fetched(hall))
    against = {"export": "COPY of the same rows as CSV", "report": "its funnel query on PostgreSQL alone"}
    holding, aim = "a client that fetches all rows", "bounded: under 16 MiB"
    return [
        *(Figure(f"{kind}_peak_mib", "MiB", found, fetched, holding, aim) for kind, found in peaks.items()),
        *(Figure(f"{name}_s", "s", took, alone[_kind(name)], against[_kind(name)]) for name, took in seconds.items()),
    ]


def _kind(name: str) -> str:
    return name.partition("_")[0]


def p99(latencies: list[float]) -> float:
    return statistics.quantiles(latencies, n=100, method="inclusive")[98]


class Wire:
    """One persistent connection to the service: a client library would cost more than the page."""

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
                body.clear()  # a file: only that it has arrived counts
        if head[9:12] != b"200":
            raise RuntimeError(f"{path}: {head[:200]!r}")
        return b"".join(body)


async def _timed(ask: Wire, path: str, token: str) -> float:
    """Milliseconds from the request to the last byte of the answer."""
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


async def _asked(hall: Crowded) -> float:
    """Seconds in which PostgreSQL alone answers the most expensive query of a report."""
    started = time.perf_counter()
    await _row(hall, FUNNEL, [], [])
    return time.perf_counter() - started


async def _fetched(hall: Crowded) -> float:
    """MiB by which a process grows when it holds all exported rows at once."""
    command = (sys.executable, "-c", FETCH_ALL, hall.dsn, EXPORTED, str(hall.fair))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    return int(out) / KIB_OF_MIB


async def _row(hall: Crowded, sql: str, *more: object) -> asyncpg.Record:
    connection = await asyncpg.connect(hall.dsn, ssl=False)
    try:
        return await connection.fetchrow(sql, hall.fair, *more)
    finally:
        await connection.close()


def _forget_peak(pid: int) -> None:
    """Reset the peak memory of a process."""
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def _status(pid: int, name: str) -> float:
    """MiB, from the kernel."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    (told,) = (line for line in lines if line.startswith(f"{name}:"))
    return int(told.split()[1]) / KIB_OF_MIB
