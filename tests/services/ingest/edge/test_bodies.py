"""Rules for the bodies of all nouns. The tests of a noun cover its own rules."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from plumbing.http.problem import Problem
from services.ingest.edge import bodies
from services.ingest.edge.bodies import NOTHING, BodyKind, ahead_of_now, once, seen, web_address
from services.ingest.resumes.bodies import RESUME

INGEST = Path(bodies.__file__).parents[1]
KINDS = {
    f"{path.parent.name}.{name}": kind
    for path in sorted(INGEST.glob("*/bodies.py"))
    for name, kind in vars(importlib.import_module(f"services.ingest.{path.parent.name}.bodies")).items()
    if isinstance(kind, BodyKind) and not name.startswith("_")
}
"""Every body of every noun, by folder and name."""
TIMES = {"starts_at": "2199-01-01T00:00:00Z", "ends_at": "2199-01-02T00:00:00Z"}
JOB = {"title": "a", "headcount": 1}
SHOWN: list[tuple[str, dict[str, Any], str]] = [
    ("fairs.FAIR", {"title": "a", "host": "b", **TIMES}, "title host campaign region"),
    ("fairs.FAIR_CHANGES", {}, "title host campaign region"),
    ("booths.BOOTH", {"name": "a"}, "name industry region"),
    ("booths.BOOTH_CHANGES", {}, "name industry region"),
    ("booths.REASON", {}, "reason"),
    ("jobs.JOB", JOB, "title region industry code"),
    ("jobs.JOB_CHANGES", {}, "title region industry code"),
    ("sessions.SESSION", {"title": "a", "starts_at": TIMES["starts_at"]}, "title"),
    ("sessions.SESSION_CHANGES", {}, "title"),
    ("sessions.ANNOUNCEMENT", {}, "text"),
    ("sessions.QUESTION", {}, "text"),
    ("chat.COMMENT", {}, "text"),
    ("applications.CHOICE", {}, "reason"),
    ("applications.INVITATION", {}, "message"),
    ("cards.ACCEPTANCE", {}, "message"),
    ("staff.HAND_OVER", {"to": None}, "note"),
]
"""A body, what else it needs, and its fields that people read in one line or as a note."""
ALL_SHOWN = [(name, rest, field) for name, rest, fields in SHOWN for field in fields.split()]


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


@pytest.mark.parametrize("text", ["\u200b", "\u3164\u2800", "\u202e", " \u2066\u2069", "\u0301"])
@pytest.mark.parametrize(("name", "rest", "field"), ALL_SHOWN)
def test_a_text_that_shows_nothing_is_refused(name: str, rest: dict[str, Any], field: str, text: str) -> None:
    """Zero-width, filler and direction-turning characters alone, wherever people write a name, a title or a note."""
    with pytest.raises(Problem) as caught:
        KINDS[name].parse(msgspec.json.encode({**rest, field: text}))
    assert [error["path"] for error in caught.value.errors] == [field]


@pytest.mark.parametrize("text", ["ＡＢＣ科技", "a\u200db", "감\u3164사", "💼"])
@pytest.mark.parametrize(("name", "rest", "field"), ALL_SHOWN)
def test_a_text_that_shows_anything_stands(name: str, rest: dict[str, Any], field: str, text: str) -> None:
    """As it was written: full-width letters, and joiners and fillers inside."""
    assert getattr(KINDS[name].parse(msgspec.json.encode({**rest, field: text})), field) == text


def test_a_major_and_a_wish_show_something_too() -> None:
    """Each one in its list; a text that turns its direction stands in a title."""
    for name, body in (("jobs.JOB", {**JOB, "majors": ["\u3164"]}), ("cards.CARD", {"wants": {"regions": ["\u200b"]}})):
        with pytest.raises(Problem):
            KINDS[name].parse(msgspec.json.encode(body))
    assert KINDS["jobs.JOB"].parse(msgspec.json.encode({**JOB, "title": "a\u202eb"})).title == "a\u202eb"


def test_what_is_seen_is_left_as_it_is() -> None:
    """The check changes nothing."""
    assert seen(" a\u3164") == " a\u3164"


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
