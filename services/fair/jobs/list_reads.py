"""A page of a fair's jobs with what is asked for beside it, read on one connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import asyncpg

from services.fair.jobs import queries
from services.fair.jobs.facet_answers import facets
from services.fair.jobs.search_reads import COUNTED_MAX, Asked, Search
from services.fair.kernel import search
from services.fair.kernel.suggestion import TEXTS_MAX, suggestion


@dataclass(frozen=True, slots=True)
class Listed:
    """`keys`: of the page, and of one job more if there is a next page. `more`: the fields of the answer beside."""

    keys: Sequence[Mapping[str, Any]]
    rows: Sequence[Mapping[str, Any]]
    more: Mapping[str, Any]


async def listed(
    asked: Asked,
    sort: str,
    after: Sequence[Any],
    limit: int,
    counts: bool,
    counted: bool,
    connection: asyncpg.Connection,
) -> Listed:
    """`counts`: how many there are in each state; `counted`: the facets."""
    async with connection.transaction(readonly=True):
        found = await Search.of(connection, asked)
        keys = await found.page(sort, after, limit)
        ids = [row["id"] for row in keys[: limit - 1]]
        await connection.execute(queries.BY_INDEX)
        rows = await connection.fetch(queries.SHOWN, ids, asked.exactly, asked.own, asked.fair, asked.cut)
        more: dict[str, Any] = dict.fromkeys(("counts", "facets", "facets_at_least", "matches", "suggestion"))
        if counts:
            more["counts"] = await found.by_state()
        if counted:
            more |= _facets(await found.facets())
        if not keys and after[0] is None and asked.query is not None:
            more["suggestion"] = await _suggestion(connection, asked)
        return Listed(keys, rows, more)


def _facets(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    numbers = {row["facet"]: row["number"] for row in rows if row["facet"] in ("matches", "found")}
    at_least = True if numbers.get("matches", 0) >= COUNTED_MAX else None
    return {"facets": facets(rows), "facets_at_least": at_least, "matches": numbers.get("found", 0)}


async def _suggestion(connection: asyncpg.Connection, asked: Asked) -> str | None:
    """Another query, which finds something."""
    assert asked.query is not None
    texts = [text for (text,) in await connection.fetch(queries.TITLES, asked.fair, TEXTS_MAX)]
    other = suggestion(asked.query, texts)
    if other is None:
        return None
    found = await Search.of(connection, replace(asked, query=search.query(other)))
    return other if await found.page("relevance", (None, None, None), 1) else None
