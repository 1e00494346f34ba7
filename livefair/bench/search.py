"""How long a page of the search of jobs takes in fairs with very many jobs: one and two common words, with filters.

First and second pages one after the other, all of them by clients at once, and the first ones after PostgreSQL was
restarted; what the system keeps of its files stays in memory.

The rows are made by `many_jobs`; no log gives them. `LIVEFAIR_BENCH_JOBS` says how many jobs there are, and
`LIVEFAIR_BENCH_JOBS_OF_A_FAIR` how many of them one fair has at most: 100,000 without it.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from contextlib import AsyncExitStack
from itertools import cycle, islice
from urllib.parse import urlencode
from uuid import UUID

import asyncpg
from rich.console import Console

from livefair.bench.crowded import Crowded, crowded
from livefair.bench.figures import Figure
from livefair.bench.many_jobs import filled
from livefair.bench.reads import Wire, p99

JOBS = int(os.environ.get("LIVEFAIR_BENCH_JOBS", "100000"))
IN_A_FAIR = int(os.environ.get("LIVEFAIR_BENCH_JOBS_OF_A_FAIR", "100000"))
WARM_UP, ROUNDS = 3, 40
CLIENTS, PAGES_OF_A_CLIENT = 32, 60
AFTER_RESTART, RETRY_S = 100, 0.2
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
                await _pages(hall, fair, ask, "first", first, repeats),
                await _pages(hall, fair, ask, "second", second, repeats),
                await _clients(hall, fair, [*first.values(), *second.values()], repeats),
                await _restarted(hall, fair, [*first.values(), *second.values()], repeats),
            ]


async def _next(ask: Wire, path: str) -> str:
    cursor = json.loads(await ask(path, ""))["next_cursor"]
    return path if cursor is None else f"{path}&{urlencode({'cursor': cursor})}"


async def _pages(hall: Crowded, fair: UUID, ask: Wire, which: str, paths: dict[str, str], repeats: int) -> Figure:
    """The p99 of these pages by repeat; prints a line for each kind."""
    took: dict[str, list[float]] = {name: [] for name in paths}
    ours, bare = [], []
    for path in [*paths.values()] * WARM_UP:
        await ask(path, "")
    for _ in range(repeats):
        found = {name: [await _timed(ask, path) for _ in range(ROUNDS)] for name, path in paths.items()}
        ours.append(p99([one for of_kind in found.values() for one in of_kind]))
        bare.append(p99(await _bare(hall.dsn, fair, ROUNDS * len(paths))))
        for name, of_kind in found.items():
            took[name] += of_kind
    for name, of_kind in took.items():
        middle = sorted(of_kind)[len(of_kind) // 2]
        Console().print(f"  {which} page, {name:<28} p50 {middle:6.1f} ms   p99 {p99(of_kind):6.1f} ms")
    against = "a bare SELECT of 51 jobs by an index"
    return Figure(f"search_{which}_page_p99_ms", "ms", ours, bare, against, "under 50 ms")


async def _clients(hall: Crowded, fair: UUID, paths: list[str], repeats: int) -> Figure:
    """The p99 of pages that clients ask for at once, each the next one when it has an answer."""
    ours, bare = [], []
    for _ in range(repeats):
        async with AsyncExitStack() as stack:
            clients = [await stack.enter_async_context(Wire(hall)) for _ in range(CLIENTS)]
            took = await asyncio.gather(*(_asked(ask, paths, number) for number, ask in enumerate(clients)))
        ours.append(p99([one for of_client in took for one in of_client]))
        shares = await asyncio.gather(*(_bare(hall.dsn, fair, PAGES_OF_A_CLIENT) for _ in range(CLIENTS)))
        bare.append(p99([one for share in shares for one in share]))
    against = f"a bare SELECT of 51 jobs by an index, {CLIENTS} clients"
    return Figure(f"search_{CLIENTS}_clients_p99_ms", "ms", ours, bare, against)


async def _asked(ask: Wire, paths: list[str], begin: int) -> list[float]:
    return [await _timed(ask, path) for path in islice(cycle(paths), begin, begin + PAGES_OF_A_CLIENT)]


async def _restarted(hall: Crowded, fair: UUID, paths: list[str], repeats: int) -> Figure:
    """The p99 of the first pages after a restart of PostgreSQL."""
    ours, bare = [], []
    for _ in range(repeats):
        await _restart(hall)
        async with Wire(hall) as ask:
            ours.append(p99([await _timed(ask, path) for path in islice(cycle(paths), AFTER_RESTART)]))
        await _restart(hall)
        bare.append(p99(await _bare(hall.dsn, fair, AFTER_RESTART)))
    against = "a bare SELECT of 51 jobs by an index, after a restart"
    return Figure("search_after_restart_p99_ms", "ms", ours, bare, against, "under 200 ms")


async def _restart(hall: Crowded) -> None:
    """Restart PostgreSQL; returns when the service answers reads again."""
    await hall.database.stop()
    await hall.database.start()
    while True:
        try:
            async with Wire(hall) as ask:
                await ask("/v1/fairs", "")
            return
        except RuntimeError:
            await asyncio.sleep(RETRY_S)


async def _timed(ask: Wire, path: str) -> float:
    started = time.perf_counter()
    await ask(path, "")
    return 1_000 * (time.perf_counter() - started)


async def _bare(dsn: str, fair: UUID, count: int) -> list[float]:
    connection = await asyncpg.connect(dsn, ssl=False)
    try:
        statement, found = await connection.prepare(BARE_PAGE), []
        for number in range(count):
            started = time.perf_counter()
            await statement.fetch(fair, number * 97 % min(JOBS, IN_A_FAIR))
            found.append(1_000 * (time.perf_counter() - started))
        return found
    finally:
        await connection.close()
