"""Places in Latin letters: in a search, in a filter, and as the region of a job."""

from __future__ import annotations

import pytest

from services.fair.engine.registry import NOUNS
from services.fair.engine.reindexing import Reindexing
from tests.plumbing.postgres.connections import connection_to, pool_of
from tests.services.fair.site import Site
from tests.services.fair.story import Teller

t = Teller()
JOBS = f"/v1/fairs/{t.fair}/jobs"
LOG = [
    *t.ready(),
    t.published("city", title="焊工", region="杭州市西湖区"),
    t.published("code", title="Java engineer", region="330100"),
    t.published("typed", title="Java 开发", region="Hangzhou, Zhejiang"),
    t.published("shanghai", title="Java engineer", region="上海"),
    t.published("several", title="会计", region="Suzhou"),
    t.published("suzhou", title="会计", region="苏州"),
    t.published("abroad", title="Java engineer", region="Hangzhou Road, Singapore"),
]
NAMES = {str(t.job(name)): name for name in ("city", "code", "typed", "shanghai", "several", "suzhou", "abroad")}
IN_HANGZHOU = {"city", "code", "typed"}


async def found(site: Site, **asked: str) -> set[str]:
    return {NAMES[job["id"]] for job in await site.items(JOBS, **asked)}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Hangzhou", IN_HANGZHOU | {"abroad"}),
        ("hang zhou", IN_HANGZHOU),
        ("杭州", IN_HANGZHOU),
        ("Zhejiang", IN_HANGZHOU),
        ("java hangzhou", {"typed", "code", "abroad"}),
        ("Ｈａｎｇｚｈｏｕ java", {"typed", "code", "abroad"}),
        ("Shanghai", {"shanghai"}),
        ("Suzhou", {"several"}),
    ],
)
async def test_a_search_by_pinyin_finds_the_jobs_of_the_place(site: Site, typed: str, names: set[str]) -> None:
    """Alone and among other words; a name of several regions is searched as it is written."""
    await site.fill(LOG)
    assert await found(site, q=typed) == names


@pytest.mark.parametrize("typed", ["Hangzhou", "hangzhou, zhejiang", "Hangzhou City, China", "杭州", "330100"])
async def test_a_filter_by_pinyin_is_the_same_region(site: Site, typed: str) -> None:
    """However filter and job are written; a name of several regions filters by its text."""
    await site.fill(LOG)
    assert await found(site, region=typed) == IN_HANGZHOU
    assert await found(site, region="Zhejiang") == IN_HANGZHOU
    assert await found(site, region="Suzhou") == {"several"}
    assert await found(site, region="Suzhou, Jiangsu") == {"suzhou"}


@pytest.mark.parametrize(
    ("typed", "names"),
    [("330100", IN_HANGZHOU), ("java 330100", {"typed", "code"}), ("330106", {"city"}), ("3301", set())],
)
async def test_a_search_by_code_finds_the_jobs_of_the_region(site: Site, typed: str, names: set[str]) -> None:
    """A code of GB/T 2260 alone or among other words; a part of one is none."""
    await site.fill(LOG)
    assert await found(site, q=typed) == names


async def test_a_region_in_traditional_characters_is_the_same(site: Site) -> None:
    """Of a job, in a filter and in a search."""
    await site.fill([*LOG, t.published("taiwan", title="會計", region="廣州市"), t.published("canton", region="广州")])
    both = {str(t.job("taiwan")), str(t.job("canton"))}
    for asked in ({"region": "廣州"}, {"region": "广州市"}, {"region": "440100"}, {"q": "廣州"}, {"q": "440100"}):
        assert {job["id"] for job in await site.items(JOBS, **asked)} == both


async def test_a_match_in_the_other_script_is_marked(site: Site) -> None:
    """Who searches in pinyin sees the Chinese name of the place marked."""
    await site.fill(LOG)
    jobs = await site.items(JOBS, q="hangzhou", highlights="true")
    marked = {NAMES[job["id"]]: job["highlights"].get("region") for job in jobs}
    assert (marked["city"], marked["typed"]) == ([[0, 2]], [[0, 8]])


async def test_regions_are_counted_together(site: Site) -> None:
    """The facet of regions has one value for all spellings, and its filter finds as many jobs."""
    await site.fill(LOG)
    body = (await site.get(JOBS, facets="true")).json()
    counts = {one["value"]: one["count"] for one in body["facets"]["region"]}
    assert counts["杭州"] == len(IN_HANGZHOU)


async def test_old_rows_are_made_anew(database: str, site: Site) -> None:
    """A row that lost its version, as those of regions in Latin letters do in the migration, is found as a new one."""
    await site.fill(LOG)
    async with connection_to(database) as connection:
        await connection.execute(
            "UPDATE jobs SET words = '{hangzhou,zhejiang}', region_code = NULL WHERE region ~ '[A-Z]'"
        )
    assert "typed" not in await found(site, region="杭州")
    async with pool_of(database) as pool:
        assert await Reindexing(pool, [noun.indexed for noun in NOUNS if noun.indexed]).index() == 3
    assert await found(site, region="杭州") == IN_HANGZHOU
