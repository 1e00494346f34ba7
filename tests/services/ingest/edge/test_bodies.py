"""Rules for the bodies of all nouns. The tests of a noun cover its own rules."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plumbing.http.problem import Problem
from services.ingest.edge import bodies
from services.ingest.edge.bodies import NOTHING, BodyKind, ahead_of_now, once, web_address
from services.ingest.resumes.bodies import RESUME

INGEST = Path(bodies.__file__).parents[1]
KINDS = {
    f"{path.parent.name}.{name}": kind
    for path in sorted(INGEST.glob("*/bodies.py"))
    for name, kind in vars(importlib.import_module(f"services.ingest.{path.parent.name}.bodies")).items()
    if isinstance(kind, BodyKind) and not name.startswith("_")
}
"""Every body of every noun, by folder and name."""


def test_every_noun_has_its_bodies_among_them() -> None:
    """The test below covers all nouns, including new ones."""
    folders = {path.parent.name for path in INGEST.glob("*/bodies.py")}
    assert {name.partition(".")[0] for name in KINDS} == folders
    assert {"fairs", "booths", "jobs", "applications", "cards", "sessions", "chat", "resumes"} <= folders


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.model and kind is not RESUME])
def test_no_body_takes_a_name_it_does_not_know(name: str) -> None:
    """Except for a resume, which is stored as it was sent."""
    with pytest.raises(Problem) as caught:
        KINDS[name].parse(b'{"colour": "red"}')
    assert "colour" in [error["path"] for error in caught.value.errors]


def test_nothing_is_nothing_or_an_empty_object() -> None:
    """Both are accepted if no body is required; a list is not."""
    assert NOTHING.optional
    assert NOTHING.parse(b"") == NOTHING.parse(b"{}")
    with pytest.raises(Problem):
        NOTHING.parse(b"[]")


def test_a_list_names_each_thing_once() -> None:
    """The order of the request is kept."""
    assert once(["b", "a"]) == ["b", "a"]
    with pytest.raises(ValueError, match="twice"):
        once(["a", "b", "a"])


def test_what_has_passed_is_not_ahead() -> None:
    """By the edge's clock."""
    assert ahead_of_now(datetime.max.replace(tzinfo=UTC)).year == 9999
    with pytest.raises(ValueError, match="in the past"):
        ahead_of_now(datetime.now(UTC))


@pytest.mark.parametrize("text", ["https://a.example", "http://[::1]:8080/x?y=a@b", "https://例.example/路"])
def test_a_web_address_is_kept_as_it_is(text: str) -> None:
    """Domain names and paths may be in any script, and a query may hold any character."""
    assert web_address(text) == text


@pytest.mark.parametrize(
    "text",
    ["https://a@b.example/", "https://a:b@c.example", "https://a.example\\@b.example/", "http://[::1/", "http://a:b/"],
)
def test_a_web_address_names_one_host(text: str) -> None:
    """Credentials, backslashes, and hosts or ports that cannot be read are refused."""
    with pytest.raises(ValueError, match="host"):
        web_address(text)
