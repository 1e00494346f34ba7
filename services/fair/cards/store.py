"""How cards and approaches are loaded and written, a statement a table: the share of `store.py` for employer-first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg
import msgspec

from services.fair.cards.approach import Approach
from services.fair.cards.card import Card, Facets, Wants
from services.fair.cards.rows import CardRows, TouchedCards
from services.fair.kernel.search import tokens

LOAD_CARDS = """
SELECT id, fair, student, state, facets, wants, place, shown_at, created_at FROM cards WHERE id = ANY($1::uuid[])
UNION
SELECT c.id, c.fair, c.student, c.state, c.facets, c.wants, c.place, c.shown_at, c.created_at FROM cards c
JOIN unnest($2::uuid[], $3::text[]) AS asked (fair, student) USING (fair, student)
"""
LOAD_APPROACHES = "SELECT * FROM approaches WHERE id = ANY($1::uuid[])"
COUNT_OPEN = "SELECT job, count(*) FROM approaches WHERE job = ANY($1::uuid[]) AND state = 'open' GROUP BY job"
WRITE_CARDS = """
INSERT INTO cards (id, fair, student, state, facets, wants, place, shown_at, created_at, major_words, words)
SELECT id, fair, student, state, facets, wants, place, shown_at, created_at, major_words, words
FROM json_to_recordset($1::json) AS new (id uuid, fair uuid, student text, state text, facets jsonb, wants jsonb,
  place bigint, shown_at timestamptz, created_at timestamptz, major_words text[], words text[])
ON CONFLICT (fair, student) DO UPDATE SET state = excluded.state, facets = excluded.facets, wants = excluded.wants,
  place = excluded.place, shown_at = excluded.shown_at, major_words = excluded.major_words, words = excluded.words
"""
WRITE_APPROACHES = """
INSERT INTO approaches (id, fair, org, job, card, student, state, message, deadline, approached_by, approached_at,
  place, answered_at, application)
SELECT id, fair, org, job, card, student, state, message, deadline, approached_by, approached_at, place, answered_at,
  application
FROM json_to_recordset($1::json) AS new (id uuid, fair uuid, org text, job uuid, card uuid, student text, state text,
  message text, deadline timestamptz, approached_by text, approached_at timestamptz, place bigint,
  answered_at timestamptz, application uuid)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, answered_at = excluded.answered_at,
  application = excluded.application
"""


async def load(connection: asyncpg.Connection, touched: TouchedCards, rows: CardRows) -> None:
    """Fill `rows` with what a batch touches."""
    if touched.cards or touched.owners:
        fairs, students = [fair for fair, _ in touched.owners], [student for _, student in touched.owners]
        for row in await connection.fetch(LOAD_CARDS, list(touched.cards), fairs, students):
            rows.put(card_of(row))
    if touched.approaches:
        for row in await connection.fetch(LOAD_APPROACHES, list(touched.approaches)):
            rows.approaches[row["id"]] = Approach(**dict(row))
    if touched.jobs:
        for row in await connection.fetch(COUNT_OPEN, list(touched.jobs)):
            rows.open[row["job"]] = row["count"]


def writes(rows: CardRows) -> Iterator[tuple[str, Iterable[Any]]]:
    """Each statement with its rows."""
    yield WRITE_CARDS, (card_row(rows.cards[card]) for card in rows.changed_cards)
    yield WRITE_APPROACHES, (rows.approaches[approach] for approach in rows.changed_approaches)


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card with the words by which it is found."""

    id: Any
    fair: Any
    student: str
    state: str
    facets: Facets
    wants: Wants
    place: int
    shown_at: Any
    created_at: Any
    major_words: list[str]
    words: list[str]


def card_of(row: Mapping[str, Any]) -> Card:
    return msgspec.convert(dict(row), Card)


def card_row(card: Card) -> CardRow:
    facets, wants = card.facets, card.wants
    major_words = tokens(facets.major)
    rest = " ".join(filter(None, (facets.region, *wants.regions, *wants.industries)))
    words = list(dict.fromkeys([*major_words, *tokens(rest)]))
    kept = {name: getattr(card, name) for name in Card.__dataclass_fields__}
    return CardRow(**kept, major_words=major_words, words=words)
