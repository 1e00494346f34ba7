"""The OpenAPI document that is built from routes and one table."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, Field, create_model
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from plumbing.http.openapi import Says, document


class Thing(BaseModel):
    """What is answered."""

    name: str


class ThingBody(BaseModel):
    """What is sent."""

    name: str
    note: str | None = None


class Asked(BaseModel):
    """What a read takes."""

    after: str | None = Field(None, description="A place.")


class Shelf:
    """Has its handlers as methods, as the services do."""

    async def thing(self, request: Request) -> Response:
        """One thing.

        Its longer story.
        """
        return PlainTextResponse("thing")

    async def store(self, request: Request) -> Response:
        """Store a thing."""
        return PlainTextResponse("stored")


def described(**more: Any) -> dict[str, Any]:
    """The document of a service with two operations on one path, and a mount, which is left out."""
    shelf = Shelf()
    routes = [
        Route("/things/{thing}", shelf.thing),
        Route("/things/{thing}", shelf.store, methods=["PUT"]),
        Route("/hidden", shelf.thing),
        Mount("/static", routes=[]),
    ]
    says = Says(Thing, query=Asked, problems=(404, 422), token="optional", tag="things", **more)
    table = {
        "GET /things/{thing}": says,
        "PUT /things/{thing}": Says(Thing, status=202, body=ThingBody, problems=(401,), token="needed"),
    }
    return document("Things", "About things.", routes, table)


def test_a_handlers_docstring_is_its_summary() -> None:
    """Its first paragraph is the summary, the rest the description; its name is the id."""
    operation = described()["paths"]["/things/{thing}"]["get"]
    assert (operation["summary"], operation["description"]) == ("One thing.", "Its longer story.")
    assert (operation["operationId"], operation["tags"]) == ("thing", ["things"])


def test_only_what_is_in_the_table_is_told() -> None:
    """A route without an entry is left out instead of shown empty."""
    assert list(described()["paths"]) == ["/things/{thing}"]


def test_parameters_come_from_the_path_and_from_the_query_model() -> None:
    """An optional parameter is not described as a choice between text and null."""
    path, query = described()["paths"]["/things/{thing}"]["get"]["parameters"]
    assert (path["name"], path["in"], path["required"]) == ("thing", "path", True)
    assert (query["name"], query["in"], query["required"], query["description"]) == (
        "after",
        "query",
        False,
        "A place.",
    )
    assert query["schema"]["type"] == "string"
    assert "anyOf" not in query["schema"]


def test_problems_have_their_media_type_and_answers_theirs() -> None:
    """Errors are RFC 9457 problems; successes have their own media type."""
    answers = described(media_types=("application/json", "application/ld+json"))["paths"]["/things/{thing}"]["get"][
        "responses"
    ]
    assert list(answers) == ["200", "404", "422"]
    assert list(answers["404"]["content"]) == ["application/problem+json"]
    assert list(answers["200"]["content"]) == ["application/json", "application/ld+json"]


def test_a_body_is_told_and_no_problem_that_cannot_be() -> None:
    """422 is documented only if the table says so."""
    operation = described()["paths"]["/things/{thing}"]["put"]
    assert operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith("/ThingBody")
    assert list(operation["responses"]) == ["202", "401"]


def test_a_body_may_be_optional_or_no_json() -> None:
    """A body may be empty, or a file."""
    shelf = Shelf()
    routes = [Route("/a", shelf.store, methods=["PUT"]), Route("/b", shelf.store, methods=["PUT"])]
    table = {"PUT /a": Says(body=ThingBody, body_optional=True), "PUT /b": Says(raw_body="application/pdf")}
    paths = document("Things", "", routes, table)["paths"]
    assert paths["/a"]["put"]["requestBody"]["required"] is False
    assert list(paths["/b"]["put"]["requestBody"]["content"]) == ["application/pdf"]


def test_what_is_said_beside_the_docstring_is_told() -> None:
    """Text from the table, such as required roles, is appended to the handler's description."""
    operation = described(about="For everybody.")["paths"]["/things/{thing}"]["get"]
    assert operation["description"] == "Its longer story.\n\nFor everybody."


def test_a_token_is_needed_or_optional() -> None:
    """An empty security requirement means that the token is optional."""
    operations = described()["paths"]["/things/{thing}"]
    assert operations["get"]["security"] == [{"bearer": []}, {}]
    assert operations["put"]["security"] == [{"bearer": []}]
    assert described()["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def test_models_are_told_once_by_their_name() -> None:
    """Their names become names in generated clients."""
    assert {"Thing", "ThingBody", "ProblemDetails", "WrongPlace"} <= set(described()["components"]["schemas"])


def test_two_models_of_one_name_are_refused() -> None:
    """One would be described by the other, also where it stands inside another model."""

    class Row(BaseModel):
        kind: int

    inner = create_model("Thing", name=(int, ...))
    for other in (inner, create_model("Things", items=(list[inner], ...), last=(Row, ...))):
        with pytest.raises(ValueError, match=r"two models are called Thing$"):
            document("Things", "", [], {"GET /": Says(Thing), "PUT /": Says(other)})
