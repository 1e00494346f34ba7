"""Every noun's writes are listed, served and described: a forgotten one fails here.

The nouns are found by their folders and their methods by their parameters, not by the lists under test.
"""

from __future__ import annotations

import importlib
import inspect
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

from plumbing.objects.store import Objects
from services.ingest import wiring
from services.ingest.edge.daily import Daily
from services.ingest.edge.documents import Endpoint
from services.ingest.edge.sealing import Seals
from services.ingest.edge.write import Write
from services.ingest.edge.writing import WriteRoute
from tests.services.ingest.write_edge import Edge

INGEST = Path(wiring.__file__).parent
CONTRACT = Path(__file__).parents[3] / "docs" / "contracts" / "openapi" / "ingest.json"
NOUNS = sorted(path.parent.name for path in INGEST.glob("*/writes.py"))
SHARED = {"edge", "imports"}
STANDARD = {"GET /healthz", "GET /readyz", "GET /metrics", "GET /openapi.json"}


def modules_of(noun: str) -> list[Any]:
    names = sorted(path.stem for path in (INGEST / noun).glob("*.py") if path.stem != "__init__")
    return [importlib.import_module(f"services.ingest.{noun}.{name}") for name in names]


def called(build: Callable[..., Any], edge: Edge) -> list[Any]:
    """The list that a noun's function returns, with arguments by name."""
    objects = Objects(str(edge.issuer.jwks.parent / "objects"))
    writer = next(route.app for route in edge.routes if isinstance(route.app, WriteRoute))._writer
    parts = {"audience": edge.audience, "limited": False, "objects": objects, "catalog": edge.catalog, "writer": writer}
    parts |= {"daily": Daily.of(1, 1, 1), "means": edge.background._means, "background": edge.background}
    parts |= vars(wiring.Rules(edge.catalog, objects, edge.keys))
    parts |= {"seals": Seals(edge.keys), "keys": edge.keys}
    listed: list[Any] = build(**{name: parts[name] for name in inspect.signature(build).parameters})
    return listed


def writes_of(noun: str, edge: Edge) -> list[Write[Any]]:
    return called(importlib.import_module(f"services.ingest.{noun}.writes").writes, edge)


def endpoints_of(noun: str, edge: Edge) -> list[Endpoint]:
    build = getattr(importlib.import_module(f"services.ingest.{noun}.writes"), "endpoints", None)
    return [] if build is None else called(build, edge)


def addresses_of(noun: str, edge: Edge) -> list[str]:
    """The addresses that a noun lists, as `POST /v1/fairs`."""
    writes = [f"{write.method} {write.path}" for write in writes_of(noun, edge)]
    return writes + [f"POST {endpoint.path}" for endpoint in endpoints_of(noun, edge)]


def served_by(edge: Edge) -> list[str]:
    return [f"{method} {route.path}" for route in edge.routes for method in (route.methods or ()) if method != "HEAD"]


def described() -> dict[str, Any]:
    """The operations of the committed document, which `tests/contracts` compares with what the service serves."""
    paths = json.loads(CONTRACT.read_text())["paths"]
    return {f"{method.upper()} {path}": one for path, methods in paths.items() for method, one in methods.items()}


def test_every_folder_but_the_shared_ones_is_a_noun() -> None:
    """Its list is in `writes.py` and its bodies in `bodies.py`, where the tests below find them."""
    folders = {path.parent.name for path in INGEST.glob("*/__init__.py")} - SHARED
    assert {path.parent.name for path in INGEST.glob("*/writes.py")} == folders
    assert {path.parent.name for path in INGEST.glob("*/bodies.py")} - SHARED == folders


@pytest.mark.parametrize("noun", NOUNS)
def test_what_a_noun_can_make_it_lists(noun: str, edge: Edge) -> None:
    """Each public method with a `call` parameter is behind exactly one route."""
    mine = [
        method.__qualname__
        for module in modules_of(noun)
        for _, one in inspect.getmembers(module, inspect.isclass)
        if one.__module__ == module.__name__
        for name, method in inspect.getmembers(one, inspect.iscoroutinefunction)
        if not name.startswith("_") and [*inspect.signature(method).parameters][:2] == ["self", "call"]
    ]
    assert mine
    assert Counter(write.prepare.__qualname__ for write in writes_of(noun, edge)) == Counter(mine)


@pytest.mark.parametrize("noun", NOUNS)
def test_what_a_noun_lists_is_served_and_described(noun: str, edge: Edge) -> None:
    """By the wiring, and by OpenAPI with a tag and a unique operation id."""
    listed, operations = addresses_of(noun, edge), described()
    assert listed
    assert [address for address in listed if address not in served_by(edge)] == []
    assert [address for address in listed if address not in operations] == []
    assert all(operations[address]["tags"] and operations[address]["operationId"] for address in listed)


def test_nothing_is_served_that_nobody_lists(edge: Edge) -> None:
    """Nor described; addresses and operation ids are unique, and each tag is in the document."""
    listed = [address for noun in NOUNS for address in addresses_of(noun, edge)]
    operations = described()
    assert Counter(served_by(edge)) == Counter([*listed, *STANDARD])
    assert operations.keys() == set(served_by(edge))
    assert max(Counter(one["operationId"] for one in operations.values()).values()) == 1
    assert {tag for one in operations.values() for tag in one["tags"]} == set(wiring.TAGS)


def test_no_address_hides_another(edge: Edge) -> None:
    """Routes are tried in order, the busiest first: in any order a request has one answer."""
    routes = [route for route in edge.routes if isinstance(route, Route)]
    filled = [(route, route.path.replace("{", "").replace("}", "")) for route in routes]
    for route, address in filled:
        fitting = [
            other.path
            for other in routes
            if (other.methods or set()) & (route.methods or set()) and other.path_regex.match(address)
        ]
        assert fitting == [route.path]
