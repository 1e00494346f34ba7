"""Turns one row of text into one job with warnings, or into the first problem of what it must have."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plumbing.visible import is_visible
from schemas.import_reasons import Reason
from services.ingest.imports import pay, words
from services.ingest.imports.currencies import read_currency
from services.ingest.imports.headcounts import headcount
from services.ingest.imports.headers import FIELDS, REQUIRED, Column
from services.ingest.imports.lines import in_one_line
from services.ingest.imports.listed import unlisted
from services.ingest.imports.read_spreadsheet import INVISIBLE
from services.ingest.imports.reading import Row
from services.ingest.imports.regions import region
from services.ingest.imports.words import Unfit, shown

MAJORS_MAX = 50
TEXT_CHARS_MAX = 200
DESCRIPTION_CHARS_MAX = 20_000
WHOLE_ROW = "row"  # the field of a problem that belongs to no single column
USUAL_PERIOD = "salary.usual"  # a column that the import adds: the period of most cells of pay
USUAL_CURRENCY = "salary.usual_currency"  # another one: what to assume where pay of a table names no currency
PAY = ("salary", "salary.min", "salary.max")

ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!")
"""What a spreadsheet shows and saves of a formula that failed."""
_BLANKS = frozenset(("nan", "NaN", "None", "null", "NULL", "undefined", *ERRORS))
"""As programs write an empty cell."""
_DASHES = frozenset(("-", "--", "—", "——", "/", "N/A", "n/a", "无"))
"""As people write one."""
_RATING = re.compile(r"\n[0-5]\.\d\Z")  # boards write the rating of an enterprise below its name
_MAJORS_SPLIT = re.compile(r"[、,，;；/\n]+")
_NO_MAJOR = frozenset(map(words.bare, ("不限", "专业不限", "不限专业", "无", "无要求", "any", "none", "n/a")))


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A bad row with its first problem, in the order of the fields; or a warning: what of a good row was left out."""

    row: int
    field: str
    reason: str
    sheet: str = ""
    cells: tuple[str, ...] = dataclasses.field(default=(), compare=False, repr=False)
    """The row as it is, to be mended."""


@dataclass(frozen=True, slots=True)
class ImportedJob:
    """A good row. `job` holds the fields of a job that the row has, as the contract names them."""

    row: int
    enterprise: str | None
    job: dict[str, Any]
    warnings: tuple[RowProblem, ...] = ()
    sheet: str = ""
    cells: Sequence[str] = dataclasses.field(default=(), compare=False, repr=False)


def read_row(row: Row, width: int, columns: Mapping[str, Column]) -> ImportedJob | RowProblem:
    """Read a row of a file whose header has `width` cells; missing cells are empty, and so are surplus blank ones.

    Only what a job must have rejects the row. What is optional and cannot be read is left out, with a warning.
    """
    if row.fault:
        return RowProblem(row.number, WHOLE_ROW, row.fault)
    if any(row.cells[width:]):
        return RowProblem(row.number, WHOLE_ROW, Reason("surplus_cells", cells=len(row.cells), width=width))
    cells = row.cells + [""] * (width - len(row.cells))
    texts = {field: column.read(cells) for field, column in columns.items()}
    job: dict[str, Any] = {}
    warnings: list[RowProblem] = []
    for field in FIELDS:
        try:
            _read(field, texts, columns, job)
        except Unfit as unfit:
            problem = RowProblem(row.number, unfit.field or field, unfit.reason)
            if field in REQUIRED and unfit.kept is None:
                return problem
            warnings.append(problem)
            job[field] = unfit.kept
    present = {name: value for name, value in job.items() if value}
    return ImportedJob(row.number, present.pop("enterprise", None), present, tuple(warnings), cells=row.cells)


def _read(field: str, texts: dict[str, str], columns: Mapping[str, Column], job: dict[str, Any]) -> None:
    """Read one field from its cell into the job. Raises Unfit."""
    text = texts.get(field)
    if text and text[0] == "[" and (inside := unlisted(text)) is not None:
        text = texts[field] = inside
        if not inside and field not in REQUIRED:
            raise Unfit(Reason("empty_list"))
    if field == "salary":
        job[field] = _salary(texts, columns)
    elif text is not None and field in _READERS:
        job[field] = _READERS[field](text)


