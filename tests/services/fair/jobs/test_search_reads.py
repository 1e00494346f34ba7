"""Searching the jobs of a fair as people type, on PostgreSQL."""

from __future__ import annotations

from typing import Any

import pytest

from schemas.job import Salary
from services.fair.jobs import search_reads
from services.fair.jobs.search_reads import Asked
from services.fair.kernel import search
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.site import Site
from tests.services.fair.story import ORG, Entry, Teller, batch
from tests.services.fair.tables import applied

t = Teller()
JOBS = f"/v1/fairs/{t.fair}/jobs"
PRECISION = "云栖精密机械（杭州）有限公司"


def monthly(low: int, high: int) -> Salary:
    return Salary(min=low, max=high, period="month", currency="CNY")


LOG = [
    t.scheduled(),
    t.requested(name=PRECISION),
    t.approved(),
    t.requested("abc", name="ＡＢＣ科技"),
    t.approved("abc"),
    t.opened(),
    t.published("software", title="软件工程师", degree="bachelor", region="杭州市", salary=monthly(9_000, 11_000)),
    t.published("traditional", title="軟體工程師", region="台北", industry="互联网"),
    t.published("engineer", "abc", title="Senior Engineer (Front-end)", degree="associate", region="330100"),
    t.published("fitter", "abc", title="钳工", majors=["机械制造"], degree="master", region="浙江省杭州市西湖区"),
    t.published("broken", "abc", title="嵌入式\n软件 测试", description="与ＳＱＬ打交道", employment_type="internship"),
]
NAMES = {str(t.job(name)): name for name in ("software", "traditional", "engineer", "fitter", "broken")}


async def found(site: Site, path: str = JOBS, **asked: Any) -> set[str]:
    return {NAMES[job["id"]] for job in await site.items(path, **asked)}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("软件工程师", {"software", "traditional"}),
        ("軟體工程師", {"software", "traditional"}),
        ("軟件工程師", {"software", "traditional"}),
        ("軟件", {"software", "traditional", "broken"}),
        ("軟體", {"software", "traditional", "broken"}),
        ("软体工程", {"traditional"}),
        ("engineers", {"engineer"}),
        ("ENGINEER", {"engineer"}),
        ("Ｅｎｇｉｎｅｅｒｓ", {"engineer"}),
        ("engineering", {"engineer"}),
        ("frontend", {"engineer"}),
        ("front-end", {"engineer"}),
        ("Séniör engineer’s", {"engineer"}),
        ("软\u200b件 工程", {"software", "traditional"}),
        ("嵌入式软件测试", {"broken"}),
        ("sql", {"broken"}),
        ("机械制造", {"fitter"}),
        ("大专", {"engineer"}),
        ("大專", {"engineer"}),
        ("本科", {"software"}),
        ("本科及以上", {"software"}),
        ("Bachelor", {"software"}),
        ("bachelor's degree", {"software"}),
        ("硕士研究生", {"fitter"}),
        ("实习", {"broken"}),
        ("杭州", {"software", "traditional", "engineer", "fitter"}),  # also by the enterprise's name
        ("杭州市", {"software", "engineer", "fitter"}),
        ("浙江", {"software", "engineer", "fitter"}),
        ("杭州 engineer", {"engineer"}),
        (PRECISION, {"software", "traditional"}),
        ("云栖精密机械(杭州)有限公司", {"software", "traditional"}),
        ("云栖精密机械杭州有限公司", {"software", "traditional"}),
        ("雲棲精密機械", {"software", "traditional"}),
        ("ABC", {"engineer", "fitter", "broken"}),
        ("ＡＢＣ科技", {"engineer", "fitter", "broken"}),
        ("abc科技 钳工", {"fitter"}),
        ("钳工 科技", {"fitter"}),
        ("云栖 钳工", set()),
        ("（）", set()),
    ],
)
async def test_what_people_type_is_found(site: Site, typed: str, names: set[str]) -> None:
    """Other spellings, scripts and forms of a word; the enterprise, the place, the majors, the degree, the type."""
    await site.fill(LOG)
    assert await found(site, q=typed) == names


@pytest.mark.parametrize("text", ["杭州", "杭州市", "浙江省杭州市", "330100", "浙江 杭州"])
async def test_a_region_is_one_region(site: Site, text: str) -> None:
    """However it is written, and with what lies in it; also beside words."""
    await site.fill(LOG)
    assert await found(site, region=text) == {"software", "engineer", "fitter"}
    assert await found(site, region=text, q="工程师") == {"software"}
    assert await found(site, region=text, degree="master") == {"fitter"}


async def test_regions_contain_each_other(site: Site) -> None:
    """A province has its cities, a district not its city; a text that names no region is compared as it is written."""
    await site.fill(LOG)
    assert await found(site, region="浙江") == {"software", "engineer", "fitter"}
    assert await found(site, region="杭州西湖区") == {"fitter"}
    assert await found(site, region="Mars") == set()


