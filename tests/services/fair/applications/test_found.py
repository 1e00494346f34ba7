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
