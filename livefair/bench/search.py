"""How long a page of the search of jobs takes in fairs with very many jobs: one and two common words, with filters.

The rows are made here with the columns that fair would make; no log gives them. `LIVEFAIR_BENCH_JOBS` says how many
jobs there are, in fairs of at most 100,000.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID, uuid4

import asyncpg
from rich.console import Console

from livefair.bench.crowded import Crowded, crowded
from livefair.bench.figures import Figure
from livefair.bench.reads import Wire, p99
from services.fair.jobs.job import Job
from services.fair.jobs.store import WRITE_JOBS
from services.fair.jobs.terms import Salary, Terms

JOBS = int(os.environ.get("LIVEFAIR_BENCH_JOBS", "100000"))
JOBS_OF_A_FAIR, JOBS_AT_ONCE, ENTERPRISES = 100_000, 1_000, 50
WARM_UP, ROUNDS = 3, 40
KINDS = (
    "软件",
    "机械",
    "电气",
    "土木",
    "化学",
    "数据",
    "测试",
    "工艺",
    "质量",
    "财务",
    "行政",
    "市场",
    "人力资源",
    "生产",
)
ROLES = (
    "工程师",
    "管理",
    "助理",
    "工程师助理",
    "专员",
    "工程管理",
    "技术员",
    "Engineer",
    "Manager",
    "Assistant engineer",
)
LEVELS = ("", "高级", "初级", "资深", "实习", "Senior ", "Junior ")
REGIONS = ("杭州", "宁波市", "浙江省温州市", "上海", "南京", "苏州", "北京", "成都", "武汉", "西安")
INDUSTRIES, DEGREES = (
    ("互联网", "装备制造", "建筑", "医药", None),
    ("associate", "bachelor", "bachelor", "master", None),
)
TYPES = ("full_time", "full_time", "internship", "part_time")
DUTIES = (
    *("负责项目的工程管理与现场协调", "参与需求分析并编写技术文档", "与客户沟通并跟进订单", "维护设备并记录运行数据"),
    *(
        "协助部门管理日常事务",
        "You support engineers of the platform team",
        "熟悉常用办公软件，有团队合作精神",
        "负责质量体系的建设",
    ),
)
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
COPY_FAIR = """
INSERT INTO fairs
SELECT r.* FROM fairs f, jsonb_populate_record(f, jsonb_build_object('id', $1::uuid)) AS r WHERE f.id = $2
"""
COPY_BOOTHS = """
INSERT INTO booths
SELECT r.* FROM booths b, jsonb_populate_record(b, jsonb_build_object('fair', $1::uuid)) AS r WHERE b.fair = $2
"""
BARE_PAGE = "SELECT * FROM jobs WHERE fair = $1 AND place >= $2 ORDER BY place LIMIT 51"


async def search(repeats: int) -> list[Figure]:
    """The p99 of first and second pages, all kinds together."""
    async with crowded() as hall:
        fair = await _filled(hall)
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
            await statement.fetch(fair, number * 97 % JOBS_OF_A_FAIR)
            found.append(1_000 * (time.perf_counter() - started))
        return found
    finally:
        await connection.close()


async def _filled(hall: Crowded) -> UUID:
    """Fill the tables; returns the fair that is searched."""
    connection = await asyncpg.connect(hall.dsn, ssl=False)
    try:
        fairs = [uuid4() for _ in range(max(1, JOBS // JOBS_OF_A_FAIR))]
        for fair in fairs:
            await connection.execute(COPY_FAIR, fair, hall.fair)
            await connection.execute(COPY_BOOTHS, fair, hall.fair)
            await _fill(connection, fair, min(JOBS, JOBS_OF_A_FAIR))
        await connection.execute("VACUUM ANALYZE")
        return fairs[0]
    finally:
        await connection.close()


async def _fill(connection: asyncpg.Connection, fair: UUID, jobs: int) -> None:
    made = random.Random(jobs)
    for first in range(0, jobs, JOBS_AT_ONCE):
        rows = [*_jobs(made, fair, first, min(first + JOBS_AT_ONCE, jobs))]
        await connection.execute(WRITE_JOBS.sql, WRITE_JOBS.json_of(rows))


def _jobs(made: random.Random, fair: UUID, first: int, end: int) -> Iterator[Job]:
    now = datetime.now(UTC)
    for number in range(first, end):
        low = made.randrange(3, 25) * 1_000
        terms = Terms(
            made.choice(LEVELS) + made.choice(KINDS) + made.choice(ROLES),
            made.randrange(1, 20),
            made.choice(REGIONS),
            made.choice(INDUSTRIES),
            made.choice(DEGREES),
            ("计算机",) if made.random() < 0.3 else None,
            Salary(low, 1.5 * low, "month", "CNY"),
            made.choice(TYPES),
            "；".join(made.sample(DUTIES, 4)) + f"。编号 {number}",
        )
        state = "closed" if number % 10 == 0 else "open"
        org = f"enterprise-{1 + number % ENTERPRISES}"
        yield Job(UUID(int=made.getrandbits(128)), fair, org, terms, state, number, 0, 0, now)
