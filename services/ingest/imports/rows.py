"""Turns one row of text into one job, or into the first problem of the row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.ingest.imports import pay, words
from services.ingest.imports.headers import FIELDS, Column
from services.ingest.imports.reading import INVISIBLE, Row
from services.ingest.imports.words import Unfit, shown

HEADCOUNT_MAX = 100_000
MAJORS_MAX = 50
TEXT_CHARS_MAX = 200
DESCRIPTION_CHARS_MAX = 20_000
WHOLE_ROW = "row"  # the field of a problem that belongs to no single column

_HEADCOUNT = re.compile(r"(\d{1,9}|\d{1,3}(?:,\d{3})+)(?:\.0*)?(?:人|名|位|个)?")
_MAJORS_SPLIT = re.compile(r"[、,，;；/\n]+")
_NO_MAJOR = frozenset(map(words.bare, ("不限", "专业不限", "不限专业", "无", "无要求", "any", "none", "n/a")))


@dataclass(frozen=True, slots=True)
class ImportedJob:
    """A good row. `job` holds the fields of a job that the row has, as the contract names them."""

    row: int
    enterprise: str | None
    job: dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A bad row with its first problem, in the order of the fields."""

    row: int
    field: str
    reason: str


def read_row(row: Row, width: int, columns: Mapping[str, Column]) -> ImportedJob | RowProblem:
    """Read a row of a file whose header has `width` cells; missing cells are empty, and so are surplus blank ones."""
    if row.fault:
        return RowProblem(row.number, WHOLE_ROW, row.fault)
    if any(row.cells[width:]):
        reason = (
            f"the row has {len(row.cells)} cells and the header {width}; is a text with a separator in it not quoted?"
        )
        return RowProblem(row.number, WHOLE_ROW, reason)
    cells = row.cells + [""] * (width - len(row.cells))
    texts = {field: column.read(cells) for field, column in columns.items()}
    job: dict[str, Any] = {}
    field = ""
    try:
        for field in FIELDS:
            if field == "salary":
                job[field] = _salary(texts, columns)
            elif field in texts and field in _READERS:
                job[field] = _READERS[field](texts[field])
    except Unfit as unfit:
        return RowProblem(row.number, unfit.field or field, str(unfit))
    present = {name: value for name, value in job.items() if value}
    return ImportedJob(row.number, present.pop("enterprise", None), present)


def _text(chars_max: int = TEXT_CHARS_MAX, *, required: bool = False) -> Callable[[str], str]:
    def read(text: str) -> str:
        if required and not text:
            raise Unfit("it is empty")
        if len(text) > chars_max:
            raise Unfit(f"it has {len(text):,} characters, more than {chars_max:,}")
        return text

    return read


def _word(read: Callable[[str], str]) -> Callable[[str], str]:
    # The length is checked first: the readers of words cache their input, which must not be long.
    return lambda text: read(_text()(text)) if text else ""


def _headcount(text: str) -> int:
    found = _HEADCOUNT.fullmatch(words.plain(text).replace(" ", ""))
    if not found:
        what = "it is empty" if not text else f"{shown(text)} is no whole number"
        raise Unfit(f"{what}; give one number from 1 to {HEADCOUNT_MAX:,}")
    number = int(found[1].replace(",", ""))
    if not 1 <= number <= HEADCOUNT_MAX:
        raise Unfit(f"{number} is not from 1 to {HEADCOUNT_MAX:,}")
    return number


def _majors(text: str) -> list[str]:
    parts = (part.strip(INVISIBLE) for part in _MAJORS_SPLIT.split(text))
    majors = list(dict.fromkeys(part for part in parts if part and words.bare(_text()(part)) not in _NO_MAJOR))
    if len(majors) > MAJORS_MAX:
        raise Unfit(f"it names {len(majors)} majors, more than {MAJORS_MAX}")
    return majors


def _salary(texts: Mapping[str, str], columns: Mapping[str, Column]) -> pay.Salary | None:
    """The pay of a row: of `salary.min` and `salary.max` where one is filled, else of the text in `salary`."""
    each = _part("salary.period", texts, words.period)
    currency = _part("salary.currency", texts, pay.read_currency)
    low, high = (_part(field, texts, _amount) for field in ("salary.min", "salary.max"))
    if not low and not high:
        header = columns["salary"].header if "salary" in columns else ""
        return pay.read_pay(_part("salary", texts, str), header, each, currency)
    header = columns["salary.min" if low else "salary.max"].header
    text = f"{low}-{high}" if low and high else low or f"最高{high}"
    return pay.read_pay(text, header, each, currency)


def _part(field: str, texts: Mapping[str, str], read: Callable[[str], str]) -> str:
    text = texts.get(field, "")
    try:
        return _word(read)(text)
    except Unfit as unfit:
        raise Unfit(str(unfit), field) from unfit


def _amount(text: str) -> str:
    if pay.is_amount(text):
        return text
    raise Unfit(f"{shown(text)} is no amount; give a number")


_READERS: dict[str, Callable[[str], Any]] = {
    "enterprise": _text(required=True),
    "title": _text(required=True),
    "headcount": _headcount,
    "region": _text(),
    "industry": _text(),
    "degree": _word(words.degree),
    "majors": _majors,
    "employment_type": _word(words.employment_type),
    "description": _text(DESCRIPTION_CHARS_MAX),
    "code": _text(),
}
