"""Fairs with very many jobs for the benchmark of the search: up to millions of rows, in minutes.

The rows have the columns that fair writes for such jobs, also those by which a job is found. They are made from some
thousand distinct ads: a row takes one of them, with its own id, fair, enterprise, state, place and number. The rows are
written with COPY, and the large index is built after them.
"""

from __future__ import annotations

import random
import time
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import msgspec
from rich.console import Console

from services.fair.jobs.job import Job
from services.fair.jobs.store import JOBS
from services.fair.jobs.terms import Salary, Terms
from services.fair.kernel import search

ADS, ENTERPRISES = 4_000, 50
ROWS_AT_ONCE = 2_000
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
FAIR, ORG, STATE, PLACE = UUID(int=2**128 - 1), "enterprise-of-the-ad", "the state", 987_654_321
NUMBER = "nnnnnnnn"
"""What stands in an ad for what is a row's own."""
COPY_FAIR = """
INSERT INTO fairs
SELECT r.* FROM fairs f, jsonb_populate_record(f, jsonb_build_object('id', $1::uuid)) AS r WHERE f.id = $2
"""
COPY_BOOTHS = """
INSERT INTO booths SELECT r.* FROM booths b, LATERAL jsonb_populate_record(b, jsonb_build_object(
  'fair', $1::uuid, 'words', array_replace(b.words, $3, $4))) AS r WHERE b.fair = $2
"""
WORDS_INDEX = "SELECT indexdef FROM pg_indexes WHERE indexname = 'jobs_words'"


Line = Callable[[dict[str, object]], str]
"""A line of COPY, made of what is a row's own."""


async def filled(dsn: str, like: UUID, fairs: int, jobs: int) -> list[UUID]:
    """Add `fairs` fairs, each with `jobs` jobs and the booths of the fair `like`. Returns their ids."""
    connection, started = await asyncpg.connect(dsn, ssl=False), time.monotonic()
    try:
        made, ads = [uuid4() for _ in range(fairs)], [*_ads()]
        definition = await connection.fetchval(WORDS_INDEX)
        await connection.execute("DROP INDEX jobs_words")
        for number, fair in enumerate(made, 1):
            await _fill(connection, ads, like, fair, jobs)
            _tell(f"{number * jobs:,} of {fairs * jobs:,} jobs", started)
        await connection.execute("SET maintenance_work_mem = '1GB'")
        await connection.execute(definition)
        _tell("the index of words", started)
        await connection.execute("VACUUM ANALYZE")
        _tell("vacuumed", started)
        return made
    finally:
        await connection.close()


def _tell(what: str, started: float) -> None:
    Console().print(f"  {what} after {time.monotonic() - started:,.0f} s")


async def _fill(connection: asyncpg.Connection, ads: list[Line], like: UUID, fair: UUID, jobs: int) -> None:
    await connection.execute(COPY_FAIR, fair, like)
    await connection.execute(COPY_BOOTHS, fair, like, search.of_fair(like), search.of_fair(fair))
    names = [one.name for one in JOBS.columns]
    await connection.copy_to_table("jobs", source=_lines(ads, fair, jobs), columns=names)


async def _lines(ads: list[Line], fair: UUID, jobs: int) -> AsyncIterator[bytes]:
    made = random.Random(fair.int)
    for first in range(0, jobs, ROWS_AT_ONCE):
        numbers = range(first, min(first + ROWS_AT_ONCE, jobs))
        yield "".join(made.choice(ads)(_own(made, fair, number)) for number in numbers).encode()


def _own(made: random.Random, fair: UUID, number: int) -> dict[str, object]:
    """What is a row's own."""
    return {
        "id": UUID(int=made.getrandbits(128)),
        "fair": fair,
        "fair_term": search.of_fair(fair),
        "org": f"enterprise-{1 + number % ENTERPRISES}",
        "state": "closed" if number % 10 == 0 else "open",
        "place": number,
        "number": number,
    }


def _ads() -> Iterator[Line]:
    """Lines of COPY, each with places for what is a row's own."""
    made = random.Random(ADS)
    for _ in range(ADS):
        job = _job(made)
        values = {one.name: one.made(job) if one.made else getattr(job, one.name) for one in JOBS.columns}
        line = "\t".join(_text(values[one.name], one.type) for one in JOBS.columns).replace("%", "%%")
        for text, name in ((str(FAIR), "fair"), (search.of_fair(FAIR), "fair_term"), (ORG, "org"), (NUMBER, "number")):
            line = line.replace(text, f"%({name})s")
        own = {str(job.id): "id", STATE: "state", str(PLACE): "place"}
        for text, name in own.items():
            line = line.replace(text, f"%({name})s", 1)
        yield f"{line}\n".__mod__


def _job(made: random.Random) -> Job:
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
        "；".join(made.sample(DUTIES, 4)) + f"。编号 {NUMBER}",
    )
    return Job(UUID(int=made.getrandbits(128)), FAIR, ORG, terms, STATE, PLACE, 0, 0, datetime.now(UTC))


def _text(value: object, type_: str) -> str:
    """A value as the text format of COPY has it."""
    if value is None:
        return r"\N"
    if type_ == "jsonb":
        return msgspec.json.encode(value).decode().replace("\\", "\\\\")
    if isinstance(value, list | tuple):
        return "{" + ",".join(f'"{one}"' for one in value) + "}"
    return str(value)