async def test_an_enterprise_with_a_new_name_is_found_by_it(database: str, site: Site) -> None:
    """Its jobs are found by the new name as soon as it is decided, and no longer by the old one."""
    log = [t.scheduled(), t.requested(name="旧名称"), t.approved(), t.published("software", title="软件工程师")]
    await site.fill(log)
    assert await found(site, q="旧名称") == {"software"}
    async with connection_to(database) as connection:
        assert await applied(connection, batch([t.refused(), t.requested(name="新气象")], len(log))) == [True]
    assert await found(site, q="新气象") == {"software"}
    assert await found(site, q="旧名称") == set()


async def test_the_other_sorts(site: Site) -> None:
    """The newest first, the best paid first; open jobs before closed ones, page by page."""
    low, high, year = (
        monthly(4_000, 6_000),
        monthly(20_000, 30_000),
        Salary(min=1, max=179_999, period="year", currency="CNY"),
    )
    jobs = [t.published("low", title="会计", salary=low), t.published("high", title="会计", salary=high)]
    jobs += [t.published("year", title="会计", salary=year), t.published("none", title="会计")]
    jobs += [t.published("gone", title="会计", salary=high), t.job_closed("gone")]
    await site.fill(t.ready(), jobs)
    names = {str(t.job(name)): name for name in ("a", "low", "high", "year", "none", "gone")}
    by_pay, by_age = ["high", "year", "low", "none", "gone"], ["none", "year", "high", "low", "gone"]
    for sort, order in (("pay", by_pay), ("newest", by_age), ("relevance", ["low", "high", "year", "none", "gone"])):
        for limit in (1, 2, 100):
            pages = await site.pages(JOBS, sort=sort, limit=limit, q="会计")
            assert [names[job["id"]] for page in pages for job in page] == order, sort
    assert [names[job["id"]] for job in await site.items(JOBS, sort="pay")] == [*by_pay[:3], "a", "none", "gone"]
    banded = await site.items(JOBS, pay="5000-8000")
    assert [names[job["id"]] for job in banded] == ["low", "year"]


async def test_words_side_by_side_are_the_best_match(site: Site) -> None:
    """Chinese words with nothing or a space between them come before others; English ones come first as typed."""
    titles = ("分析数据", "数据与分析", "数据 分析", "数据分析", "data analysis", "dataanalysis", "analysis of data")
    await site.fill([*t.ready(), *(t.published(f"j{n}", title=title) for n, title in enumerate(titles))])
    for typed, order in (
        ("数据 分析", ["数据 分析", "数据分析", "分析数据", "数据与分析"]),
        ("data analysis", ["data analysis", "analysis of data"]),
    ):
        assert [job["title"] for job in await site.items(JOBS, q=typed)] == order


@pytest.mark.parametrize("walked", [2, 4, 2_000])
@pytest.mark.parametrize("most", [3, 5_000])
@pytest.mark.parametrize(("sampled", "frequent", "several"), [(200, 20, 5), (1, 1, 1), (200, 1, 50), (9, 99, 99)])
async def test_no_way_of_searching_changes_the_answer(
    site: Site, monkeypatch: pytest.MonkeyPatch, walked: int, most: int, sampled: int, frequent: int, several: int
) -> None:
    """With few jobs to walk, few matches to sort at once and other samples, each page has what it has without them."""
    entries: list[Entry] = [*t.ready(), t.requested("org-2", name="数据工厂"), t.approved("org-2")]
    for n in range(24):
        title = ("数据 分析", "分析", "数据", "另一", "工厂 分析", "分析、数据", "数据。分析", "数据Go分析")[
            n % 8
        ] + f" {n}"
        entries.append(t.published(f"j{n}", ORG if n % 3 else "org-2", title=title, description="数据与分析" * (n % 2)))
        entries += [t.job_closed(f"j{n}", ORG if n % 3 else "org-2")] * (n % 7 == 0)
    await site.fill(entries)
    asked = [
        {},
        {"q": "数据"},
        {"q": "数据 分析"},
        {"q": "数据。分析"},
        {"q": "数据 go"},
        {"q": "分析"},
        {"q": "分析", "state": "closed"},
        {"q": "工厂"},
    ]
    asked += [{"q": "数据", "sort": sort} for sort in ("newest", "pay", "applications")] + [{"org": "org-2"}]
    whole = [await site.items(JOBS, limit=100, **one) for one in asked]
    bounds = {"SAMPLED": sampled, "FREQUENT": frequent, "SEVERAL": several, "WALKED_MAX": walked}
    for name, value in bounds.items():
        monkeypatch.setattr(search_reads, name, value)
    monkeypatch.setattr(search_reads, "SORTED_MAX", most)
    for one, expected in zip(asked, whole, strict=True):
        for limit in (1, 3):
            pages = await site.pages(JOBS, limit=limit, **one)
            assert [job["title"] for page in pages for job in page] == [job["title"] for job in expected], one
            assert len(expected) == len({job["id"] for job in expected})


def test_the_terms_of_a_search_name_its_fair() -> None:
    """So the index reads no other fair's jobs; without words all jobs of the fair match."""
    values = Asked(t.fair, search.query("数据"), industry="互联网").values([], plain=False)
    assert values["words"] == ["数据", search.of_fair(t.fair), "industry=互联网"]
    assert Asked(t.fair).values([], plain=False)["words"] == [search.of_fair(t.fair)]
    assert Asked(t.fair, search.query("数据")).values([], plain=True)["words"] == ["数据"]
