"""How fairs and their counters are loaded and written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.fair.fairs.fair import Fair
from services.fair.fairs.rows import Books, FairRows
from services.fair.kernel.entities import entity_of
from services.fair.kernel.port import Port, Row, Select, Write, by_key
from services.fair.kernel.regions import names_of, terms_of
from services.fair.kernel.search import APART, VERSION, key, terms, waits
from services.fair.kernel.state import State
from services.fair.kernel.tables import Table, columns


def _fair_of(row: Row) -> tuple[Fair, Books]:
    return entity_of(Fair, row), Books(row["counters"], row["decided"], row["as_of"])


def _words(fair: Fair) -> list[str]:
    """The terms by which a fair is found in the list of fairs."""
    texts = (fair.title, fair.host, fair.campaign, fair.region, names_of(fair.region))
    return [VERSION, *terms_of(fair.region), *terms(APART.join(filter(None, texts)))]


FAIRS = Table(
    "fairs",
    ("id",),
    columns(
        "id uuid",
        "org text fixed",
        "title text",
        "host text",
        "starts_at timestamptz",
        "ends_at timestamptz",
        "campaign text",
        "region text",
        "description text",
        "state text",
        "created_at timestamptz fixed",
        "ads text",
        "offers text",
        "forgotten boolean",
        "utc_offset_minutes int",
        "title_key text",
        "words text[]",
        "counters jsonb = '{}'",  # WRITE_BOOKS sets those of a new fair, in the same transaction
        "decided text = ''",
        "as_of timestamptz = created_at",
        title_key=lambda fair: key(fair.title),
        words=_words,
    ),
)
FAIRS_BY_KEY = by_key(FAIRS, _fair_of)
MINUTES = Table("fair_minutes", ("fair", "minute"), columns("fair uuid", "minute timestamptz", "counters jsonb"))
WRITE_FAIRS = FAIRS.upsert()
INDEX_FAIRS = FAIRS.update("title_key", "words", only=waits("fairs"))
FAIRS_TO_INDEX = Select(
    "fairs to index", f"SELECT * FROM fairs WHERE {waits('fairs')} LIMIT $1", lambda row: entity_of(Fair, row)
)
WRITE_BOOKS = FAIRS.update("counters", "decided", "as_of")
WRITE_MINUTES = MINUTES.upsert()
STATEMENTS = (WRITE_FAIRS, WRITE_BOOKS, WRITE_MINUTES, INDEX_FAIRS)


async def load(port: Port, state: State) -> None:
    """The fairs that the batch names, with their counters."""
    rows = state.of(FairRows)
    for fair, books in await port.select(FAIRS_BY_KEY, list(rows.wanted)):
        rows.fairs[fair.id], rows.books[fair.id] = fair, books


def writes(state: State) -> Iterator[Write]:
    rows = state.of(FairRows)
    yield Write(WRITE_FAIRS, (rows.fairs[fair] for fair in rows.changed))
    yield Write(WRITE_BOOKS, ({"id": fair, **_books(kept)} for fair, kept in rows.books.items()))
    yield Write(WRITE_MINUTES, _minutes(rows))


def _books(kept: Books) -> dict[str, Any]:
    return {"counters": kept.counters, "decided": kept.decided, "as_of": kept.as_of}


def _minutes(rows: FairRows) -> Iterator[dict[str, Any]]:
    for fair, kept in rows.books.items():
        for minute, counters in kept.minutes.items():
            yield {"fair": fair, "minute": minute, "counters": counters}