def _line(text: str) -> str:
    """A text in one line. An optional one that is too long is left out: its beginning would mean something else."""
    line = in_one_line(text)
    if len(line) > TEXT_CHARS_MAX:
        raise Unfit(Reason("text_too_long", characters=len(line), most=TEXT_CHARS_MAX))
    if line and not is_visible(line):
        raise Unfit(Reason("nothing_to_see"))
    return line


def _name(text: str) -> str:
    """A text that the job must have."""
    line = _line(text)
    if not line or line in _BLANKS:
        raise Unfit(Reason("empty"))
    return line


def _text(text: str) -> str:
    """A text that the job may have."""
    line = _line(text)
    return "" if line in _BLANKS or line in _DASHES else line


def _description(text: str) -> str:
    """Its beginning, where it is too long."""
    if len(text) > DESCRIPTION_CHARS_MAX:
        reason = Reason("description_cut", characters=len(text), most=DESCRIPTION_CHARS_MAX)
        raise Unfit(reason, kept=text[:DESCRIPTION_CHARS_MAX])
    return text


def _word(read: Callable[[str], str]) -> Callable[[str], str]:
    # The length is checked first: the readers of words cache their input, which must not be long.
    return lambda text: read(_line(text)) if text else ""


def _majors(text: str) -> list[str]:
    parts = (part.strip(INVISIBLE) for part in _MAJORS_SPLIT.split(text))
    majors = [part for part in dict.fromkeys(parts) if part and words.bare(part) not in _NO_MAJOR]
    short = [major for major in majors if len(major) <= TEXT_CHARS_MAX and is_visible(major)][:MAJORS_MAX]
    if len(majors) > MAJORS_MAX:
        raise Unfit(Reason("too_many_majors", majors=len(majors), most=MAJORS_MAX), kept=short)
    if len(short) < len(majors):
        raise Unfit(Reason("major_left_out", most=TEXT_CHARS_MAX), kept=short)
    return short


def _salary(texts: Mapping[str, str], columns: Mapping[str, Column]) -> pay.Salary | None:
    """The pay of a row: of `salary.min` and `salary.max` where one is filled, else of the text in `salary`.

    It is left out as a whole where a part cannot be read: an amount of an unknown period or currency says nothing.
    """
    if not any(map(texts.get, PAY)):
        return None
    low, high = (_part(field, texts, _amount) for field in PAY[1:])
    text = f"{low}-{high}" if low and high else low or (f"最高{high}" if high else _part("salary", texts, str))
    try:
        each = _part("salary.period", texts, words.period)
        currency = _part("salary.currency", texts, read_currency)
    except Unfit:
        if pay.is_open(text):
            return None
        raise
    field = "salary.min" if low else "salary.max" if high else "salary"
    header = columns[field].header if field in columns else ""
    assumed = "" if currency else texts.get(USUAL_CURRENCY, "")
    salary = pay.read_pay(text, header, each, currency, texts.get(USUAL_PERIOD, ""), assumed)
    if salary and assumed and not pay.names_currency(text, header):
        raise Unfit(Reason("currency_assumed", currency=assumed), "salary.currency", kept=salary)
    return salary


def _part(field: str, texts: Mapping[str, str], read: Callable[[str], str]) -> str:
    text = texts.get(field, "")
    try:
        return _word(read)(unlisted(text) or "" if text.startswith("[") else text)
    except Unfit as unfit:
        raise Unfit(unfit.reason, field) from unfit


def _amount(text: str) -> str:
    if pay.is_amount(text):
        return text
    if pay.is_open(text):
        return ""
    raise Unfit(Reason("no_amount", text=shown(text)))


_READERS: dict[str, Callable[[str], Any]] = {
    "enterprise": lambda text: _name(_RATING.sub("", text)),
    "title": _name,
    "headcount": lambda text: headcount(_line(text)),
    "region": lambda text: region(_text(text)),
    "industry": _text,
    "degree": _word(words.degree),
    "majors": _majors,
    "employment_type": _word(words.employment_type),
    "description": _description,
    "code": _text,
}
