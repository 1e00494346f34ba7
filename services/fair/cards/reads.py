"""Reads of cards, for those who look for candidates, and of approaches, for both sides. Never reveals a card's owner.

The student's name and message come with the application.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

import asyncpg
from starlette.requests import Request
from starlette.responses import Response

from plumbing.http.problem import Problem
from schemas.words import Degree, EmploymentType
from services.fair.access.asking import acting, recruiting_at
from services.fair.cards import answers, queries
from services.fair.cards.approach import MOVES
from services.fair.fairs.fair import ALLOWED
from services.fair.fairs.reads import visible_fair
from services.fair.kernel import search
from services.fair.kernel.answer import Filled
from services.fair.kernel.asked import Paged
from services.fair.kernel.filters import is_true, query_of, text_of
from services.fair.kernel.highlighting import highlights, ranges
from services.fair.kernel.read import Read, private
from services.fair.kernel.reader import Reader
from services.fair.kernel.reading import Int4, Int8, cursor_of, limit_of, not_found, page, path_id
from services.fair.kernel.regions import wanted
from services.fair.kernel.search import Query
from services.fair.kernel.suggestion import TEXTS_MAX, suggestion

FILTERS = ("degree", "major", "region", "industry", "employment_type")
WORDS = {"degree": get_args(Degree), "employment_type": get_args(EmploymentType)}
MARKED, WISHES = ("major", "region"), ("regions", "industries")
STATES = ("open", *MOVES)
FOUND_IN = ALLOWED["cards"]
"""The states of a fair in which cards can be shown are those in which they can be found."""


class CardReads:
    """Handlers of cards and approaches."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def served(self) -> Sequence[Read]:
        approaches = private(answers.Approaches, "cards", answers.ApproachesAsked)
        mine = private(answers.OwnApproaches, "me", answers.ApproachesAsked)
        return (
            Read("/v1/fairs/{fair}/cards", self.cards, private(answers.Cards, "cards", answers.CardsAsked)),
            Read("/v1/jobs/{job}/approaches", self.approaches, approaches),
            Read("/v1/me/cards", self.my_cards, private(answers.OwnCards, "me", Paged)),
            Read("/v1/me/approaches", self.my_approaches, mine),
        )

    async def cards(self, request: Request) -> Response:
        """The cards that are shown, best match first, for enterprises with an approved booth and the organizer.

        Once the fair comes to its end nobody is to be found any more.
        """
        person, fair = self._reader.person(request, "enterprise", "organizer"), path_id(request, "fair")
        limit, cursor = limit_of(request), cursor_of(request, Int4, Int8)
        filters, query, region = _filters(request), query_of(request), wanted(text_of(request, "region"))
        await self._reader.awaited(request)
        await visible_fair(self._reader, fair, person)
        person = await acting(self._reader, person, fair) or person
        row = await self._reader.row(queries.MAY_SEEK, fair, person.org)
        if row is None:
            raise not_found("fair")
        if not (row["has_booth"] if person.role == "enterprise" else row["organizer"] == person.org):
            raise Problem(403, "This is for enterprises with an approved booth in this fair and for its organizer.")
        if row["state"] not in FOUND_IN:
            return page(answers.Cards, [], limit, tuple, [], suggestion=None)
        org = person.org if person.role == "enterprise" else None
        asked, term = (fair, org, *filters), region.term if region else None
        rows = await self._found(asked, term, query, cursor, limit + 1)
        marked = query if is_true(request, "highlights") else None
        items = [_card(answers.Card, row, **_highlights(row, marked)) for row in rows]
        is_lost = query is not None and not rows and cursor[0] is None
        other = await self._suggestion(asked, term, query) if is_lost else None
        return page(answers.Cards, rows, limit, lambda row: (row["rank"], row["place"]), items, suggestion=other)

    async def _found(
        self, asked: Sequence[Any], term: str | None, query: Query | None, cursor: Sequence[Any], limit: int
    ) -> Sequence[asyncpg.Record]:
        sql, words = (queries.CARDS_WITH_WORDS, (query.terms, query.others)) if query else (queries.CARDS, ())
        return await self._reader.rows(sql, *asked, *cursor, limit, term, *words)

    async def _suggestion(self, asked: Sequence[Any], term: str | None, query: Query | None) -> str | None:
        """Another query, which finds a card that is shown."""
        assert query is not None
        texts = map(_text, await self._reader.rows(queries.TEXTS, asked[0], TEXTS_MAX))
        other = suggestion(query, texts)
        found = await self._found(asked, term, search.query(other), (None, None), 1) if other else ()
        return other if found else None

    async def my_cards(self, request: Request) -> Response:
        """The student's own, one for each fair, newest first."""
        person = self._reader.person(request, "student")
        limit, cursor = limit_of(request), cursor_of(request, datetime, UUID)
        await self._reader.awaited(request)
        rows = await self._reader.rows(queries.CARDS_OF_STUDENT, person.sub, *cursor, limit + 1)
        items = [_card(answers.OwnCard, row) for row in rows]
        return page(answers.OwnCards, rows, limit, lambda row: (row["created_at"], row["id"]), items)

    async def approaches(self, request: Request) -> Response:
        """The approaches of a job in log order, for its enterprise."""
        person, job = self._reader.person(request, "enterprise"), path_id(request, "job")
        state, limit, (place,) = _state(request), limit_of(request), cursor_of(request, Int8)
        await self._reader.awaited(request)
        await recruiting_at(self._reader, job, person)
        after = -1 if place is None else place
        rows = await self._reader.rows(queries.APPROACHES_OF_JOB, job, state, after, limit + 1, FOUND_IN)
        items = await self._worded(answers.Approach, rows)
        return page(answers.Approaches, rows, limit, lambda row: (row["place"],), items)

    async def my_approaches(self, request: Request) -> Response:
        """Who approached the student, and for which job, newest first."""
        person = self._reader.person(request, "student")
        state, limit, cursor = _state(request), limit_of(request), cursor_of(request, datetime, UUID)
        await self._reader.awaited(request)
        rows = await self._reader.rows(queries.APPROACHES_TO_STUDENT, person.sub, state, *cursor, limit + 1)
        items = await self._worded(answers.OwnApproach, rows)
        return page(answers.OwnApproaches, rows, limit, lambda row: (row["approached_at"], row["id"]), items)

    async def _worded(
        self, model: type[answers.Approach | answers.OwnApproach], rows: Sequence[asyncpg.Record]
    ) -> list[Filled]:
        """Approaches with the enterprise's message."""
        texts = await asyncio.gather(*(self._reader.message(row["message_held"]) for row in rows))
        return [model.of(row, message=text) for row, text in zip(rows, texts, strict=True)]


