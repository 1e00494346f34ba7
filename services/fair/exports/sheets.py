"""Rows of a worksheet as XML (ECMA-376, part 1, 18.3): numbers and texts in their cells, and nothing else.

A workbook's other parts are xlsxwriter's. It writes rows too, with several Python objects for each cell; an export has
millions of cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from xlsxwriter.utility import xl_col_to_name

from services.fair.exports.columns import Cell, neutral

TEXT_UNITS_MAX = 32_767  # of UTF-16: a cell holds no more
KEPT_CHARACTERS_MAX, TEXTS_KEPT = 64, 4_096  # most columns say the same few words again and again
# What XML cannot carry, and what would be read as standing for it, is written as ST_Xstring says (part 1, 22.9.2.19).
_UNSAFE = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def row_of(number: int, cells: Sequence[Cell]) -> str:
    """A row, counted from 1. A text that could be taken for a formula gets an apostrophe before it."""
    written = "".join(
        f'<c r="{_column(place)}{number}"{_written(cell)}' for place, cell in enumerate(cells) if cell is not None
    )
    return f'<row r="{number}">{written}</row>'


def _written(cell: str | int | float) -> str:
    if not isinstance(cell, str):
        return f"><v>{cell}</v></c>"
    return _kept(cell) if len(cell) <= KEPT_CHARACTERS_MAX else _text(cell)


def _text(text: str) -> str:
    text = neutral(text)
    if 2 * len(text) > TEXT_UNITS_MAX:
        text = text.encode("utf-16-le")[: 2 * TEXT_UNITS_MAX].decode("utf-16-le", "ignore")
    if _UNSAFE.search(text):
        text = _UNSAFE.sub(lambda found: _NAMED.get(found[0], f"_x{ord(found[0]):04X}_"), text)
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f' t="inlineStr"><is><t{space}>{text}</t></is></c>'


_kept = lru_cache(TEXTS_KEPT)(_text)


@lru_cache(TEXTS_KEPT)
def _column(place: int) -> str:
    return str(xl_col_to_name(place))
