"""Regions in searches, filters and tables: the names and codes of GB/T 2260 that mean one region are one.

A region contains what lies in it: 浙江省 finds what is in 杭州, 杭州 what is in its districts. Tables are by city.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from plumbing.regions import region_at, region_of
from plumbing.romanized import romanized
from plumbing.simplified import traditional
from services.fair.kernel.search import of_filter

TEXTS_MAX = 5_000
"""Texts of a table for which a region is looked up."""
BETWEEN = ("", " ", "-", "/", "·")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A region as a filter has it. `code`: of the region that is named, None if the text names none; `prefix`: of the
    codes within it; `term`: of the rows within it.
    """

    text: str
    code: str | None
    prefix: str | None
    term: str


def wanted(text: str | None) -> Wanted | None:
    """What a filter asks for; None if it is not given."""
    if not text:
        return None
    code = code_of(text)
    if code is None:
        return Wanted(text, None, None, of_filter("region", text))
    return Wanted(text, code, _prefix(code), of_filter("region", code))


def code_of(text: str | None) -> str | None:
    """The code of the region that a text names."""
    found = region_of(text) if text else None
    return found.code if found else None


def names_of(text: str | None) -> str:
    """The full name of the region, after that of its province; empty if the text names no region."""
    found = region_of(text) if text else None
    if found is None:
        return ""
    province = region_at(found.code[:2] + "0000")
    return (
        found.full_name if province is None or province.code == found.region else province.full_name + found.full_name
    )


def terms_of(text: str | None) -> list[str]:
    """The terms of a row in this region: of the region and of all in which it lies; without a code, of the text."""
    if not text:
        return []
    found = region_of(text)
    codes = [text] if found is None else [found.code, found.region, found.code[:2] + "0000"]
    return [of_filter("region", code) for code in dict.fromkeys(codes)]


def shown(text: str | None) -> str | None:
    """The name under which a table has this region: the same for all texts that name one city, or a province alone."""
    found = region_of(text) if text else None
    if found is None:
        return text
    alike = region_of(found.name)
    if alike is not None and alike.region == found.region:
        return found.name
    city = region_at(found.region)
    return city.full_name if city else text


def shown_each(texts: Iterable[str | None]) -> dict[str, str]:
    """The name for each text; only of the first texts, so the most frequent stand first."""
    return {text: shown(text) or text for text in islice(filter(None, texts), TEXTS_MAX)}


def spellings(text: str | None) -> list[str] | None:
    """The usual spellings of the region that a text names, itself among them; None without a text.

    For rows that have a text and no terms: what lies in the region is not among them.
    """
    found = region_of(text) if text else None
    if text is None or found is None:
        return [text] if text else None
    city, province = region_at(found.region), region_at(found.code[:2] + "0000")
    names = {found.full_name, *({found.name} if found.code == found.region else ())}
    if city and found.code != found.region:
        names |= {found.name + found.full_name.removeprefix(city.full_name)}
    above = {province.name, province.full_name} if province and province.code != found.code else set[str]()
    joined = {higher + between + name for higher in above for name in names for between in BETWEEN}
    chinese = {form for name in (*names, *joined) for form in (name, *traditional(name))}
    return sorted({text, found.code, *chinese, *_in_latin(found.code)})


def _in_latin(code: str) -> set[str]:
    """The usual spellings of a province or city in Latin letters, except those that other regions share."""
    above = romanized(code[:2] + "0000") if not code.endswith("0000") else ()
    names = [*romanized(code), *(f"{name}, {province}" for name in romanized(code) for province in above)]
    written = {one for name in names for one in (name, f"{name}, China", f"{name} City", f"{name} Province")}
    return {form for one in written if code_of(one) == code for form in (one, one.lower())}


def _prefix(code: str) -> str:
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
