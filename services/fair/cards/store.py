"""How cards and approaches are loaded and written."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from services.fair.booths import store as booths
from services.fair.booths.rows import BoothRows
from services.fair.cards.approach import Approach
from services.fair.cards.card import Card
from services.fair.cards.rows import CardRows
from services.fair.kernel.entities import entity_of
from services.fair.kernel.port import Port, Row, Select, Write, by_key
from services.fair.kernel.regions import names_of, terms_of
from services.fair.kernel.search import APART, VERSION, terms, waits
from services.fair.kernel.state import State
from services.fair.kernel.tables import Table, columns


def _card_of(row: Row) -> Card:
    return msgspec.convert(dict(row), Card)


def _approach_of(row: Row) -> Approach:
    return entity_of(Approach, row)


def _major_words(card: Card) -> list[str]:
    return terms(card.facets.major)


def _words(card: Card) -> list[str]:
    """The terms by which a card is found; first those of its major."""
    regions = [region for region in (card.facets.region, *card.wants.regions) if region]
    rest = APART.join((*regions, *map(names_of, regions), *card.wants.industries))
    filters = [term for region in regions for term in terms_of(region)]
    return list(dict.fromkeys([VERSION, *filters, *_major_words(card), *terms(rest)]))


CARDS_OF = Select(
    "cards by id or student",
    """
SELECT id, fair, student, state, facets, wants, place, shown_at, created_at FROM cards WHERE id = ANY($1::uuid[])
UNION
SELECT c.id, c.fair, c.student, c.state, c.facets, c.wants, c.place, c.shown_at, c.created_at FROM cards c
JOIN unnest($2::uuid[], $3::text[]) AS asked (fair, student) USING (fair, student)
""",
    _card_of,
)
OPEN_APPROACHES = Select(
    "number of open approaches",
    """
SELECT job, count(*) AS number FROM approaches WHERE job = ANY($1::uuid[]) AND state = 'open' GROUP BY job
""",
    lambda row: (row["job"], row["number"]),
)

CARDS = Table(
    "cards",
    ("fair", "student"),
    columns(
        "id uuid fixed",
        "fair uuid",
        "student text",
        "state text",
        "facets jsonb",
        "wants jsonb",
        "place bigint",
        "shown_at timestamptz",
        "created_at timestamptz fixed",
        "major_words text[]",
        "words text[]",
        major_words=_major_words,
        words=_words,
    ),
)
APPROACHES = Table(
    "approaches",
    ("id",),
    columns(
        "id uuid",
        "fair uuid fixed",
        "org text fixed",
        "job uuid fixed",
        "card uuid fixed",
        "student text fixed",
        "state text",
        "message text fixed",
        "deadline timestamptz fixed",
        "approached_by text fixed",
        "approached_at timestamptz fixed",
        "place bigint fixed",
        "answered_at timestamptz",
        "application uuid",
    ),
)
APPROACHES_BY_KEY = by_key(APPROACHES, _approach_of)
WRITE_CARDS = CARDS.upsert()
WRITE_APPROACHES = APPROACHES.upsert()
INDEX_CARDS = CARDS.update("major_words", "words", only=waits("cards"))
CARDS_TO_INDEX = Select(
    "cards to index",
    f"""
SELECT id, fair, student, state, facets, wants, place, shown_at, created_at FROM cards WHERE {waits("cards")} LIMIT $1
""",
    _card_of,
)
STATEMENTS = (WRITE_CARDS, WRITE_APPROACHES, INDEX_CARDS)


async def load(port: Port, state: State) -> None:
    """The cards and approaches that the batch names, and the booths of these approaches."""
    rows = state.of(CardRows)
    wanted = rows.wanted
    if wanted.cards or wanted.owners:
        fairs, students = [fair for fair, _ in wanted.owners], [student for _, student in wanted.owners]
        for card in await port.select(CARDS_OF, list(wanted.cards), fairs, students):
            rows.put(card)
    if wanted.approaches:
        for approach in await port.select(APPROACHES_BY_KEY, list(wanted.approaches)):
            rows.approaches[approach.id] = approach
            state.of(BoothRows).wanted.add((approach.fair, approach.org))
        await booths.load(port, state)
    if wanted.jobs:
        rows.open.update(dict(await port.select(OPEN_APPROACHES, list(wanted.jobs))))


def writes(state: State) -> Iterator[Write]:
    rows = state.of(CardRows)
    yield Write(WRITE_CARDS, (rows.cards[card] for card in rows.changed_cards))
    yield Write(WRITE_APPROACHES, (rows.approaches[approach] for approach in rows.changed_approaches))
