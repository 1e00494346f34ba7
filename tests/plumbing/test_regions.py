"""Regions are found by each usual way to write them, and nothing is guessed where a text may mean several."""

from __future__ import annotations

import pytest

from plumbing.regions import Region, in_chinese, namesakes, region_at, region_of

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
    "330106001002": XIHU,
    "330106001": XIHU,
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
    # traditional characters, also mixed with simplified ones
    "臺灣": ("710000", "710000"),
    "台灣": ("710000", "710000"),
    "廣州市": ("440100", "440100"),
    "重慶": ("500000", "500000"),
    "浙江省義烏市": ("330782", "330700"),
    "內蒙古": ("150000", "150000"),
    "香港特別行政區": ("810000", "810000"),
    "香港九龍": ("810000", "810000"),
    "四川九龙": ("513324", "513300"),
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


ROMANIZED = {
    "Hangzhou": HANGZHOU,
    "HANGZHOU": HANGZHOU,
    "Ｈａｎｇｚｈｏｕ": HANGZHOU,
    "Hang Zhou": HANGZHOU,
    "Hangzhou City": HANGZHOU,
    "hangzhoushi": HANGZHOU,
    "Hangzhou, Zhejiang": HANGZHOU,
    "Hangzhou, Zhejiang, China": HANGZHOU,
    "Hangzhou-Zhejiang": HANGZHOU,
    "Zhejiang Hangzhou": HANGZHOU,
    "Hangzhou, Zhejiang Province, P.R. China": HANGZHOU,
    "Hangzhou City, People's Republic of China": HANGZHOU,
    "Hangzhou 310000": HANGZHOU,
    "Hangzhou 杭州": HANGZHOU,
    "杭州 Hangzhou": HANGZHOU,
    "Hangzhou（西湖区）": XIHU,
    "Xihu District, Hangzhou": XIHU,
    "Gaoxin District, Hangzhou": HANGZHOU,
    "Zhejiang": ("330000", "330000"),
    "Shanghai": ("310000", "310000"),
    "Shanghai, China": ("310000", "310000"),
    "Pudong New Area, Shanghai": ("310115", "310000"),
    "Pudong": ("310115", "310000"),
    "Kunshan": ("320583", "320500"),
    "Kunshan City, Suzhou, Jiangsu": ("320583", "320500"),
    "Zhang Jia Gang": ("320582", "320500"),
    "Yiwu": ("330782", "330700"),
    "Yiwu, Xinjiang": ("650522", "650500"),
    "Lvshunkou": ("210212", "210200"),
    "Fuyang": ("341200", "341200"),
    "Fuyang, Hangzhou": ("330111", "330100"),
    "Chaoyang District, Changchun": ("220104", "220100"),
    "Gulou District, Nanjing": ("320106", "320100"),
    "Taipei, Taiwan": ("710000", "710000"),
    "Xiong'an New Area, Hebei": ("130000", "130000"),
    "Remote, Shanghai": ("310000", "310000"),
    "Xi'an": ("610100", "610100"),
    "Xi’an": ("610100", "610100"),
    "Xian": ("610100", "610100"),
    "Xi'an, Shaanxi": ("610100", "610100"),
    "Xi'an, Shanxi": ("610100", "610100"),
    "Taiyuan, Shanxi": ("140100", "140100"),
    "Shaanxi": ("610000", "610000"),
    "Shanxi": ("140000", "140000"),
    "Suzhou, Jiangsu": ("320500", "320500"),
    "Suzhou, Anhui": ("341300", "341300"),
    "Taizhou, Zhejiang": ("331000", "331000"),
    "Jiangsu Taizhou": ("321200", "321200"),
    "Yichun, Jiangxi": ("360900", "360900"),
    "Fuzhou, Fujian Province": ("350100", "350100"),
    "Yulin, Guangxi": ("450900", "450900"),
    "Jilin": ("220000", "220000"),
    "Jilin City": ("220200", "220200"),
    "Changchun, Jilin": ("220100", "220100"),
    "Chaoyang, Liaoning": ("211300", "211300"),
    "Chaoyang District, Beijing": ("110105", "110000"),
    "Zhongshan District, Dalian": ("210202", "210200"),
    "Inner Mongolia Autonomous Region": ("150000", "150000"),
    "Hohhot, Inner Mongolia": ("150100", "150100"),
    "Ürümqi": ("650100", "650100"),
    "Lvliang": ("141100", "141100"),
    "Hong Kong SAR": ("810000", "810000"),
    "Xishuangbanna Dai Autonomous Prefecture, Yunnan": ("532800", "532800"),
}
NOT_ROMANIZED = (
    *("China", "London", "Singapore", "New York, NY", "Shanghai Road, Singapore", "Shanghai University", "Wuhan, TX"),
    *(
        "Shanghai, Beijing",
        "Hangzhou or Shanghai",
        "Hangzhou, Shanghai, Beijing",
        "杭州、上海 Shanghai",
        "新加坡 Shanghai",
    ),
    *("Hangzhou, Jiangsu", "Hangzhouville", "Remote", "District", "'", "an", "shi", "Lima", "Lean Six Sigma"),
)
SHARED = {
    "Suzhou": {"320500", "341300"},
    "Suzhou, China": {"320500", "341300"},
    "Taizhou": {"321200", "331000"},
    "Yichun": {"230700", "360900"},
    "Fuzhou City": {"350100", "361000"},
    "Yulin": {"450900", "610800"},
    "Chaoyang": {"110105", "211300"},
    "朝阳": {"110105", "211300"},
    "Tongzhou": {"110112", "320612"},
    "Gulou": {"320106", "320302", "350102", "410204"},
    "朝阳，3号楼": {"110105", "211300"},
}


