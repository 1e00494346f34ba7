"""Finds the region that a text names, by the names and codes of GB/T 2260: 杭州, 330100 and Hangzhou are one.

The table is python-stdnum's, which has the former names and codes too; it is read when it is first needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from importlib.resources import files

from plumbing.romanized import Named, named_in, replaced
from plumbing.simplified import simplified
from plumbing.text import normalized

CHARACTERS_MAX = 100  # of a text; an address that is longer begins with its region
FORMER_SINCE = 2000  # a county that ended before is in no text of today
UNDATED = frozenset(("429001",))  # 随州 is 421300 since 2000
LATER = {"330113": "临平区", "330114": "钱塘区"}  # since 2021: the table does not have them yet
TAIWAN = ("台北", "新北", "高雄", "台中", "台南")
ALIASES = {"内蒙": "150000", "雄安": "130000", "雄安新区": "130000", **dict.fromkeys(TAIWAN, "710000")}
"""Other names, and places that have no code by the region that they lie in."""
UNSURE = {
    "朝阳": frozenset(("211300", "110105")),  # a city of Liaoning, and as often the district of Beijing
    "九龙": frozenset(("513324", "810000")),  # a county of Sichuan, and as often Kowloon
}
MUNICIPALITIES = frozenset(("11", "12", "31", "50"))

_LINE = re.compile(r'(?P<province>\d\d) province|  (?P<rest>\d{4}) county="(?P<names>[^"]*)"')
_SPAN = re.compile(r"\[(?P<from>\d*)-(?P<to>\d*)\](?P<name>.+)")
_NO_REGION = re.compile(r"\A(?:市辖区|县|市区|林区)\Z|直辖县级|[達嶺區]")  # headings, and names not yet simplified
_CODE = re.compile(r"(\d{6})(?:\d{3}|\d{6})?(?:\.0)?")
"""Of a province, a city or a county; the longer ones of statistics also name a town and a village in it."""
_CODE_IN_QUERY = re.compile(r"(?<![^\W_])\d{6}(?![^\W_])")
_CODE_AND_NAME = re.compile(r"(\d{6})(?:0{6})?(?!\d)(?:[^\w]|_)*(?=.)")
_LEFT_OUT = re.compile(r"市辖区|中华人民共和国|^中国")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_CHINESE = re.compile(r"[㐀-鿿]")
_NO_LATIN = re.compile(r"[^A-Za-z\u00c0-\u024f\u0300-\u036f '’`´·.-]+")
_SEPARATORS = re.compile(r"(?:[^\w]|_)*")
_PEOPLES = (
    "维吾尔|哈萨克|柯尔克孜|塔吉克|锡伯|蒙古族?|达斡尔族|鄂温克族|满族|朝鲜族|回族|壮族|各族|藏族|羌族|彝族|苗族|侗族|布依族|"
    "土家族|瑶族|仫佬族|毛南族|黎族|畲族|傣族|景颇族|白族|哈尼族|拉祜族|佤族|布朗族|傈僳族|独龙族|怒族|普米族|纳西族|仡佬族|水族|"
    "土族|撒拉族|裕固族|保安族|东乡族"
)
_SUFFIX = re.compile(rf"(?:(?:{_PEOPLES}){{0,4}}自治(?:区|州|县)|特别行政区|地区|林区|特区|新区|[省市盟区县])\Z")
_FULL_NAME = re.compile(r"[省市盟区县州旗]\Z")
_OTHER_SUFFIX = re.compile(r"(?:地区|[省市区县州盟])")
_NO_REST = re.compile(r"[东南西北中]?(?:路|街|大道|大街)|大学|学院|银行|公司|集团|医院")


@dataclass(frozen=True, slots=True)
class Region:
    """What a text names. `region` is its city, or its province where it names no city.

    `code` is that of the text, which may name a county or a district: of 杭州西湖区 it is 330106, `region` is 330100,
    `name` 杭州 and `full_name` 杭州市西湖区.
    """

    code: str
    region: str
    name: str
    full_name: str


@dataclass(frozen=True, slots=True)
class _Table:
    """`names` of each code; `codes` of each name, full or short."""

    names: Mapping[str, str]
    codes: Mapping[str, frozenset[str]]
    longest: int


def region_of(text: str) -> Region | None:
    """The region that a text names, or None: a place abroad, several cities, or a name that several regions have.

    A name alone means the highest level that has it: 吉林 is the province, 西安 the city and not a district of that
    name. A district that several cities have (鼓楼区) needs its city or province beside it; so does 朝阳. The levels
    may stand in either order and with any separators, and an address may follow; a street (上海路) is no region.
    """
    return _region_of(text[:CHARACTERS_MAX])


def namesakes(text: str) -> tuple[Region, ...]:
    """The regions of which the text names one, but does not say which: 苏州 and 宿州 are both Suzhou."""
    return _namesakes(text[:CHARACTERS_MAX])


def in_chinese(folded: str) -> str:
    """A folded text with the names of regions in Latin letters and their codes in Chinese; those of several stay."""
    return _CODE_IN_QUERY.sub(_name_of_code, replaced(folded, _chinese_names()))


def _name_of_code(code: re.Match[str]) -> str:
    found = region_at(code[0])
    return code[0] if found is None else _chinese_names().get(found.code, found.full_name)


def region_at(code: str) -> Region | None:
    """The region with a code of six digits, present or former."""
    names = _table().names
    if code[:4] in ("1101", "1201", "3101", "5001", "5002") and code.endswith("00"):
        code = code[:2] + "0000"  # "the districts of the city", which are the city
    if code not in names:
        return None
    region = _city_of(code)
    full_name = names[code] if code == region else names[region] + names[code]
    return Region(code, region, _short(names[region]), full_name)


@lru_cache(maxsize=4096)
def _region_of(text: str) -> Region | None:
    written = _written(text)
    if bare := _CODE.fullmatch(written):
        return region_at(bare[1])
    code, written = _code_before(written)
    named = _named(written)
    found = code if code and any(code in _above(one) or one in _above(code) for one in named) else None
    found = found or (_meant(named) if named else None)
    return region_at(found) if found else None


@lru_cache(maxsize=4096)
def _namesakes(text: str) -> tuple[Region, ...]:
    named = _named(_written(text))
    if not named or _region_of(text):
        return ()
    return tuple(found for code in sorted(named) if (found := region_at(code)))


def _written(text: str) -> str:
    return _LEFT_OUT.sub("", simplified(normalized(text, CHARACTERS_MAX)).strip())


def _code_before(written: str) -> tuple[str, str]:
    """A code before a name, and the name. It may be a postcode: only with a name of the same region it is a code."""
    found = _CODE_AND_NAME.match(written)
    return (found[1], written[found.end() :]) if found else ("", written)


def _named(written: str) -> frozenset[str]:
    """The codes that the text may mean; none where it names no region, or several."""
    found = _named_in_chinese(written)
    if found or not _LATIN.search(written):
        return found
    romanized = named_in(_NO_LATIN.sub(",", written))
    if not romanized:
        return frozenset()
    found = _all_together(romanized)
    chinese = _LATIN.sub(" ", written).strip()
    if not _CHINESE.search(chinese):
        return found
    codes = _named_in_chinese(chinese)
    return _together(found, codes) if found and codes else frozenset()


def _all_together(names: Sequence[Named]) -> frozenset[str]:
    """The codes of a place that all of these names describe."""
    loosely = [name.codes | name.loosely for name in names]
    firm = [codes for name, codes in zip(names, loosely, strict=True) if not name.is_district]
    return _all_of([name.codes for name in names]) or _all_of(loosely) or (_all_of(firm) if firm else frozenset())


def _all_of(named: Sequence[frozenset[str]]) -> frozenset[str]:
    return reduce(lambda found, codes: _together(found, codes) if found else found, named)


def _named_in_chinese(written: str) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    names, at = 0, 0
    while at < len(written):
        begin = _skipped(written, at)
        name, codes = _name_at(written, begin)
        both = _together(found, codes) if found and codes else codes
        if not both:
            several = begin > at and bool(codes)
            if several or (begin == at and _NO_REST.match(written, at)):
                return frozenset()
            break
        found, names, at = both, names + 1, begin + len(name)
    return UNSURE.get(written[:at], found) if names == 1 else found


def _skipped(written: str, at: int) -> int:
    separators = _SEPARATORS.match(written, at)
    return separators.end() if separators else at


def _name_at(written: str, at: int) -> tuple[str, frozenset[str]]:
    """The longest name that begins here, and its codes. A county's short name must end where a word ends."""
    table = _table()
    for end in range(min(len(written), at + table.longest), at + 1, -1):
        name = written[at:end]
        codes = table.codes.get(name, frozenset())
        ends = end == len(written) or _skipped(written, end) > end
        if not ends and not _FULL_NAME.search(name):
            codes = frozenset(code for code in codes if code.endswith("00"))
        if codes:
            return name, codes
    return _otherwise_named(written, at)


