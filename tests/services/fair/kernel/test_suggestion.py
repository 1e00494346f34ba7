"""The nearest known word."""

from __future__ import annotations

import time

import pytest

from services.fair.kernel.search import query
from services.fair.kernel.suggestion import TEXTS_MAX, suggestion
from tests.services.fair.site import Site
from tests.services.fair.story import Teller

TITLES = ["高级软件工程师", "软件工程师", "会计", "Data Engineer", "Receptionist", "云栖科技"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("软件工成师", "软件工程师"),
        ("軟體工成師", None),
        ("软件程师", "软件工程师"),
        ("enginer", "engineer"),
        ("recepcionist", "receptionist"),
        ("data enginere", "data engineer"),
        ("快计", "会计"),
        ("engineer", None),
        ("astronaut", None),
        ("数据 enginere", None),
        ("x", None),
        ("", None),
    ],
)
def test_the_nearest_word_is_suggested(typed: str, meant: str | None) -> None:
    """A word with few differences; none for a query whose words are known, or far from all."""
    assert suggestion(query(typed), TITLES) == meant


def test_a_suggestion_takes_a_moment() -> None:
    """As many long titles as are looked at take less than a second of CPU."""
    titles = [
        f"{n:06d}".translate({ord(str(d)): c for d, c in enumerate("甲乙丙丁戊己庚辛壬癸")}) * 10
        for n in range(TEXTS_MAX)
    ]
    began = time.process_time()
    suggestion(query("子丑寅卯 " * 30), titles)
    assert time.process_time() - began < 1


async def test_what_is_suggested_finds_something(site: Site) -> None:
    """Only where nothing is found, only on the first page, and only if the other query finds something."""
    t = Teller()
    await site.fill(t.ready(), t.published("b", title="软件工程师", region="杭州"), t.published("c", title="会计"))
    path = f"/v1/fairs/{t.fair}/jobs"
    body = (await site.get(path, q="软件工成师")).json()
    assert (body["items"], body["suggestion"]) == ([], "软件工程师")
    assert len(await site.items(path, q=body["suggestion"])) == 1
    for asked in ({"q": "软件"}, {"q": "软件工成师", "region": "上海"}, {"q": "astronaut"}, {"region": "上海"}):
        assert "suggestion" not in (await site.get(path, **asked)).json()
