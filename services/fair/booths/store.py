"""How booths are loaded and written."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from services.fair.booths.booth import Booth, Opening
from services.fair.booths.rows import BoothRows
from services.fair.kernel.entities import entity_of
from services.fair.kernel.port import Port, Row, Select, Write, by_key, columns_of
from services.fair.kernel.regions import terms_of
from services.fair.kernel.search import VERSION, key, of_fair, terms, waits
from services.fair.kernel.state import State
from services.fair.kernel.tables import Table, columns


def _booth_of(row: Row) -> Booth:
    return entity_of(Booth, row, hours=msgspec.convert(row["hours"], tuple[Opening, ...]))


def _words(booth: Booth) -> list[str]:
    """The terms by which a booth is found: those of its name, fair and region."""
    return [VERSION, of_fair(booth.fair), *terms_of(booth.region), *terms(booth.name)]


BOOTHS = Table(
    "booths",
    ("fair", "org"),
    columns(
        "fair uuid",
        "org text",
        "name text",
        "uscc text",
        "nature text",
        "industry text",
        "region text",
        "intro text",
        "state text",
        "reason text",
        "requested_by text",
        "place bigint fixed",
        "created_at timestamptz fixed",
        "hours jsonb",
        "website text",
        "name_key text",
        "words text[]",
        name_key=lambda booth: key(booth.name),
        words=_words,
    ),
)
BOOTHS_BY_KEY = by_key(BOOTHS, _booth_of)
WRITE_BOOTHS = BOOTHS.upsert()
INDEX_BOOTHS = BOOTHS.update("name_key", "words", only=waits("booths"))
BOOTHS_TO_INDEX = Select("booths to index", f"SELECT * FROM booths WHERE {waits('booths')} LIMIT $1", _booth_of)
STATEMENTS = (WRITE_BOOTHS, INDEX_BOOTHS)


async def load(port: Port, state: State) -> None:
    """Load the wanted booths, unless they are loaded already: those that the batch names, and its senders'."""
    rows = state.of(BoothRows)
    missing = rows.wanted - rows.booths.keys()
    if missing:
        for booth in await port.select(BOOTHS_BY_KEY, *columns_of(missing)):
            rows.booths[booth.fair, booth.org] = booth


def writes(state: State) -> Iterator[Write]:
    rows = state.of(BoothRows)
    yield Write(WRITE_BOOTHS, (rows.booths[key] for key in rows.changed))