def _otherwise_named(written: str, at: int) -> tuple[str, frozenset[str]]:
    """A former kind of region, or a careless one: 萧山市 is a district today, 广西省 never was."""
    codes = _table().codes
    for end in range(at + 2, min(len(written), at + 6)):
        suffix = _OTHER_SUFFIX.match(written, end)
        alike = codes.get(written[at:end], frozenset()) if suffix else frozenset()
        if suffix and len(alike) == 1:
            return written[at : suffix.end()], alike
    return "", frozenset()


def _together(found: frozenset[str], codes: frozenset[str]) -> frozenset[str]:
    """The lower of each two that lie in one another; what was found, where the other is of several of its cities."""
    pairs = [(one, other) for one in found for other in codes if one in _above(other) or other in _above(one)]
    apart = [(one, other) for one, other in pairs if one != other]  # 吉林-吉林 is the city in the province
    both = frozenset(max(pair, key=_level) for pair in apart or pairs)
    if len(set(map(_city_of, both))) > 1 and len(found) == 1:
        return found
    if not both and len(cities := {_city_of(code) for code in found | codes}) == 1:
        return frozenset(cities)  # two districts of one city
    return both


def _meant(codes: Iterable[str]) -> str | None:
    """The highest of these codes, if it is one, or its city if all lie in one."""
    codes = frozenset(codes)
    if codes in UNSURE.values():
        return None
    highest = {code for code in codes if _level(code) == min(map(_level, codes))}
    if len(highest) == 1:
        return highest.pop()
    cities = set(map(_city_of, highest))
    return cities.pop() if len(cities) == 1 else None


