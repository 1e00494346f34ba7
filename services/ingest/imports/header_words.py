"""Says which field the name of a column means, and how surely. It looks at no cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from services.ingest.imports.column_names import DOUBTFUL_NAMES, EXACT_NAMES, FAINT_NAMES, WEAK_NAMES
from services.ingest.imports.words import CHARACTERS_MAX, bare, plain

# A row's first problem is the first in this order.
FIELDS = (
    "enterprise",
    "title",
    "headcount",
    "region",
    "industry",
    "degree",
    "majors",
    "salary",
    "salary.min",
    "salary.max",
    "salary.period",
    "salary.currency",
    "employment_type",
    "description",
    "code",
)

EXACT, WEAK, FAINT, DOUBTFUL = range(4)
"""How surely a name means its field: each yields to a surer one, and a doubtful one counts where its cells agree."""

_LOW = frozenset(
    map(bare, ["最低", "下限", "起", "低", "从", "最小", "min", "minimum", "from", "low", "lowest", "lower"])
)
_HIGH = frozenset(
    map(bare, ["最高", "上限", "止", "高", "至", "到", "最大", "max", "maximum", "to", "high", "highest", "upper"])
)

_NAME = frozenset(("名称", "全称", "name"))
_ENDS = [word for word in _LOW | _HIGH if len(word) > (2 if word.isascii() else 1)]

_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_REMARKS = re.compile(r"^(必填|选填|\d{1,2}(?=\D))|(必填|选填|必填项|选填项)$")
_LATIN = re.compile("[a-z0-9]+")
_AROUND = re.compile(
    "(?:本次|拟|计划|招聘|招考|招录|需求|所需|要求|用工|岗位|职位|工作)?"
    "(?P<name>.+?)(?:要求|需求|情况|说明|条件|标准|限制|范围|水平)?"
)
_AROUND_OF = frozenset(("headcount", "region", "degree", "majors", "salary"))
_ALTERNATIVES = re.compile("[/、|或]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The field that a column's name means, and how surely."""

    field: str
    strength: int


_NAMES = ((DOUBTFUL, DOUBTFUL_NAMES), (FAINT, FAINT_NAMES), (WEAK, WEAK_NAMES), (EXACT, EXACT_NAMES))


def _meanings() -> Iterator[tuple[str, Meaning]]:
    for strength, listed in _NAMES:
        for field, words in listed.items():
            yield from ((bare(word), Meaning(field, strength)) for word in words.split())
    yield from ((bare(field), Meaning(field, EXACT)) for field in FIELDS)


_MEANINGS = dict(_meanings())


def example_of(field: str) -> str:
    """A usual name of a column of this field."""
    return EXACT_NAMES[field].split()[0]


def meaning_of(name: str) -> Meaning | None:
    """What a column's name means. A name of two lines may stand for two cells, a group and a column of it."""
    return _meaning(name[:CHARACTERS_MAX])


@lru_cache(maxsize=4096)
def _meaning(name: str) -> Meaning | None:
    group, line_break, column = name.partition("\n")
    if not line_break:
        return _meaning_of_words(name)
    return meaning_under(group, column) or _meaning_of_words(group)


def meaning_under(group: str, column: str) -> Meaning | None:
    """What a column's name means in a column of this group: `最低` under `薪资`, `名称` under `岗位`."""
    return (
        _meaning_of_words(f"{group}{column}")
        or (_meaning_of_words(group) if bare(column) in _NAME else None)
        or _end_of_pay(group, column, _without_brackets(column))
        or _meaning_of_words(column)
    )


def _end_of_pay(pay: str, *ends: str) -> Meaning | None:
    """`薪资` over `最低` is the lower end of the pay, and so are `薪资（最低）` and `最低薪资标准`."""
    words = {bare(end) for end in ends}
    field = "salary.min" if words & _LOW else "salary.max" if words & _HIGH else ""
    meaning = _meaning_of_words(pay) if field else None
    return Meaning(field, meaning.strength) if meaning and meaning.field in ("salary", field) else None


def _without_brackets(name: str) -> str:
    return _IN_BRACKETS.sub("", plain(name))


def _meaning_of_words(name: str) -> Meaning | None:
    """The name is read without what stands in brackets, which counts only where there is no other text."""
    outside = _without_brackets(name)
    inside = [found[1:-1] for found in _IN_BRACKETS.findall(plain(name))]
    if inside and (end := _end_of_pay(outside, *inside)):
        return end
    for words in (outside, plain(name)):
        text = _REMARKS.sub("", bare(words))
        found = _MEANINGS.get(text) or _in_two_languages(text) or _around_pay(text)
        if found:
            return found
    return _of_alternatives(outside) or _within(_REMARKS.sub("", bare(outside)))


def _within(text: str) -> Meaning | None:
    """`职位学历说明`: a word before and one behind a name, of fields for which they change nothing."""
    found = _AROUND.fullmatch(text)
    meaning = _MEANINGS.get(found["name"]) if found else None
    return Meaning(meaning.field, max(meaning.strength, WEAK)) if meaning and meaning.field in _AROUND_OF else None


def _around_pay(text: str) -> Meaning | None:
    """`薪酬范围下限`, `minimum salary range`: the word for an end stands before or behind a name of pay."""
    for end in _ENDS:
        rest = text[len(end) :] if text.startswith(end) else text[: -len(end)] if text.endswith(end) else ""
        meaning = _MEANINGS.get(rest)
        if meaning and meaning.field == "salary":
            return Meaning("salary.min" if end in _LOW else "salary.max", meaning.strength)
    return None


def _of_alternatives(name: str) -> Meaning | None:
    """`单位/企业名称`: each of the names means the same field."""
    parts = [part for part in _ALTERNATIVES.split(name) if part.strip()]
    found = [_MEANINGS.get(bare(part)) for part in parts]
    meanings = [meaning for meaning in found if meaning is not None]
    if not meanings or len(meanings) < len(parts) or len({meaning.field for meaning in meanings}) > 1:
        return None
    return min(meanings, key=lambda meaning: meaning.strength)


def _in_two_languages(text: str) -> Meaning | None:
    """`岗位名称 Job Title`: both halves must mean the same, since 公司ID is no company."""
    latin = "".join(_LATIN.findall(text))
    if not latin or latin == text:
        return None
    chinese, english = _MEANINGS.get(_LATIN.sub("", text)), _MEANINGS.get(latin)
    if chinese is None or english is None or chinese.field != english.field:
        return None
    return min(chinese, english, key=lambda meaning: meaning.strength)
