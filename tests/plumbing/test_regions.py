"""Regions are found by each usual way to write them, and nothing is guessed where a text may mean several."""

from __future__ import annotations

import pytest

from plumbing.regions import Region, region_at, region_of

HANGZHOU = ("330100", "330100")
XIHU = ("330106", "330100")
NAMED = {
    # one city, at any level and with any separators
    "杭州": HANGZHOU,
    "杭州市": HANGZHOU,
    "浙江省杭州市": HANGZHOU,
    "浙江杭州": HANGZHOU,
    "浙江 杭州": HANGZHOU,
    "中国·浙江·杭州": HANGZHOU,
    "330100": HANGZHOU,
    "330100000000": HANGZHOU,
    "３３０１００": HANGZHOU,
    "杭州（浙江）": HANGZHOU,
    "浙江-杭州-西湖区": XIHU,
    "浙江省杭州市西湖区文三路138号": XIHU,
    "西湖区，杭州": XIHU,
    "杭州西湖": XIHU,
    "330106": XIHU,
    "杭州市（可远程）": HANGZHOU,
    "杭州等地": HANGZHOU,
    "杭州新华路12号": HANGZHOU,
    "杭州市西湖区、余杭区": HANGZHOU,
    # provinces, municipalities, and what has a name of its own kind
    "浙江": ("330000", "330000"),
    "浙江省内": ("330000", "330000"),
    "内蒙": ("150000", "150000"),
    "内蒙古呼和浩特": ("150100", "150100"),
    "广西省": ("450000", "450000"),
    "北京": ("110000", "110000"),
    "北京市海淀区": ("110108", "110000"),
    "北京市市辖区": ("110000", "110000"),
    "110100": ("110000", "110000"),
    "上海浦东": ("310115", "310000"),
    "浦东新区": ("310115", "310000"),
    "重庆市渝北区": ("500112", "500000"),
    "香港": ("810000", "810000"),
    "台湾": ("710000", "710000"),
    "延边": ("222400", "222400"),
    "恩施州": ("422800", "422800"),
    "西双版纳": ("532800", "532800"),
    "阿拉善": ("152900", "152900"),
    "济源市": ("419001", "419001"),
    "石河子": ("659001", "659001"),
    "义乌": ("330782", "330700"),
    "苏州工业园区": ("320500", "320500"),
    "东莞市松山湖": ("441900", "441900"),
    # one name, several regions: the highest, or the one beside it
    "吉林": ("220000", "220000"),
    "吉林市": ("220200", "220200"),
    "吉林-吉林": ("220200", "220200"),
    "吉林长春": ("220100", "220100"),
    "海南海口": ("460100", "460100"),
    "西安": ("610100", "610100"),
    "大理": ("532900", "532900"),
    "朝阳市": ("211300", "211300"),
    "辽宁朝阳": ("211300", "211300"),
    "北京朝阳": ("110105", "110000"),
    "朝阳区，北京": ("110105", "110000"),
    "南京鼓楼": ("320106", "320100"),
    "江苏省鼓楼区": ("320000", "320000"),
    # former names and codes, and newer ones than the table has
    "襄樊": ("420600", "420600"),
    "萧山市": ("330109", "330100"),
    "杭州市下城区": ("330103", "330100"),
    "330103": ("330103", "330100"),
    "临平区": ("330113", "330100"),
}
NOT_NAMED = (
    *(
        "",
        "鼓楼区",
        "鼓楼",
        "朝阳",
        "朝阳区",
        "西湖区",
        "中国",
        "全国",
        "不限",
        "远程",
        "N/A",
        "[]",
        "999999",
        "310018",
    ),
    *("东京", "New York", "Berlin", "纽约/杭州", "杭州、宁波", "杭州/上海", "上海路", "南京西路100号", "中山大学", "1"),
)


@pytest.mark.parametrize("text", NAMED)
def test_a_region_is_found_however_it_is_written(text: str) -> None:
    """Its own code, and that of its city or province."""
    found = region_of(text)
    assert found is not None
    assert (found.code, found.region) == NAMED[text]


@pytest.mark.parametrize("text", NOT_NAMED)
def test_what_is_no_single_region_has_no_code(text: str) -> None:
    """Places abroad, several cities, a name that several cities have, and what only contains a name."""
    assert region_of(text) is None


def test_a_region_has_a_short_and_a_full_name() -> None:
    """The short one is the city's."""
    assert region_at("330106") == Region("330106", "330100", "杭州", "杭州市西湖区")
    assert region_at("330000") == Region("330000", "330000", "浙江", "浙江省")
    assert region_at("222401") == Region("222401", "222400", "延边", "延边朝鲜族自治州延吉市")


def test_each_region_is_found_by_its_full_name() -> None:
    """Every code of the table leads to a name that leads to the same city, whatever other regions have parts of it."""
    regions = [region for number in range(110_000, 830_000) if (region := region_at(str(number)))]
    assert len(regions) > 3_200
    found = [(region, region_of(region.full_name)) for region in regions]
    assert [region for region, by_name in found if by_name is None or by_name.region != region.region] == []


def test_a_long_text_is_cut() -> None:
    """An address begins with its region, and the rest costs nothing."""
    found = region_of("浙江省杭州市西湖区" + "文" * 100_000)
    assert found is not None
    assert found.code == "330106"
