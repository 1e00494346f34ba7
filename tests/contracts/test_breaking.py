"""The checker of documents finds breaking changes that are made to the committed ones."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.contracts.breaking import breaks
from tests.contracts.committed import FOLDER

Document = dict[str, Any]


def kept(name: str) -> Document:
    """A committed contract."""
    document: Document = json.loads((FOLDER / f"{name}.json").read_text())
    return document


def after(name: str, change: Callable[[Document], object]) -> list[str]:
    """The breaks that are found after `change` was made to that contract."""
    now = copy.deepcopy(kept(name))
    change(now)
    return breaks(kept(name), now)


def schema(document: Document, name: str) -> Document:
    found: Document = document["components"]["schemas"][name]
    return found


FAIRS = "/v1/fairs/{fair}"
JOBS = "/v1/fairs/{fair}/jobs"
CHANGES: dict[str, tuple[str, Callable[[Document], object], str]] = {
    "a path": ("openapi/fair", lambda now: now["paths"].pop(FAIRS), f"GET {FAIRS}: is gone"),
    "an operation": ("openapi/ingest", lambda now: now["paths"]["/v1/fairs"].pop("post"), "POST /v1/fairs: is gone"),
    "a parameter": (
        "openapi/fair",
        lambda now: now["paths"][JOBS]["get"]["parameters"].pop(1),
        f"GET {JOBS}: query parameter after is gone",
    ),
    "a parameter newly required": (
        "openapi/fair",
        lambda now: now["paths"][JOBS]["get"]["parameters"][1].update(required=True),
        f"GET {JOBS}: query parameter after is required now",
    ),
    "a response": (
        "openapi/fair",
        lambda now: now["paths"][FAIRS]["get"]["responses"].pop("404"),
        f"GET {FAIRS}: does not answer 404 any more",
    ),
    "a media type": (
        "openapi/fair",
        lambda now: now["paths"]["/v1/jobs/{job}"]["get"]["responses"]["200"]["content"].pop("application/ld+json"),
        "GET /v1/jobs/{job} 200: application/ld+json is gone",
    ),
    "a token": (
        "openapi/fair",
        lambda now: now["paths"]["/v1/fairs"]["get"].update(security=[{"bearer": []}]),
        "GET /v1/fairs: needs a token now",
    ),
    "a field of an answer": (
        "openapi/fair",
        lambda now: schema(now, "Counters")["properties"].pop("decided"),
        f"GET {FAIRS}/counters 200.decided: is gone",
    ),
    "a field of a body newly required": (
        "openapi/ingest",
        lambda now: schema(now, "FairBody")["required"].append("region"),
        "POST /v1/fairs body.region: is required now",
    ),
    "an enum value of a body": (
        "openapi/ingest",
        lambda now: schema(now, "Salary")["properties"]["period"]["enum"].remove("hour"),
        "POST /v1/fairs/{fair}/jobs body.salary.period: 'hour' is gone",
    ),
    "a body newly required": (
        "openapi/ingest",
        lambda now: now["paths"][f"{FAIRS}/open"]["post"]["requestBody"].update(required=True),
        f"POST {FAIRS}/open: a body is required now",
    ),
    "a channel": (
        "asyncapi/fair",
        lambda now: now["channels"].pop("livefair.rooms:written"),
        "channel livefair.rooms:written: is gone",
    ),
    "a topic's name": (
        "asyncapi/notify",
        lambda now: now["channels"]["livefair.rooms:read"].update(address="rooms"),
        "channel livefair.rooms:read: is at rooms now",
    ),
    "a message": (
        "asyncapi/fair",
        lambda now: now["channels"]["livefair.fairs:read"]["messages"].pop("livefair.JobClosed.v1"),
        "channel livefair.fairs:read: livefair.JobClosed.v1 is gone",
    ),
    "a message's field": (
        "asyncapi/notify",
        lambda now: schema(now, "RoomRecord")["properties"].pop("counters"),
        "livefair.rooms:read",
    ),
    "a frame": (
        "asyncapi/notify",
        lambda now: now["channels"]["live"]["messages"].pop("reload"),
        "channel live: reload is gone",
    ),
    "an operation on a channel": (
        "asyncapi/notify",
        lambda now: now["operations"].pop("live:send"),
        "operation live:send: does not send any more",
    ),
    "an event's field": (
        "events/livefair.JobPublished.v1",
        lambda now: now["properties"].pop("headcount"),
        "value.headcount: is gone",
    ),
    "a new required field of an event": (
        "events/livefair.JobPublished.v1",
        lambda now: now["required"].append("region"),
        "value.region: is required now",
    ),
    "a narrower field of an event": (
        "events/livefair.JobPublished.v1",
        lambda now: now["properties"]["title"].update(maxLength=100),
        "value.title: maxLength is 100 now",
    ),
    "a header": (
        "records/envelope",
        lambda now: now["properties"].pop("ce_actor"),
        "value.ce_actor: is gone",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_taking_away_or_narrowing_is_found(what: str) -> None:
    """Each row removes or narrows one thing of a committed contract."""
    name, change, words = CHANGES[what]
    found = after(name, change)
    assert any(one.startswith(words) for one in found), found


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.json")), ids=lambda path: path.stem)
def test_a_contract_breaks_nothing_of_itself(path: Any) -> None:
    """The checker understands everything in the documents."""
    document = json.loads(path.read_text())
    assert breaks(document, document) == []


def test_growing_is_free() -> None:
    """A new path, parameter, response or field breaks nobody."""

    def grow(now: Document) -> None:
        now["paths"]["/v1/new"] = {"get": {"responses": {}}}
        operation = now["paths"][FAIRS]["get"]
        operation["parameters"].append({"name": "new", "in": "query", "required": False, "schema": {"type": "string"}})
        operation["responses"]["451"] = {"description": "Not to be told"}
        schema(now, "Counters")["properties"]["new"] = {"type": "integer"}

    assert after("openapi/fair", grow) == []
