"""The API guide lists and shows every route of the contract and no other, and its format can be parsed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.docs.guide import INDEX, SERVICES, Dialogue, Example, Person, Route, examples, pages, people, routes

CONTRACTS = Path(__file__).parents[2] / "docs" / "contracts"
SAMPLE = """
| `GET /v1/fairs/{fair}` | anyone | one fair |
| `GET /healthz` | ingest, notify | alive |
| `{student}` | student | `sam` | |
| `{enterprise}` | enterprise | `erik` | `acme` |

```http
POST /v1/fairs/{fair}/booths
Authorization: Bearer {enterprise}

{"name": "A"}
```

`202 Accepted`

```json
{"id": "acme"}
```

```http
GET /v1/fairs/{fair}/report.pdf?lang=en
```

`200 OK` `application/pdf`

```frames
-> {"type": "ping"}
<- {"type":
    "pong"}
```
"""


def documented() -> dict[Route, set[int]]:
    """Every route of the committed OpenAPI documents, and its possible statuses."""
    found = {}
    for service in SERVICES:
        document = json.loads((CONTRACTS / "openapi" / f"{service}.json").read_text())
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                found[Route(service, method.upper(), path)] = {int(status) for status in operation["responses"]}
    return found


def guided() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in pages())


def shown() -> list[Example]:
    return [one for one in examples(guided(), "docs/api") if isinstance(one, Example)]


def route_of(example: Example, among: Iterable[Route]) -> Route:
    """The route of a path; literal segments are preferred to parameters. Raises LookupError."""
    fitting = [route for route in among if (route.service, route.method) == (example.service, example.method)]
    for route in sorted(fitting, key=lambda one: one.path.count("{")):
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(route.path))
        if re.fullmatch(pattern, example.path):
            return route
    raise LookupError(f"{example.method} {example.path} is no route of {example.service}")


def test_the_tables_list_the_routes_of_the_contract() -> None:
    """Each once; none is missing and none is invented."""
    listed = list(routes(guided()))
    assert len(set(listed)) == len(listed)
    assert set(listed) == set(documented())


def test_every_route_has_an_example() -> None:
    """Every example has a route and a status of the contract. Routes of all services are shown for one."""
    known = documented()
    met = {route_of(one, known) for one in shown()}
    assert {route for route in known if "/v1/" in route.path} <= met
    assert {route.path for route in known} == {route.path for route in met}
    wrong = [one.where for one in shown() if one.status not in known[route_of(one, known)]]
    assert wrong == []


def test_every_page_is_listed() -> None:
    """A page that the index does not list would not be tested."""
    assert {page.name for page in pages()} == {page.name for page in (pages()[0].parent).glob("*.md")}


def test_the_people_of_the_examples_are_in_the_index() -> None:
    """An example with an unknown token would fail in the middle of the story."""
    borne = {person.token for person in people((pages()[0]).read_text(encoding="utf-8"))}
    bearers = re.findall(r"Bearer \{(\w+)\}", guided())
    assert set(bearers) <= borne
    assert pages()[0].name == INDEX


def test_the_form_of_a_page_is_understood() -> None:
    """Tables, people, requests, answers, dialogues."""
    assert list(routes(SAMPLE)) == [
        Route("fair", "GET", "/v1/fairs/{fair}"),
        Route("ingest", "GET", "/healthz"),
        Route("notify", "GET", "/healthz"),
    ]
    assert people(SAMPLE) == [
        Person("student", "student", "sam", None),
        Person("enterprise", "enterprise", "erik", "acme"),
    ]
    write, read, dialogue = examples(SAMPLE, "sample.md")
    assert isinstance(write, Example)
    assert isinstance(read, Example)
    assert isinstance(dialogue, Dialogue)
    assert (write.where, write.method, write.target) == ("sample.md:7", "POST", "/v1/fairs/{fair}/booths")
    assert (write.headers, write.body.strip()) == ({"Authorization": "Bearer {enterprise}"}, '{"name": "A"}')
    assert (write.status, write.answer, write.service) == (202, '{"id": "acme"}\n', "ingest")
    assert (read.path, read.media, read.answer) == ("/v1/fairs/{fair}/report.pdf", "application/pdf", None)
    assert [direction for direction, _ in dialogue.frames] == ["->", "<-"]
    assert json.loads(dialogue.frames[1][1]) == {"type": "pong"}


def test_a_request_without_a_status_is_a_mistake() -> None:
    """It would be sent, and its answer compared with nothing."""
    with pytest.raises(ValueError, match=r"page\.md:1: no line with the status"):
        list(examples("```http\nGET /v1/fairs\n```\n\nSome text.\n", "page.md"))


def test_an_example_of_no_route_is_found() -> None:
    """Also if a parameter would match in another place."""
    (one,) = examples("```http\nGET /v1/fares\n```\n\n`200 OK`\n", "page.md")
    assert isinstance(one, Example)
    with pytest.raises(LookupError, match="is no route of fair"):
        route_of(one, documented())
