"""The columns by which a job is found."""

from __future__ import annotations

import json
from typing import Any

import pytest

from schemas.job import Salary
from services.fair.jobs import index_store
from services.fair.jobs.job import Job
from services.fair.jobs.store import WRITE_JOBS
from services.fair.kernel.search import TOKENS_MAX, VERSION, of_fair, query
from tests.services.fair.deciding import decide_all
from tests.services.fair.story import Teller

t = Teller()


def a_job(**fields: Any) -> Job:
    world, _ = decide_all([*t.ready(), t.published("x", **fields)])
    return world.jobs[t.job("x")]


def test_a_job_is_found_by_its_words() -> None:
    """Those of the title are stored separately, since they rank higher, and with a mark among all others."""
    job = a_job(title="数据 Engineer", industry="互联网", region="上海", majors=["统计"], description="SQL", code="J-7")
    [row] = json.loads(WRITE_JOBS.json_of([job]))
    assert row["title_words"] == ["数", "据", "数据", "engineer", "engin"]
    assert {"互联", "上海", "统计", "sql", "j", "7", "^engin", "^数据"} <= set(row["words"])
    assert row["title_key"] == "数据engineer"
    assert row["region_code"] == "310000"


def test_its_filters_are_among_its_terms() -> None:
    """The version, the fair, and what filters ask for, before any text could crowd them out."""
    job = a_job(
        industry="互联网",
        region="杭州",
        degree="master",
        employment_type="contract",
        description=" ".join(map(str, range(4_000))),
    )
    found = index_store.words(job)
    filters = {VERSION, of_fair(t.fair), "region=330100", "industry=互联网", "degree=master", "type=contract"}
    assert filters <= set(found[:30])
    assert len(found) <= TOKENS_MAX + 100


@pytest.mark.parametrize(
    ("degree", "asked"),
    [
        ("secondary", "高中 中专 中專 vocational"),
        ("associate", "大专 专科 高职 大专及以上 college"),
        ("bachelor", "本科 学士 全日制本科 Bachelors 本科及以上学历"),
        ("master", "硕士 研究生 硕士研究生 Master's"),
        ("doctorate", "博士 PhD Ph.D. doctoral"),
        ("any", "学历不限"),
    ],
)
def test_a_degree_has_many_names(degree: str, asked: str) -> None:
    """A job that asks for a degree is found by what people call it."""
    found = set(index_store.words(a_job(degree=degree)))
    for name in asked.split():
        one = query(name)
        assert set(one.terms) <= found or set(one.others) <= found, name


@pytest.mark.parametrize(
    ("pay", "amount"),
    [
        ((8_000, 12_000, "month"), 10_000),
        ((120_000, 120_000, "year"), 10_000),
        ((20, 30, "hour"), 4_350),
        ((200, 200, "day"), 4_350),
        ((1_200, 1_200, "week"), 5_200),
        ((0, 1e12, "hour"), index_store.PAY_MAX),
    ],
)
def test_pay_is_compared_by_the_month(pay: tuple[float, float, Any], amount: int) -> None:
    """The middle of the range; no pay has none."""
    low, high, period = pay
    assert index_store.pay(a_job(salary=Salary(min=low, max=high, period=period, currency="CNY"))) == amount
    assert index_store.pay(a_job()) is None
