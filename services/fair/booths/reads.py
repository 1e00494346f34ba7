"""Reads of a fair with its booths, and of the list of its booths with filters.

The public sees only approved booths; the organizer also sees those that are not decided yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, get_args

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person
from schemas.catalog import BoothState
from services.fair.access.asking import acting
from services.fair.booths import answers, queries
from services.fair.booths.booth import Opening
from services.fair.fairs.fair import ALLOWS
from services.fair.fairs.reads import visible_fair
from services.fair.kernel import search
from services.fair.kernel.answer import Filled
from services.fair.kernel.filters import is_true, query_of, text_of, word_of
from services.fair.kernel.highlighting import name_ranges
from services.fair.kernel.read import Read, public
from services.fair.kernel.reader import Reader, organizes
from services.fair.kernel.reading import Int8, answer, cursor_of, limit_of, page, path_id
from services.fair.kernel.regions import wanted
from services.fair.kernel.search import NOTHING, Query
from services.fair.kernel.suggestion import TEXTS_MAX, suggestion
from services.fair.kernel.zones import planned

STATES = get_args(BoothState)
BOOTHS_MAX = 1_000
INTRO_CHARACTERS_MAX = 200
"""A fair tells so much of its booths; the list of booths pages through all of them, with all of their texts."""
HELD = ("open", "paused", "closing")
"""The states of a fair in which its booths may be open."""


class BoothReads:
    """Handlers of `/v1/fairs/{fair}` and `/v1/fairs/{fair}/booths`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def served(self) -> Sequence[Read]:
        return (
            Read("/v1/fairs/{fair}", self.fair, public(answers.FairWithBooths, "fairs")),
            Read("/v1/fairs/{fair}/booths", self.booths, public(answers.Booths, "booths", answers.BoothsAsked)),
        )

    async def fair(self, request: Request) -> Response:
        """One fair with its first 1,000 booths, and what its state allows."""
        fair, person = path_id(request, "fair"), self._reader.person_or_guest(request)
        await self._reader.awaited(request)
        row = await visible_fair(self._reader, fair, person)
        person = await acting(self._reader, person, fair)
        own = _own(person)
        bounds = (BOOTHS_MAX + 1, INTRO_CHARACTERS_MAX)
        rows = await self._reader.rows(queries.BOOTHS, fair, organizes(person, row["org"]), own, *bounds)
        more = len(rows) > BOOTHS_MAX
        shown = [*rows[:BOOTHS_MAX], *(booth for booth in rows[BOOTHS_MAX:] if booth["org"] == own)]
        booths, allows = [booth_of(booth, row["state"]) for booth in shown], sorted(ALLOWS[row["state"]])
        fair_of = answers.FairWithBooths.of
        return answer(fair_of(row, **planned(row), allows=allows, booths=booths, more_booths=more))

    async def booths(self, request: Request) -> Response:
        """A fair's booths, in the order of their requests, or by `sort`."""
        fair, person, limit = path_id(request, "fair"), self._reader.person_or_guest(request), limit_of(request)
        sort = word_of(request, "sort", tuple(queries.BOOTHS_BY)) or "place"
        cursor = cursor_of(request, str if sort == "name" else Int8, str)
        state, counts = word_of(request, "state", STATES), is_true(request, "counts")
        await self._reader.awaited(request)
        row = await visible_fair(self._reader, fair, person)
        person = await acting(self._reader, person, fair)
        asked = {"fair": fair, "all": organizes(person, row["org"]), "own": _own(person), **_narrowed(request)}
        query = query_of(request)
        page_of = {"state": state, "after": cursor[0], "org": cursor[1], "limit": limit + 1}
        listed, counted = queries.BOOTHS_BY[sort], queries.BOOTHS_BY_STATE
        rows = await self._reader.rows(listed.sql, *listed.of({**asked, **page_of}))
        marked = query if is_true(request, "highlights") else None
        items = [booth_of(booth, row["state"], **_highlights(booth, marked)) for booth in rows]
        of_all = counted.of({**asked, "state": None})
        by_state = await self._reader.by_state(counted.sql, *of_all) if counts else None
        key = "name" if sort == "name" else "place"
        is_lost = query is not None and not rows and cursor[0] is None
        more = {"counts": by_state, "suggestion": await self._suggestion(query, asked, state) if is_lost else None}
        return page(answers.Booths, rows, limit, lambda row: (row[key], row["org"]), items, **more)

    async def _suggestion(self, query: Query | None, asked: Mapping[str, Any], state: str | None) -> str | None:
        """Another query, which finds a booth that this person may see."""
        assert query is not None
        seen = (asked["fair"], asked["all"], asked["own"])
        other = suggestion(query, [row["name"] for row in await self._reader.rows(queries.NAMES, *seen, TEXTS_MAX)])
        if other is None:
            return None
        listed, nowhere = queries.BOOTHS_BY["place"], {"after": None, "org": None, "limit": 1}
        values = {**asked, **_words(search.query(other)), "state": state, **nowhere}
        return other if await self._reader.rows(listed.sql, *listed.of(values)) else None


def _narrowed(request: Request) -> dict[str, Any]:
    """The filters."""
    region = wanted(text_of(request, "region"))
    return {
        **_words(query_of(request)),
        "region": region and region.text,
        "region_term": region and region.term,
        "industry": text_of(request, "industry"),
    }


def _words(query: Query | None) -> dict[str, Any]:
    """A part of the name finds a booth, and so do its words in another form."""
    return {
        "key": None if query is None else query.key,
        "terms": [] if query is None else query.terms,
        "others": [NOTHING] if query is None else list(query.others),
    }


def _highlights(row: Mapping[str, Any], query: Query | None) -> dict[str, Any]:
    return {} if query is None else {"highlights": {"name": name_ranges(row["name"], query)}}


def booth_of(row: Mapping[str, Any], fair_state: str, **more: Any) -> Filled:
    """A booth, with whether it is open now by this process's clock."""
    hours = msgspec.convert(row["hours"], tuple[Opening, ...])
    shown = [{"from": one.begins, "to": one.ends} for one in hours]
    open_now = row["state"] == "approved" and is_open(hours, fair_state, datetime.now(UTC))
    return answers.Booth.of(row, id=row["org"], hours=shown, open_now=open_now, **more)


def is_open(hours: Sequence[Opening], fair_state: str, now: datetime) -> bool:
    """Whether an approved booth is open at `now`. Without hours it is open as long as the fair."""
    within = not hours or any(one.begins <= now < one.ends for one in hours)
    return within and fair_state in HELD


def _own(person: Person | None) -> str | None:
    """The enterprise whose booth this person may see before it is approved."""
    return person.org if person is not None and person.role == "enterprise" else None
