"""Nobody reads or changes what is not theirs: every route of every service, by everybody, on everything.

The routes come from the OpenAPI documents, so a new one is in the matrix, and fails until `table.py` says who may.
First all that is denied, so that nothing has changed yet; then what is allowed, last of all what ends a right.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.rights.asking import Cell, Verdict, ask, cell_of, parameters
from tests.e2e.rights.bodies import misplaced
from tests.e2e.rights.people import Actor, World
from tests.e2e.rights.relations import may_name_student
from tests.e2e.rights.right import ALLOWED, UNKNOWN
from tests.e2e.rights.table import ENDING, RIGHT_OF
from tests.e2e.running import System

CONTRACTS = Path(__file__).parents[3] / "docs" / "contracts" / "openapi"
SERVICES = ("ingest", "fair", "notify")
SWAPPED = ("application", "approach", "card", "drop", "link", "question")
METHODS = ("get", "put", "post", "patch", "delete")
AT_ONCE = 150
"""Most denials of ingest take 2 s, since a newer record could lift them."""


ONE_BY_ONE = ("fair report", "fair exports", "fair imports", "ingest jobs")
"""Files and imports: each person may have few at a time."""
ALLOWED_AT_ONCE = 10


def documented(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The routes of an OpenAPI document with their tags."""
    for path, operations in document["paths"].items():
        for method in METHODS:
            if method in operations:
                (tag,) = operations[method].get("tags", ["operation"])
                yield f"{method.upper()} {path}", tag


def routes() -> dict[str, list[tuple[str, str]]]:
    """The service and the tag, with the routes of the committed documents and the queries that need another right."""
    found: dict[str, list[tuple[str, str]]] = {}
    for service in SERVICES:
        for route, tag in documented(json.loads((CONTRACTS / f"{service}.json").read_text())):
            listed = [one for one in RIGHT_OF if one.partition("?")[0] == route] or [route]
            found.setdefault(f"{service} {tag}", []).extend((service, one) for one in listed)
    return found


ROUTES = routes()


def cells(world: World, family: str) -> list[Cell]:
    """Every cell of these routes; where two things fill the path alike, the first."""
    found: dict[tuple[str, tuple[str, ...], str], Cell] = {}
    for service, route in ROUTES[family]:
        for thing in world.things.values():
            if set(parameters(route)) <= thing.ids.keys():
                filled = tuple(thing.ids[name] for name in parameters(route))
                for actor in world.actors.values():
                    found.setdefault((route, filled, actor.name), cell_of(world, service, route, actor, thing))
    return list(found.values())


def swapped(world: World, family: str) -> Iterator[Cell]:
    """What its own people ask with one id of another fair of theirs behind the first."""
    own, other = world.things["own"], world.other
    for service, route in ROUTES[family]:
        for name in parameters(route)[1:]:
            if name in SWAPPED:
                ids = {**own.ids, name: other.ids[name]}
                for actor in _allowed(world, route):
                    cell = cell_of(world, service, route, actor, own)
                    yield replace(cell, thing=replace(own, ids=ids), swapped=f"the {name}")
    listed = {route for _, route in ROUTES[family]}
    for route, what, body in misplaced(own, other):
        if route in listed:
            for actor in _allowed(world, route):
                if actor.org in (own.org, own.unit) and (actor.role, what) != ("organizer", "a job of another"):
                    yield Cell("ingest", route, actor, own, body, what)


def _allowed(world: World, route: str) -> list[Actor]:
    right, own = RIGHT_OF[route], world.things["own"]
    return [actor for actor in world.actors.values() if right.expected(actor, own) == ALLOWED]


async def wrong(
    system: System, http: httpx.AsyncClient, asked: Iterable[Cell], world: World, at_once: int = AT_ONCE
) -> list[str]:
    """The cells whose verdict is not the expected one, and denials that tell what is hidden from what is not there.

    No answer to anybody but its organizer holds the id of the fair that is a draft, and none names the student to those
    who have nothing to do with the application.
    """
    listed, turn, named = list(asked), asyncio.Semaphore(at_once), json.dumps(world["student"].sub)

    async def one(cell: Cell) -> Verdict:
        async with turn:
            return await ask(system, http, cell)

    verdicts = list(zip(listed, await asyncio.gather(*map(one, listed)), strict=True))
    found = [f"{cell}: expected {cell.expected}, was {said}" for cell, said in verdicts if not said.fits(cell)]
    for cell, said in verdicts:
        tells_of_draft = world.draft in said.body and cell.actor.name != "organizer"
        if tells_of_draft or (named in said.body and not may_name_student(cell.actor, cell.thing)):
            found.append(f"{cell}: tells too much: {said}")
    alike: dict[tuple[str, str], dict[str, str]] = {}
    for cell, said in verdicts:
        if said.status == UNKNOWN and cell.is_hidden and not cell.swapped:
            alike.setdefault((cell.route, cell.actor.name), {})[said.body] = f"{cell}: {said}"
    return found + [f"tells apart: {'; '.join(bodies.values())}" for bodies in alike.values() if len(bodies) > 1]


@pytest.mark.parametrize("service", SERVICES)
async def test_the_matrix_has_every_route(system: System, http: httpx.AsyncClient, service: str) -> None:
    """A route of a running service that no right lists is not described, and a right lists no route that is gone."""
    address = system.addresses(service)[0].replace("ws://", "http://")
    served = {route for route, _ in documented((await http.get(f"{address}/openapi.json")).json())}
    listed = {route.partition("?")[0] for route in RIGHT_OF}
    assert served - listed == set(), "not described in tests/e2e/rights/table.py"
    committed = {route for family in ROUTES.values() for one, route in family if one == service}
    assert served == {route.partition("?")[0] for route in committed}


def test_no_right_lists_a_route_that_is_gone() -> None:
    """The table says nothing about what no service serves."""
    assert set(RIGHT_OF) <= {route for family in ROUTES.values() for _, route in family}
    assert set(ENDING) <= set(RIGHT_OF)


@pytest.mark.parametrize("family", ROUTES)
async def test_what_is_denied(system: System, world: World, http: httpx.AsyncClient, family: str) -> None:
    """401 without a good token, 403 to another role; what is not theirs is answered as what does not exist."""
    asked = [cell for cell in cells(world, family) if cell.expected != ALLOWED]
    found = await wrong(system, http, [*asked, *swapped(world, family)], world)
    assert found == [], "\n".join(found)


@pytest.mark.parametrize("family", ROUTES)
async def test_what_is_allowed(system: System, world: World, http: httpx.AsyncClient, family: str) -> None:
    """Those who may get an answer, in every state of the fair; the state alone may forbid it."""
    asked = [cell for cell in cells(world, family) if cell.expected == ALLOWED and cell.route not in ENDING]
    found = await wrong(system, http, asked, world, 1 if family in ONE_BY_ONE else ALLOWED_AT_ONCE)
    assert found == [], "\n".join(found)


async def test_what_ends_a_right_is_allowed(system: System, world: World, http: httpx.AsyncClient) -> None:
    """One route after the other, since each changes what may follow."""
    everything = [cell for family in ROUTES for cell in cells(world, family)]
    for route in ENDING:
        asked = [cell for cell in everything if cell.route == route and cell.expected == ALLOWED]
        found = await wrong(system, http, asked, world, ALLOWED_AT_ONCE)
        assert found == [], "\n".join(found)
