"""Recognizes rows below the header that are no jobs: totals, a repeated header, notes. It reads no field's value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from schemas.import_reasons import Reason
from services.ingest.imports.column_map import one_line
from services.ingest.imports.header_words import meaning_of
from services.ingest.imports.headers import Column
from services.ingest.imports.words import bare

CELL_CHARS_READ = 60

_TOTAL_IN_CHINESE = re.compile(
    r"(?:本页|本单位|全部|岗位)?(?:[合总總小共累][计計]|[总總]数|[汇彙]总)(?:人数|岗位数?|招聘人数|需求人数)?"
    r"\d{0,9}(?:个岗位|[人个名])?"
)
_TOTAL_IN_ENGLISH = re.compile(r"(?:sub|grand|sum)?totals?")
_TOTAL_HINT = re.compile("[计計总總]|total", re.IGNORECASE)
_NOTE = re.compile(
    r"[*※#（(]{0,3} {0,3}(?:\d{1,2}[.、])?(?:备注|附注|注意事项|注意|注|(?:填表|填写)?说明|notes?|remarks?)"
    r"[）)]? {0,3}\d{0,2} {0,3}[:：.、]",
    re.IGNORECASE,
)


def no_job(columns: Mapping[str, Column]) -> Callable[[Sequence[str]], Reason | None]:
    """A function that says why a row of this sheet is no job; None for all others."""
    titles, headcounts = columns["title"].places, columns["headcount"].places
    enterprises = columns["enterprise"].places if "enterprise" in columns else ()
    title_header = columns["title"].header

    def reason(cells: Sequence[str]) -> Reason | None:
        first = next(filter(None, cells), "")
        title = _cell(cells, titles)
        if _is_total(title, first, _cell(cells, enterprises)):
            return Reason("total")
        headcount = _cell(cells, headcounts)
        if _names(headcount, "headcount") and _names(title, "title"):
            return Reason("repeated_header")
        if not headcounts and title and one_line(title) == title_header:
            return Reason("repeated_header")
        return Reason("note") if headcount in ("", first) and _NOTE.match(first) else None

    return reason


def _cell(cells: Sequence[str], places: Sequence[int]) -> str:
    return next((cells[place] for place in places if place < len(cells) and cells[place]), "")


def _is_total(title: str, *others: str) -> bool:
    """A company may be called Total: an English word counts only where the row has no other title."""
    for cell in (title, *others):
        if len(cell) < CELL_CHARS_READ and _TOTAL_HINT.search(cell):
            word = bare(cell)
            if _TOTAL_IN_CHINESE.fullmatch(word) or (title in ("", cell) and _TOTAL_IN_ENGLISH.fullmatch(word)):
                return True
    return False


def _names(cell: str, field: str) -> bool:
    """Whether the cell holds a name of this field's column."""
    meaning = meaning_of(cell) if 0 < len(cell) < CELL_CHARS_READ else None
    return meaning is not None and meaning.field == field
