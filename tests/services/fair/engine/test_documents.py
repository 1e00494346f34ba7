"""fair's documents: OpenAPI lists every served route and no other, AsyncAPI every topic and message."""

from __future__ import annotations

import json
from importlib import import_module
from inspect import iscoroutinefunction
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

from plumbing.http.openapi import JSON
from schemas import catalog, topics
from services.fair import wiring
from services.fair.engine import documents
from services.fair.kernel.read import Read
from services.fair.reference.site import Reference
from services.fair.site import PAGES
from services.fair.wiring import ReadApi, app, reads
from tests.architecture.sources import ROOT, module_name
from tests.services.fair.running import settings
from tests.services.fair.site import Site, is_problem

DOCUMENTS = {"/openapi.json", "/asyncapi.json"}
"""JSON that a standard describes, not a model."""
Served = tuple[list[Read], set[str], dict[str, Any]]


@pytest.fixture
def served(tmp_path: Path) -> Served:
    """The reads, the served addresses and the OpenAPI document. Nothing is started."""
    given = settings("127.0.0.1:1", "postgresql://nowhere/livefair", tmp_path)
    listed, routes = reads(ReadApi(given)), app(given).routes
    addresses = {route.path for route in routes if isinstance(route, Route)}
    return listed, addresses, documents.openapi(routes, listed)


def test_openapi_has_every_address_and_no_other(served: Served, tmp_path: Path) -> None:
    """OpenAPI lists every read once and the routes of every service; pages and reference are for people, left out."""
    listed, addresses, document = served
    given = settings("127.0.0.1:1", "postgresql://nowhere/livefair", tmp_path)
    reference = {route.path for route in Reference(given).routes() if isinstance(route, Route)}
    paths = [read.path for read in listed]
    assert len(paths) == len(set(paths))
    assert addresses - PAGES.keys() - reference == set(document["paths"]) == {*paths, *documents.STANDARD}


def test_every_read_of_json_has_a_model(served: Served) -> None:
    """Each read has its model's schema and its statuses, and each operation a summary and a tag."""
    listed, _, document = served
    for read in listed:
        operation = document["paths"][read.path]["get"]
        assert (bool(operation["summary"]), operation["tags"]) == (True, [read.says.tag])
        assert set(operation["responses"]) == {"200", *map(str, read.says.problems)}
        if JSON in read.says.media_types and read.path not in DOCUMENTS:
            assert read.says.answer is not None, read.path
            schema = operation["responses"]["200"]["content"][JSON]["schema"]
            assert schema == {"$ref": f"#/components/schemas/{read.says.answer.__name__}"}


def test_every_handler_is_served(served: Served) -> None:
    """Each class of reads is wired, and each of its handlers is in its list, so that none is forgotten."""
    listed, _, _ = served
    files = Path(wiring.__file__).parent.rglob("*.py")
    modules = [import_module(module_name(path.relative_to(ROOT))) for path in files if path.name != "__main__.py"]
    found = {one for module in modules for one in vars(module).values() if isinstance(one, type)}
    nouns = {one for one in found if hasattr(one, "served")}
    handlers = {
        f"{noun.__name__}.{name}" for noun in nouns for name, one in vars(noun).items() if is_handler(name, one)
    }
    assert {read.handler.__qualname__ for read in listed} == handlers


def is_handler(name: str, one: object) -> bool:
    return iscoroutinefunction(one) and not name.startswith("_")


def test_the_log_is_described_by_topic() -> None:
    """AsyncAPI lists each topic that is read or written, with each kind of message."""
    document = documents.asyncapi()
    addresses = {channel["address"] for channel in document["channels"].values()}
    assert addresses == {one.name for one in topics.TOPICS if "fair" in (*one.readers, *one.writers)}
    assert "livefair.ResumeSubmitted.v1" in document["channels"]["livefair.fairs:read"]["messages"]


def test_every_entry_of_the_catalog_is_described() -> None:
    """Every model of `schemas/catalog.py` with a `kind` is described, without a list to maintain."""
    entries = {name for name, one in vars(catalog).items() if "kind" in getattr(one, "model_fields", {})}
    assert {"FairEntry", "StaffEntry", "StaffLinkEntry"} < entries
    assert set(documents.asyncapi()["channels"]["livefair.catalog:written"]["messages"]) == entries


async def test_a_private_key_is_not_served(site: Site) -> None:
    """A file that was replaced since the start is looked at again: 503 and no member of it, until it is mended."""
    jwks = site.issuer.jwks
    public = jwks.read_text()
    assert (await site.get("/.well-known/jwks.json")).json() == json.loads(public)
    [key] = json.loads(public)["keys"]
    for text in (json.dumps({"keys": [{**key, "d": "hidden"}]}), "{}", "no json"):
        jwks.write_text(text)
        answer = await site.get("/.well-known/jwks.json")
        assert is_problem(answer, 503)
        assert "hidden" not in answer.text
    jwks.write_text(public)
    assert (await site.get("/.well-known/jwks.json")).status_code == 200
