"""Regions of China as they are written in Latin letters: in pinyin, and where it differs in English.

Official spellings tell 陕西 (Shaanxi) and 山西 (Shanxi) apart. Other names are spelt alike (苏州 and 宿州 are
Suzhou): such a name has the codes of all of them. What a whole text means is said in `regions.py`.

Cities, districts and counties below them stand in `romanized_counties.txt`: a code, the pinyin of its short name, and
whether it is a county, of which a name means the city or district that is spelt alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

WORDS_MAX = 4
"""Syllables of a name that are written apart: Xi Shuang Ban Na."""
ALIASES = {"taipei": "710000", "kaohsiung": "710000", "taichung": "710000", "tainan": "710000", "xiongan": "130000"}
"""Places that have no code, by the region that they lie in."""
LOOSELY = {"shanxi": frozenset(("610000",))}
"""What a name means beside a place of that region alone: in Xi'an, Shanxi it is 陕西 without its second a."""

_PROVINCES = """
11 Beijing/Peking: 0105 Chaoyang
12 Tianjin
13 Hebei: 01 Shijiazhuang, 02 Tangshan, 03 Qinhuangdao, 04 Handan, 05 Xingtai, 06 Baoding, 07 Zhangjiakou, 08 Chengde,
  09 Cangzhou, 10 Langfang, 11 Hengshui
14 Shanxi: 01 Taiyuan, 02 Datong, 03 Yangquan, 04 Changzhi, 05 Jincheng, 06 Shuozhou, 07 Jinzhong, 08 Yuncheng,
  09 Xinzhou, 10 Linfen, 11 Lüliang/Lvliang
15 Inner Mongolia/Neimenggu/Nei Mongol: 01 Hohhot/Huhehaote, 02 Baotou, 03 Wuhai, 04 Chifeng, 05 Tongliao,
  06 Ordos/Eerduosi, 07 Hulunbuir/Hulunbeier, 08 Bayannur/Bayannaoer, 09 Ulanqab/Wulanchabu, 22 Hinggan/Xing'an,
  25 Xilingol/Xilinguole, 29 Alxa/Alashan
21 Liaoning: 01 Shenyang, 02 Dalian, 03 Anshan, 04 Fushun, 05 Benxi, 06 Dandong, 07 Jinzhou, 08 Yingkou, 09 Fuxin,
  10 Liaoyang, 11 Panjin, 12 Tieling, 13 Chaoyang, 14 Huludao
22 Jilin: 01 Changchun, 02 Jilin, 03 Siping, 04 Liaoyuan, 05 Tonghua, 06 Baishan, 07 Songyuan, 08 Baicheng, 24 Yanbian
23 Heilongjiang: 01 Harbin/Haerbin, 02 Qiqihar/Qiqihaer, 03 Jixi, 04 Hegang, 05 Shuangyashan, 06 Daqing, 07 Yichun,
  08 Jiamusi, 09 Qitaihe, 10 Mudanjiang, 11 Heihe, 12 Suihua, 27 Daxing'anling/Daxinganling
31 Shanghai
32 Jiangsu: 01 Nanjing/Nanking, 02 Wuxi, 03 Xuzhou, 04 Changzhou, 05 Suzhou, 06 Nantong, 07 Lianyungang, 08 Huai'an,
  09 Yancheng, 10 Yangzhou, 11 Zhenjiang, 12 Taizhou, 13 Suqian
33 Zhejiang: 01 Hangzhou, 02 Ningbo, 03 Wenzhou, 04 Jiaxing, 05 Huzhou, 06 Shaoxing, 07 Jinhua, 08 Quzhou,
  09 Zhoushan, 10 Taizhou, 11 Lishui
34 Anhui: 01 Hefei, 02 Wuhu, 03 Bengbu, 04 Huainan, 05 Ma'anshan, 06 Huaibei, 07 Tongling, 08 Anqing, 10 Huangshan,
  11 Chuzhou, 12 Fuyang, 13 Suzhou, 15 Lu'an, 16 Bozhou, 17 Chizhou, 18 Xuancheng
35 Fujian: 01 Fuzhou, 02 Xiamen/Amoy, 03 Putian, 04 Sanming, 05 Quanzhou, 06 Zhangzhou, 07 Nanping, 08 Longyan,
  09 Ningde
36 Jiangxi: 01 Nanchang, 02 Jingdezhen, 03 Pingxiang, 04 Jiujiang, 05 Xinyu, 06 Yingtan, 07 Ganzhou, 08 Ji'an,
  09 Yichun, 10 Fuzhou, 11 Shangrao
37 Shandong: 01 Jinan, 02 Qingdao/Tsingtao, 03 Zibo, 04 Zaozhuang, 05 Dongying, 06 Yantai, 07 Weifang, 08 Jining,
  09 Tai'an, 10 Weihai, 11 Rizhao, 13 Linyi, 14 Dezhou, 15 Liaocheng, 16 Binzhou, 17 Heze
41 Henan: 01 Zhengzhou, 02 Kaifeng, 03 Luoyang, 04 Pingdingshan, 05 Anyang, 06 Hebi, 07 Xinxiang, 08 Jiaozuo,
  09 Puyang, 10 Xuchang, 11 Luohe, 12 Sanmenxia, 13 Nanyang, 14 Shangqiu, 15 Xinyang, 16 Zhoukou, 17 Zhumadian,
  9001 Jiyuan
42 Hubei: 01 Wuhan, 02 Huangshi, 03 Shiyan, 05 Yichang, 06 Xiangyang, 07 Ezhou, 08 Jingmen, 09 Xiaogan, 10 Jingzhou,
  11 Huanggang, 12 Xianning, 13 Suizhou, 28 Enshi, 9004 Xiantao, 9005 Qianjiang, 9006 Tianmen, 9021 Shennongjia
43 Hunan: 01 Changsha, 02 Zhuzhou, 03 Xiangtan, 04 Hengyang, 05 Shaoyang, 06 Yueyang, 07 Changde, 08 Zhangjiajie,
  09 Yiyang, 10 Chenzhou, 11 Yongzhou, 12 Huaihua, 13 Loudi, 31 Xiangxi
44 Guangdong: 01 Guangzhou, 02 Shaoguan, 03 Shenzhen, 04 Zhuhai, 05 Shantou, 06 Foshan, 07 Jiangmen, 08 Zhanjiang,
  09 Maoming, 12 Zhaoqing, 13 Huizhou, 14 Meizhou, 15 Shanwei, 16 Heyuan, 17 Yangjiang, 18 Qingyuan, 19 Dongguan,
  20 Zhongshan, 51 Chaozhou, 52 Jieyang, 53 Yunfu
45 Guangxi: 01 Nanning, 02 Liuzhou, 03 Guilin, 04 Wuzhou, 05 Beihai, 06 Fangchenggang, 07 Qinzhou, 08 Guigang, 09 Yulin,
  10 Baise/Bose, 11 Hezhou, 12 Hechi, 13 Laibin, 14 Chongzuo
46 Hainan: 01 Haikou, 02 Sanya, 03 Sansha, 04 Danzhou, 9001 Wuzhishan, 9002 Qionghai, 9005 Wenchang, 9006 Wanning,
  9007 Dongfang, 9023 Chengmai, 9028 Lingshui
50 Chongqing/Chungking
51 Sichuan: 01 Chengdu, 03 Zigong, 04 Panzhihua, 05 Luzhou, 06 Deyang, 07 Mianyang, 08 Guangyuan, 09 Suining,
  10 Neijiang, 11 Leshan, 13 Nanchong, 14 Meishan, 15 Yibin, 16 Guang'an, 17 Dazhou, 18 Ya'an, 19 Bazhong, 20 Ziyang,
  32 Aba/Ngawa, 33 Ganzi/Garzê, 34 Liangshan
52 Guizhou: 01 Guiyang, 02 Liupanshui, 03 Zunyi, 04 Anshun, 05 Bijie, 06 Tongren, 23 Qianxinan, 26 Qiandongnan,
  27 Qiannan
53 Yunnan: 01 Kunming, 03 Qujing, 04 Yuxi, 05 Baoshan, 06 Zhaotong, 07 Lijiang, 08 Pu'er, 09 Lincang, 23 Chuxiong,
  25 Honghe, 26 Wenshan, 28 Xishuangbanna, 29 Dali, 31 Dehong, 33 Nujiang, 34 Diqing/Dêqên
54 Tibet/Xizang: 01 Lhasa/Lasa, 02 Shigatse/Xigazê/Rikaze, 03 Qamdo/Chamdo/Changdu, 04 Nyingchi/Linzhi,
  05 Shannan/Lhoka, 06 Nagqu/Naqu, 25 Ngari
61 Shaanxi: 01 Xi'an, 02 Tongchuan, 03 Baoji, 04 Xianyang, 05 Weinan, 06 Yan'an, 07 Hanzhong, 08 Yulin, 09 Ankang,
  10 Shangluo
62 Gansu: 01 Lanzhou, 02 Jiayuguan, 03 Jinchang, 04 Baiyin, 05 Tianshui, 06 Wuwei, 07 Zhangye, 08 Pingliang, 09 Jiuquan,
  10 Qingyang, 11 Dingxi, 12 Longnan, 29 Linxia, 30 Gannan
63 Qinghai: 01 Xining, 02 Haidong, 22 Haibei, 23 Huangnan, 25 Hainan, 26 Golog/Guoluo, 27 Yushu, 28 Haixi
64 Ningxia: 01 Yinchuan, 02 Shizuishan, 03 Wuzhong, 04 Guyuan, 05 Zhongwei
65 Xinjiang: 01 Ürümqi/Wulumuqi, 02 Karamay/Kelamayi, 04 Turpan/Tulufan, 05 Hami/Kumul, 23 Changji, 27 Bortala/Boertala,
  28 Bayingolin/Bayinguoleng, 29 Aksu/Akesu, 30 Kizilsu/Kezilesu, 31 Kashgar/Kashi, 32 Hotan/Hetian, 40 Ili/Yili,
  42 Tacheng, 43 Altay/Aletai, 9001 Shihezi
71 Taiwan
81 Hong Kong/Hongkong/Xianggang
82 Macau/Macao/Aomen
"""
_COUNTRY = re.compile(
    r"\b(?:the )?people'?s republic of china\b|\bp\.? ?r\.? ?(?:of )?china\b|\b(?:mainland china|china|prc|chn|cn)\b"
)
_WORD = re.compile(r"[a-z]+")
_JOINT = re.compile("[ '’`´·-]")
_BREAK = re.compile(r"[^a-z '’·-]")
_APOSTROPHES = re.compile("['’`´]")
_CITY = frozenset(("city", "shi", "municipality"))
_PROVINCE = frozenset(("province", "sheng"))
_KINDS = frozenset(
    (
        *(*_CITY, *_PROVINCE, "autonomous", "special", "administrative", "economic", "zone", "region", "sar", "area"),
        *("prefecture", "metropolitan", "zhuang", "hui", "uygur", "uyghur", "mongol", "mongolian", "korean", "tibetan"),
        *("qiang", "yi", "dai", "bai", "miao", "dong", "tujia"),
    )
)
"""Words after a name that say what kind of region it is."""
_DISTRICT = frozenset(("district", "county", "town", "subdistrict", "qu", "xian"))
_WITHIN = _DISTRICT | {"area", "zone"}
"""Words after the name of a part of a city, which is not looked up."""
_BESIDE = frozenset(("remote", "hybrid", "onsite"))


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a text: the regions that it means, and those that it means beside a place of theirs alone.

    What is called a district may be one that has no code: it says less than a name beside it.
    """

    codes: frozenset[str]
    loosely: frozenset[str]
    is_district: bool = False


def romanized(code: str) -> tuple[str, ...]:
    """The names of a province or a city in Latin letters, the usual one first; none of what has none here."""
    return _names_by_code().get(code, ())


def named_in(text: str) -> list[Named] | None:
    """The regions that a text in Latin letters names; None if it has any word that is neither a name nor of one."""
    found: list[Named] = []
    for part in _parts(text):
        at = 0
        while at < len(part):
            name, words = _place_at(part, at)
            kinds = _kinds_at(part, at + words)
            if name is not None and (after := _district_at(part, at + words)):
                found += _district(name) or ([name] if after > 1 else [])  # Xiong'an New Area is no district
                at += words + after
            elif name is not None:
                found.append(_of_kind(name, kinds))
                at += words + len(kinds)
            elif part[at] in _BESIDE:
                at += 1
            elif (end := _end_of_district(part, at)) is not None:
                at = end
            else:
                return None
    return found


def replaced(text: str, names: Mapping[str, str]) -> str:
    """A folded text with names of regions in Latin letters replaced by those of their codes; others stay."""
    words = list(_WORD.finditer(text))
    parts: list[str] = []
    at, end = 0, 0
    while at < len(words):
        name, number = _name_at(_joined(text, words[at : at + WORDS_MAX]), 0)
        known = names.get((name and _highest(name.codes)) or "")
        if known:
            parts += [text[end : words[at].start()], " ", known, " "]
            end = words[at + number - 1].end()
        at += number if known else 1
    return "".join([*parts, text[end:]])


def _joined(text: str, words: list[re.Match[str]]) -> list[str]:
    """The first of these words between which is nothing but a space, a hyphen or an apostrophe."""
    found = [words[0][0]]
    for before, word in pairwise(words):
        if not _JOINT.fullmatch(text, before.end(), word.start()):
            break
        found.append(word[0])
    return found


def _highest(codes: frozenset[str]) -> str | None:
    """The province of this name, or the only city."""
    provinces = [code for code in codes if code.endswith("0000")]
    return (provinces or [*codes])[0] if len(provinces or codes) == 1 else None


def _parts(text: str) -> Iterator[list[str]]:
    """The words of each part between commas and the like."""
    plain = _APOSTROPHES.sub("'", _plain(text))
    for part in _BREAK.split(_COUNTRY.sub(",", plain)):
        if words := _WORD.findall(part.replace("'", "")):
            yield words


def _plain(text: str) -> str:
    """A normalized text in lower case, without accents."""
    return "".join(_base(letter) for letter in text.casefold() if not unicodedata.combining(letter))


def _base(letter: str) -> str:
    parts = unicodedata.decomposition(letter).split()
    return _base(chr(int(parts[0], 16))) if parts and not parts[0].startswith("<") else letter


def _name_at(words: list[str], at: int) -> tuple[Named | None, int]:
    """The longest name that begins at this word, and of how many words it is."""
    names = _codes_by_name()
    for number in range(min(WORDS_MAX, len(words) - at), 0, -1):
        name = "".join(words[at : at + number])
        if codes := names.get(name) or names.get(name.removesuffix("shi")) or names.get(name.removesuffix("sheng")):
            return Named(codes, LOOSELY.get(name, frozenset())), number
    return None, 0


def _place_at(words: list[str], at: int) -> tuple[Named | None, int]:
    """The same with cities and districts below: a name that a city has too means those only beside their city."""
    city, of_city = _name_at(words, at)
    for number in range(min(WORDS_MAX, len(words) - at), max(of_city, 1) - 1, -1):
        name = "".join(words[at : at + number])
        lower = _lower().get(name) or _lower().get(name.removesuffix("shi"))
        if lower and city is not None and number == of_city:
            return Named(city.codes, city.loosely | lower.codes | lower.loosely), number
        if lower and number > of_city:
            return lower, number
    return city, of_city


def _district_at(words: list[str], at: int) -> int:
    """How many words from here say that the name before them is that of a part of a city."""
    if words[at : at + 1] == ["new"] and {*words[at + 1 : at + 2]} & _WITHIN:
        return 2
    return 1 if {*words[at : at + 1]} & _DISTRICT else 0


def _kinds_at(words: list[str], at: int) -> list[str]:
    end = at
    while end < len(words) and words[end] in _KINDS:
        end += 1
    return words[at:end]


def _of_kind(name: Named, kinds: list[str]) -> Named:
    """Jilin City is not the province of this name."""
    if _CITY & {*kinds}:
        codes = frozenset(code for code in name.codes if code.endswith("00") and not code.endswith("0000"))
    elif _PROVINCE & {*kinds}:
        codes = frozenset(code for code in name.codes if code.endswith("0000"))
    else:
        return name
    return Named(codes or name.codes, name.loosely)


def _district(name: Named) -> list[Named]:
    """Chaoyang District alone is in Beijing; Zhongshan District is one of Dalian, and not the city of this name."""
    alone, beside = (frozenset(code for code in of if not code.endswith("00")) for of in (name.codes, name.loosely))
    return [Named(alone or beside, beside, is_district=True)] if alone or beside else []


def _end_of_district(words: list[str], at: int) -> int | None:
    """Where the name of a part of a city ends that begins here: Xihu District, Pudong New Area."""
    for end in range(at + 1, min(len(words), at + 4)):
        if words[end] in _WITHIN:
            return end + 1
    return None


@cache
def _names_by_code() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _PROVINCES.strip().replace("\n  ", " ").splitlines():
        province, _, rest = line.partition(" ")
        name, _, cities = rest.partition(": ")
        found[f"{province}0000"] = tuple(name.split("/"))
        for city in filter(None, cities.split(", ")):
            number, _, name = city.partition(" ")
            found[f"{province}{number:0<4}"] = tuple(name.split("/"))
    return found


@cache
def _lower() -> Mapping[str, Named]:
    """What is below a city, by its name; of Lüshun also for Lvshun."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for line in files("plumbing").joinpath("romanized_counties.txt").read_text("utf-8").splitlines():
        code, name, *county = line.split(" ")
        for written in {_plain(name), name.replace("ü", "v")}:
            found.setdefault(written, (set(), set()))[bool(county)].add(code)
    return {name: Named(frozenset(of[0] or of[1]), frozenset(of[1])) for name, of in found.items()}


@cache
def _codes_by_name() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code, names in _names_by_code().items():
        for name in names:
            found.setdefault("".join(_WORD.findall(_plain(name))), set()).add(code)
    for name, code in ALIASES.items():
        found.setdefault(name, set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}
