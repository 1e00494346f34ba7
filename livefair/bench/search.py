"""How long a page of the search of jobs takes in fairs with very many jobs: one and two common words, with filters.

The rows are made by `many_jobs`; no log gives them. `LIVEFAIR_BENCH_JOBS` says how many jobs there are, and
`LIVEFAIR_BENCH_JOBS_OF_A_FAIR` how many of them one fair has at most: 100,000 without it.
"""

from __future__ import annotations

import json
import os
import time
from urllib.parse import urlencode

import asyncpg
from rich.console import Console

from livefair.bench.crowded import Crowded, crowded
from livefair.bench.figures import Figure
from livefair.bench.many_jobs import filled
from livefair.bench.reads import Wire, p99

JOBS = int(os.environ.get("LIVEFAIR_BENCH_JOBS", "100000"))
IN_A_FAIR = int(os.environ.get("LIVEFAIR_BENCH_JOBS_OF_A_FAIR", "100000"))
WARM_UP, ROUNDS = 3, 40
ASKED = {
    "one word": {"q": "工程"},
    "another": {"q": "管理"},
    "a third": {"q": "助理"},
    "in English": {"q": "engineer"},
    "two words": {"q": "工程 管理"},
    "two others": {"q": "软件 助理"},
    "of the text alone": {"q": "负责"},
    "two of the text alone": {"q": "团队 订单"},
    "a rare word": {"q": "人力资源技术员"},
    "of a region": {"q": "工程", "region": "杭州"},
    "of an industry and a degree": {"q": "管理", "industry": "医药", "degree": "master"},
    "of a band of pay": {"q": "engineer", "pay": "8000-12000"},
    "the newest": {"q": "工程", "sort": "newest"},
    "the best paid": {"q": "助理", "sort": "pay"},
    "no words": {},
}
BARE_PAGE = "SELECT * FROM jobs WHERE fair = $1 AND place >= $2 ORDER BY place LIMIT 51"


async def search(repeats: int) -> list[Figure]:
    """The p99 of first and second pages, all kinds together."""
    async with crowded() as hall:
        [fair, *_] = await filled(hall.dsn, hall.fair, max(1, JOBS // IN_A_FAIR), min(JOBS, IN_A_FAIR))
        first = {name: f"/v1/fairs/{fair}/jobs?{urlencode(asked)}" for name, asked in ASKED.items()}
        async with Wire(hall) as ask:
            second = {name: await _next(ask, path) for name, path in first.items()}
            return [
                await _pages(hall, ask, "first", first, repeats),
                await _pages(hall, ask, "second", second, repeats),
            ]


async def _next(ask: Wire, path: str) -> str:
    cursor = json.loads(await ask(path, ""))["next_cursor"]
    return path if cursor is None else f"{path}&{urlencode({'cursor': cursor})}"


async def _pages(hall: Crowded, ask: Wire, which: str, paths: dict[str, str], repeats: int) -> Figure:
    """The p99 of these pages by repeat; prints a line for each kind."""
    took: dict[str, list[float]] = {name: [] for name in paths}
    ours, bare = [], []
    for path in [*paths.values()] * WARM_UP:
        await ask(path, "")
    for _ in range(repeats):
        found = {name: [await _timed(ask, path) for _ in range(ROUNDS)] for name, path in paths.items()}
        ours.append(p99([one for of_kind in found.values() for one in of_kind]))
        bare.append(p99(await _bare(hall.dsn, ROUNDS * len(paths))))
        for name, of_kind in found.items():
            took[name] += of_kind
    for name, of_kind in took.items():
        middle = sorted(of_kind)[len(of_kind) // 2]
        Console().print(f"  {which} page, {name:<28} p50 {middle:6.1f} ms   p99 {p99(of_kind):6.1f} ms")
    against = "a bare SELECT of 51 jobs by an index"
    return Figure(f"search_{which}_page_p99_ms", "ms", ours, bare, against, "under 50 ms")


async def _timed(ask: Wire, path: str) -> float:
    started = time.perf_counter()
    await ask(path, "")
    return 1_000 * (time.perf_counter() - started)


async def _bare(dsn: str, count: int) -> list[float]:
    connection = await asyncpg.connect(dsn, ssl=False)
    try:
        fair = await connection.fetchval("SELECT fair FROM jobs GROUP BY fair ORDER BY count(*) DESC LIMIT 1")
        statement, found = await connection.prepare(BARE_PAGE), []
        for number in range(count):
            started = time.perf_counter()
            await statement.fetch(fair, number * 97 % min(JOBS, IN_A_FAIR))
            found.append(1_000 * (time.perf_counter() - started))
        return found
    finally:
        await connection.close()