@pytest.mark.parametrize(("text", "codes"), ROMANIZED.items())
def test_a_region_in_latin_letters_is_the_same(text: str, codes: tuple[str, str]) -> None:
    """Pinyin and English names mean what the Chinese ones do, alone and beside their province and country."""
    found = region_of(text)
    assert found is not None
    assert (found.code, found.region) == codes


@pytest.mark.parametrize("text", NOT_ROMANIZED)
def test_other_latin_texts_are_no_region(text: str) -> None:
    """What holds any other word is a place abroad, or none: nothing is guessed."""
    assert (region_of(text), namesakes(text)) == (None, ())


@pytest.mark.parametrize(("text", "codes"), SHARED.items())
def test_a_name_of_several_regions_is_none_of_them(text: str, codes: set[str]) -> None:
    """Such a name stays a text; which regions have it can be told."""
    assert region_of(text) is None
    assert {one.code for one in namesakes(text)} == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[
            (text, "710000")
            for text in ("台湾", "台灣", "臺灣", "台北", "臺北", "台北市", "臺北市", "台湾台北", "高雄")
        ],
        *[(text, "820000") for text in ("澳门", "澳門", "澳门特别行政区", "Aomen")],
        *[(text, "810000") for text in ("香港", "香港特别行政区", "Hongkong", "Xianggang")],
        *[(text, "130000") for text in ("雄安", "雄安新区", "河北雄安新区", "Xiong'an", "Xiongan New Area")],
    ],
)
def test_places_of_many_spellings(text: str, code: str) -> None:
    """A place that has no code of its own is in the region that it lies in."""
    found = region_of(text)
    assert found is not None
    assert found.code == code


def test_a_region_has_no_namesakes() -> None:
    """What is one region, or none, is not ambiguous."""
    assert [namesakes(text) for text in ("杭州", "Hangzhou", "330100", "", "x" * 1_000)] == [()] * 5


def test_names_in_a_query_become_chinese() -> None:
    """A folded query has its places in Chinese too; names of several regions, and parts of words, stay."""
    read = {text: " ".join(in_chinese(text).split()) for text in ("java hangzhou", "xi'an 工程", "suzhou", "hangzhous")}
    assert read == {
        "java hangzhou": "java 杭州",
        "xi'an 工程": "西安 工程",
        "suzhou": "suzhou",
        "hangzhous": "hangzhous",
    }
