"""What an import understood of a file as a whole: its sheets, the column of each field, the columns it did not use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.ingest.imports.column_map import letters_of, one_line
from services.ingest.imports.header_words import DOUBTFUL, meaning_of
from services.ingest.imports.headers import HEADER_CHARS_READ, Column

IGNORED_MAX = 300  # and of the names of columns that are told


@dataclass(frozen=True, slots=True)
class SheetFound:
    """A sheet of a workbook, and whether its rows were read."""

    name: str
    read: bool


@dataclass(slots=True)
class Layout:
    """Filled while the file is read. `columns` are the headers by field, `ignored` those that no field has.

    Of several sheets, it holds the headers of the first that has them.
    """

    sheets: list[SheetFound] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    """The names of the columns of the first sheet that was read; of one that was not, where none was."""
    share: float = 0.0
    """How much of the file was read, from 0 to 1."""
    unread: dict[str, str] = field(default_factory=dict)
    """Why a sheet was not read, by its name: a `schemas.job_import.Unread`."""
    doubly_claimed: dict[str, str] = field(default_factory=dict)
    """The field of a column that means it, where another column was taken for it."""

    def told(self) -> dict[str, Any]:
        """As an import answers it."""
        sheets = [{"name": sheet.name, "read": sheet.read} for sheet in self.sheets]
        header = [one_line(name[:HEADER_CHARS_READ]) for name in self.header[:IGNORED_MAX]]
        return {
            "sheets": sheets,
            "unread_sheets": [{"name": name, "reason": reason} for name, reason in self.unread.items()],
            "columns": self.columns,
            "ignored": self.ignored,
            "doubly_claimed": [{"column": name, "field": of} for name, of in self.doubly_claimed.items()],
            "header": header,
        }

    def take(self, other: Layout) -> None:
        """Become what the other is."""
        self.sheets, self.columns, self.ignored = other.sheets, other.columns, other.ignored
        self.header, self.share = other.header, other.share
        self.unread, self.doubly_claimed = other.unread, other.doubly_claimed

    def add_columns(
        self, header: Sequence[str], columns: Mapping[str, Column], sample: Sequence[Sequence[str]]
    ) -> None:
        """Note the columns of a sheet. One without a name is named by its letter, if a row of the sample fills it."""
        for name, column in columns.items():
            self.columns.setdefault(name, column.shown)
        used = {place for column in columns.values() for place in column.places}
        for place, name in enumerate(header):
            if place in used or not (name or any(place < len(row) and row[place] for row in sample)):
                continue
            shown = one_line(name[:HEADER_CHARS_READ]) or f"column {letters_of(place)}"
            if shown not in self.ignored and len(self.ignored) < IGNORED_MAX:
                self.ignored.append(shown)
                self._claimed(shown, name, columns)

    def _claimed(self, shown: str, name: str, columns: Mapping[str, Column]) -> None:
        meaning = meaning_of(name)
        if meaning is not None and meaning.strength != DOUBTFUL and meaning.field in columns:
            self.doubly_claimed[shown] = meaning.field
