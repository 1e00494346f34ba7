"""Cursors tell nothing, and belong to the list that gave them out."""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.routing import Match, Route

from services.fair.engine import documents
from services.fair.kernel.cursors import FILLED_BYTES, BadCursor, Cursors
from services.fair.wiring import reads, routes
from tests.services.fair.everything import Everything, decide
from tests.services.fair.site import PEOPLE, Site, is_problem
from tests.services.fair.tables import filled

CURSORS = Cursors("g" * 32)
PATH = "/v1/fairs"


def test_a_cursor_is_opened_by_every_instance() -> None:
    """The same secret gives the same cursor for the same row; another secret opens none."""
    cursor = CURSORS.seal(PATH, ["a", 17, None])
    assert Cursors("g" * 32).open(PATH, cursor) == ["a", 17, None]
    assert Cursors("g" * 32).seal(PATH, ["a", 17, None]) == cursor
    with pytest.raises(BadCursor):
        Cursors("h" * 32).open(PATH, cursor)


def test_a_cursor_is_of_one_list() -> None:
    """Another list does not open it, and neither does its own once a character has changed."""
    cursor = CURSORS.seal(PATH, [17])
    changed = [cursor[:n] + ("A" if cursor[n] != "A" else "B") + cursor[n + 1 :] for n in range(len(cursor) - 4)]
    for path, one in [
        ("/v1/fairs/x/jobs", cursor),
        *((PATH, one) for one in [*changed, cursor[:-4], "", "é", "A" * 9_999]),
    ]:
        with pytest.raises(BadCursor):
            CURSORS.open(path, one)


def test_the_length_of_a_cursor_tells_nothing() -> None:
    """A small offset and a large one look alike."""
    cursors = [CURSORS.seal(PATH, [offset]) for offset in (0, 9, 10, 99_999, 2**62)]
    assert {len(base64.urlsafe_b64decode(cursor)) for cursor in cursors} == {FILLED_BYTES + 16}


def templates(site: Site) -> set[str]:
    """The paths of all lists in the OpenAPI document."""
    of = reads(site.api)
    paths: dict[str, Any] = documents.openapi(routes(site.api, of), of)["paths"]
    return {
        path
        for path, methods in paths.items()
        if any(parameter["name"] == "cursor" for parameter in methods["get"].get("parameters", ()))
    }


async def lists(site: Site, of: Everything) -> AsyncIterator[tuple[str, str, str, list[dict[str, Any]]]]:
    """Each list that has more than one row for somebody: its template, its path, who reads it, and its rows."""
    of_lists = {template: Route(template, lambda _: None) for template in templates(site)}
    for path in dict.fromkeys(path.partition("?")[0] for path in of.paths()):
        scope = {"type": "http", "method": "GET", "path": path}
        for template in (one for one, route in of_lists.items() if route.matches(scope)[0] is Match.FULL):
            for who in PEOPLE:
                answer = await site.get(path, who, limit=100)
                if answer.status_code == 200 and len(answer.json()["items"]) > 1:
                    yield template, path, who, answer.json()["items"]
                    break


async def paged(site: Site, path: str, who: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of a list, one page for each, and the cursors."""
    rows, cursors = list[dict[str, Any]](), list[str]()
    while True:
        answer = (await site.get(path, who, limit=1, **({"cursor": cursors[-1]} if cursors else {}))).json()
        rows += answer["items"]
        if answer["next_cursor"] is None:
            return rows, cursors
        cursors.append(answer["next_cursor"])


async def test_every_list_pages_to_the_same_rows_and_tells_nothing(site: Site) -> None:
    """Row by row, every list gives what it gives as a whole; no cursor can be read, or used for another list."""
    happened, given = Everything(), dict[tuple[str, str], list[str]]()
    await decide(site, happened)
    await filled(site.api.settings.postgres, Everything().entries(), partition=1)
    covered = set()
    async for template, path, who, rows in lists(site, happened):
        found, given[path, who] = await paged(site, path, who)
        assert found == rows, (path, who)
        covered.add(template)
    assert templates(site) - covered == {"/v1/jobs/{job}/closing-rounds"}, "whose story has one round for a job"
    # Readable ones would begin alike.
    sealed = [base64.urlsafe_b64decode(cursor) for cursors in given.values() for cursor in cursors]
    assert {len(one) % FILLED_BYTES for one in sealed} == {16}
    assert len({one[:4] for one in sealed}) == len(sealed) > len(given), (
        "two cursors begin alike, as readable ones would"
    )
    for (path, who), cursors in given.items():
        assert not any(re.search(rb"[0-9T:.-]{6}", one) for one in map(base64.urlsafe_b64decode, cursors)), path
        other = next(cursors[0] for (elsewhere, _), cursors in given.items() if elsewhere != path)
        assert is_problem(await site.get(path, who, cursor=other), 422, "cursor"), path
