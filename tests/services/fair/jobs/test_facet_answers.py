"""How many jobs each filter would leave."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from schemas.job import Salary
from services.fair.jobs import list_reads, search_reads
from services.fair.jobs.answers import Band
from services.fair.jobs.facet_answers import BANDS, VALUES_MAX, facets
from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import Teller

t = Teller()
JOBS = f"/v1/fairs/{t.fair}/jobs"
PAY = Salary(min=9_000, max=11_000, period="month", currency="CNY")
LOG = [
    *t.ready(),
    t.published("b", title="数据 1", region="杭州", degree="bachelor", industry="互联网", salary=PAY),
    t.published("c", title="数据 2", region="浙江省杭州市", degree="bachelor", employment_type="internship"),
    t.published("d", title="数据 3", region="330106", degree="master", industry="互联网", salary=PAY),
    t.published("e", title="会计", region="上海", degree="master"),
    t.published("f", title="数据 4", region="Mars"),
]
NOTHING: dict[str, Any] = {name: [] for name in ("region", "industry", "degree", "employment_type", "pay")}


async def facets_of(site: Site, **asked: Any) -> dict[str, dict[str, int]]:
    body = (await site.get(JOBS, facets="true", **asked)).json()
    return {name: {one["value"]: one["count"] for one in values} for name, values in body["facets"].items()}


async def test_each_filter_is_counted_under_the_others(site: Site) -> None:
    """The counts of a filter's values are under the words and the other filters, not under itself."""
    await site.fill(LOG)
    found = await facets_of(site, q="数据")
    assert found == {
        "region": {"杭州": 3, "Mars": 1},
        "industry": {"互联网": 2},
        "degree": {"bachelor": 2, "master": 1},
        "employment_type": {"internship": 1},
        "pay": {"8000-12000": 2},
    }
    narrowed = await facets_of(site, q="数据", degree="bachelor")
    assert (narrowed["degree"], narrowed["region"]) == ({"bachelor": 2, "master": 1}, {"杭州": 2})
    assert (await facets_of(site, degree="master"))["region"] == {"杭州": 1, "上海": 1}


async def test_a_count_is_what_its_filter_finds(site: Site) -> None:
    """Each value is one that its filter takes, and finds as many jobs as were counted."""
    await site.fill(LOG)
    for name, values in (await facets_of(site)).items():
        for value, count in values.items():
            assert len(await site.items(JOBS, **{name: value})) == count, (name, value)


async def test_nothing_found_has_no_values(site: Site) -> None:
    """All filters are named, without values; without `facets=true` there are none; a band must be known."""
    await site.fill(LOG)
    assert (await site.get(JOBS, facets="true", q="（）")).json()["facets"] == NOTHING
    assert "facets" not in (await site.get(JOBS)).json()
    assert is_problem(await site.get(JOBS, pay="1-2"), 422, "pay")


async def test_many_matches_are_not_all_counted(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of matches the counts are lower bounds, and the answer says so."""
    await site.fill(LOG)
    assert "facets_at_least" not in (await site.get(JOBS, facets="true")).json()
    monkeypatch.setattr("services.fair.jobs.search_reads.COUNTED_MAX", 3)
    monkeypatch.setattr(list_reads, "COUNTED_MAX", 3)
    body = (await site.get(JOBS, facets="true")).json()
    assert body["facets_at_least"] is True
    assert sum(one["count"] for one in body["facets"]["region"]) <= 3


async def test_how_a_page_was_found_changes_no_count(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that is read from rank to rank, and from state to state, is beside the same counts."""
    await site.fill(LOG, t.job_closed("d"))
    asked: list[dict[str, Any]] = [{}, {"q": "数据"}, {"degree": "master"}]
    expected = [await facets_of(site, **one) for one in asked]
    for name, value in {"WALKED_MAX": 1, "SORTED_MAX": 2, "SEVERAL": 1}.items():
        monkeypatch.setattr(search_reads, name, value)
    assert [await facets_of(site, **one) for one in asked] == expected
    assert expected[0]["degree"] == {"bachelor": 2, "master": 2}


def test_the_most_frequent_values_stand_first() -> None:
    """A filter has a number of values at most; regions that are one city are counted together."""
    rows = [{"facet": "industry", "value": f"i{n}", "number": n} for n in range(VALUES_MAX + 10)]
    rows += [{"facet": "region", "value": code, "number": 1} for code in ("330106", "330100", "999999", "杭州湾")]
    rows += [{"facet": "pay", "value": number, "number": 1} for number in ("6", "0")]
    found = facets([*rows, {"facet": "matches", "value": None, "number": 5}])
    assert [one["value"] for one in found["industry"]] == [f"i{n}" for n in range(VALUES_MAX + 9, 9, -1)]
    assert [(one["value"], one["count"]) for one in found["region"]] == [("杭州", 2), ("999999", 1), ("杭州湾", 1)]
    assert [one["value"] for one in found["pay"]] == ["0-3000", "30000-"]


def test_the_bands_are_those_of_the_contract() -> None:
    """The filter takes each band, and the document names the same ones."""
    assert get_args(Band) == tuple(BANDS)


async def test_matches_are_counted_under_all_filters(site: Site) -> None:
    """`matches` is how many jobs the whole search finds, however many a page has; without `facets` it is not said."""
    await site.fill(LOG)
    cases: list[dict[str, Any]] = [
        {},
        {"q": "数据"},
        {"q": "数据", "degree": "bachelor"},
        {"region": "杭州", "pay": "8000-12000"},
    ]
    for asked in cases:
        body = (await site.get(JOBS, facets="true", limit="1", **asked)).json()
        assert body["matches"] == len(await site.items(JOBS, **asked)), asked
    assert (await site.get(JOBS, facets="true", q="（）")).json()["matches"] == 0
    assert "matches" not in (await site.get(JOBS)).json()
