"""Applications found by the title of their job and the region of their student, however both are spelt."""

from __future__ import annotations

import pytest

from tests.services.fair.selecting import applied
from tests.services.fair.site import Site
from tests.services.fair.story import Teller

t = Teller()
OF_FAIR = f"/v1/fairs/{t.fair}/applications"


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("机械（设计）工程师", True),
        ("機械設計工程師", True),
        ("ＡＢＣ", True),
        ("abc", True),
        ("engineer", True),
        ("会计", False),
    ],
)
async def test_an_application_is_found_by_its_jobs_title(site: Site, typed: str, finds: bool) -> None:
    """However the title is spelt, and by a part of it."""
    await site.fill(
        t.ready(), t.published("x", title="ＡＢＣ 机械（设计）工程师 Engineers"), t.submitted(name="x"), t.submitted()
    )
    found = await site.items(OF_FAIR, "organizer", q=typed)
    assert [one["job"] for one in found] == ([str(t.job("x"))] if finds else [])


@pytest.mark.parametrize("region", ["杭州", "杭州市", "浙江省杭州市", "330100"])
async def test_the_region_of_applicants_is_one_region(site: Site, region: str) -> None:
    """Students are found by any name of their region."""
    names = ("杭州", "浙江杭州", "330100", "上海")
    await site.fill(
        t.ready(), [applied(t, f"s-{n}", "a", degree="master", region=name) for n, name in enumerate(names)]
    )
    assert len(await site.items(OF_FAIR, "organizer", region=region)) == 3


async def test_a_list_marks_what_was_searched(site: Site) -> None:
    """With `highlights=true` each application says where the words stand in its job's title."""
    await site.fill(t.ready(), t.published("x", title="ＡＢＣ 机械（设计）工程师"), t.submitted(name="x"))
    [one] = await site.items(OF_FAIR, "organizer", q="机械設計", highlights="true")
    assert one["highlights"] == {"title": [[4, 6], [7, 9]]}
    [part] = await site.items(OF_FAIR, "organizer", q="bc", highlights="true")
    assert part["highlights"] == {"title": [[1, 3]]}
    for asked in ({"q": "机械"}, {"highlights": "true"}):
        assert all("highlights" not in one for one in await site.items(OF_FAIR, "organizer", **asked))


async def test_a_misspelt_title_has_a_suggestion(site: Site) -> None:
    """The nearest title of a job with applications, under the other filters."""
    await site.fill(
        t.ready(), t.published("x", title="机械工程师"), t.published("y", title="会计"), t.submitted(name="x")
    )

    async def suggested(**asked: str) -> str | None:
        suggestion: str | None = (await site.get(OF_FAIR, "organizer", **asked)).json().get("suggestion")
        return suggestion

    assert await suggested(q="机戒工程师") == "机械工程师"
    assert await suggested(q="机戒工程师", state="hired") is None
    assert await suggested(q="机械工程师") is None
    assert await suggested(q="会记") is None


@pytest.mark.parametrize("region", ["Hangzhou", "Hangzhou, Zhejiang", "杭州"])
async def test_a_region_in_latin_letters_is_the_same(site: Site, region: str) -> None:
    """Filter and resume may each be in Chinese or in Latin letters."""
    names = ("杭州", "Hangzhou", "Hangzhou, Zhejiang", "Suzhou")
    await site.fill(t.ready(), [applied(t, f"s-{n}", "a", region=name) for n, name in enumerate(names)])
    assert len(await site.items(OF_FAIR, "organizer", region=region)) == 3