def _card(model: type[answers.Card | answers.OwnCard], row: asyncpg.Record, **more: Any) -> Filled:
    """A card, without the facets that the student left empty."""
    return model.of(row, facets={name: value for name, value in row["facets"].items() if value is not None}, **more)


def _text(row: Mapping[str, Any]) -> str:
    """The texts by which a card is found."""
    texts = (
        *(row["facets"].get(name) for name in MARKED),
        *(one for name in WISHES for one in row["wants"].get(name, ())),
    )
    return search.APART.join(filter(None, texts))


def _highlights(row: Mapping[str, Any], query: Query | None) -> dict[str, Any]:
    """Where the query stands in a card: only what has any."""
    if query is None:
        return {}
    facets = highlights(row["facets"], MARKED, query)
    wishes = {name: [ranges(one, query) for one in row["wants"].get(name, ())] for name in WISHES}
    some = {name: of_each for name, of_each in wishes.items() if any(of_each)}
    return {"highlights": {**facets, **some}}


def _filters(request: Request) -> list[str | None]:
    asked = request.query_params
    for name, words in WORDS.items():
        if asked.get(name, words[0]) not in words:
            raise Problem.at(name, f"must be one of {', '.join(words)}")
    return [(asked.get(name) or "").replace("\0", " ") or None for name in FILTERS]


def _state(request: Request) -> str | None:
    state = request.query_params.get("state")
    if state is not None and state not in STATES:
        raise Problem.at("state", f"must be one of {', '.join(STATES)}")
    return state
