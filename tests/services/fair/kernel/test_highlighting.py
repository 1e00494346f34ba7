"""Where the words of a query stand in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fair.kernel.highlighting import CHARACTERS_MAX, RANGES_MAX, ranges
from services.fair.kernel.search import query
from tests.services.fair.site import Site
from tests.services.fair.story import Teller

TABLE = [
    ("软件工程师", "高级软件工程师（软件方向）", ["软件工程师"]),
    ("软件 工程", "高级软件工程师", ["软件工程"]),
    ("软件工程师", "软件与工程", ["软件", "工程"]),
    ("軟體", "负责软件和軟體", ["软件", "軟體"]),
    ("engineers", "Data Engineering <b>Engineer</b>", ["Engineering", "Engineer"]),
    ("resume", "Ｒésumé of ＲＥＳＵＭＥ", ["Ｒésumé", "ＲＥＳＵＭＥ"]),
    ("软件", "a😀软\u200b件", ["软\u200b件"]),
    ("m2", "面积㎡", ["㎡"]),
    ("工", "车工", ["工"]),
    ("nothing", "数据", []),
]


@pytest.mark.parametrize(("asked", "text", "marked"), TABLE)
def test_the_words_are_marked(asked: str, text: str, marked: list[str]) -> None:
    """The ranges hold the words as they are written, in whatever script or form."""
    assert [text[begin:end] for begin, end in ranges(text, query(asked))] == marked


@given(
    st.text(alphabet="软件軟體工程 ab<&>é\u0301\u200b㎡İ", max_size=40), st.text(alphabet="软件軟體工程 ab", max_size=8)
)
def test_ranges_are_in_order_and_within(text: str, asked: str) -> None:
    """Ranges lie within the text, in order, and do not touch."""
    found = ranges(text, query(asked))
    ends = [place for one in found for place in one]
    assert ends == sorted(set(ends))
    assert not ends or (ends[0] >= 0 and ends[-1] <= len(text))


def test_there_are_bounds() -> None:
    """Only the beginning of a text is marked, and a number of ranges."""
    assert ranges(" " * CHARACTERS_MAX + "软件", query("软件")) == []
    assert len(ranges("软件, " * CHARACTERS_MAX, query("软件"))) == RANGES_MAX


async def test_a_list_says_where_the_words_stand(site: Site) -> None:
    """With `highlights=true` each job has the ranges of its fields; offsets hold no markup."""
    t = Teller()
    await site.fill(t.ready(), t.published("b", title="<i>数据</i> 分析", description="与数据打交道", region="杭州"))
    path = f"/v1/fairs/{t.fair}/jobs"
    [job] = await site.items(path, q="数据", highlights="true")
    assert job["highlights"] == {"title": [[3, 5]], "description": [[1, 3]]}
    assert "highlights" not in (await site.items(path, q="数据"))[0]
    assert all("highlights" not in one for one in await site.items(path, highlights="true"))