def _level(code: str) -> int:
    """0 of a province, 1 of a city, 2 of what lies in a city."""
    return 0 if code.endswith("0000") else 1 if code == _city_of(code) else 2


def _city_of(code: str) -> str:
    if code[:2] in MUNICIPALITIES:
        return code[:2] + "0000"
    return code if code[2:4] == "90" else code[:4] + "00"  # 90: counties that lie in no city


def _above(code: str) -> tuple[str, str, str]:
    return code, _city_of(code), code[:2] + "0000"


def _short(name: str) -> str:
    return next((short for short in (_SUFFIX.sub("", name), name.removesuffix("自治区")) if len(short) > 1), name)


@cache
def _chinese_names() -> Mapping[str, str]:
    """The short names of provinces and cities by their codes."""
    return {code: _short(name) for code, name in _table().names.items() if code == _city_of(code) or not _level(code)}


@cache
def _table() -> _Table:
    present, former = _read()
    codes = {alias: {code} for alias, code in ALIASES.items()}
    today = {(_city_of(code), _short(name)): code for code, name in present.items()}
    for code, name in present.items():
        for called in {name, _short(name), _short(name) + "州" if name.endswith("自治州") else name}:
            codes.setdefault(called, set()).add(code)
    for code, name in former:
        for called in {name, _short(name)} - codes.keys():
            codes[called] = {today.get((_city_of(code), _short(name)), code)}
    names = dict(former) | present
    frozen = {name: frozenset(found) for name, found in codes.items()}
    return _Table(names, frozen, max(map(len, frozen)))


def _read() -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The names of today by their codes, and those of former days with the codes that they had."""
    present, former, province = dict(LATER), [], ""
    text = files("stdnum").joinpath("cn/loc.dat").read_text(encoding="utf-8")
    for line in filter(None, map(_LINE.match, text.splitlines())):
        province = line["province"] or province
        for name in (line["names"] or "").split(","):
            code, span = province + (line["rest"] or ""), _SPAN.fullmatch(name)
            name = span["name"] if span else name
            if not name or code in UNDATED or _NO_REGION.search(name):
                continue
            if not span or not span["to"]:
                present[code] = name
            elif int(span["to"]) >= FORMER_SINCE:
                former.append((code, name))
    present = {code: name for code, name in present.items() if _city_of(code) in present}
    # Until 2002 counties of 海南 stood in no city and had codes like 460001; these are given up.
    return present, [(code, name) for code, name in former if _city_of(code) in present and code[2:4] != "00"]
