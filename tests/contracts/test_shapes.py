"""What narrows, widens or breaks a JSON Schema: each row breaks one, or proves that a change is compatible."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contracts.shapes import Comparison, Schema, Side

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
NULL: Schema = {"type": "null"}


def thing(*required: str, **fields: Schema) -> Schema:
    """An object with these fields."""
    return {"type": "object", "properties": fields, "required": [*required]}


def said(old: Schema, new: Schema, side: Side) -> list[str]:
    """The differences that the comparison finds."""
    return list(Comparison(old, new, side).breaks(old, new, "it"))


BREAKS: dict[str, tuple[Schema, Schema, str, tuple[Side, ...]]] = {
    "a field removed": (thing(a=TEXT), thing(), "it.a: is gone", tuple(Side)),
    "a field renamed": (thing(a=TEXT), thing(b=TEXT), "it.a: is gone", tuple(Side)),
    "a type changed": (thing(a=TEXT), thing(a=NUMBER), "it.a: was string, is integer", tuple(Side)),
    "a field newly required": (
        thing(a=TEXT),
        thing("a", a=TEXT),
        "it.a: is required now",
        (Side.TAKEN, Side.KEPT),
    ),
    "a new required field": (thing(), thing("a", a=TEXT), "it.a: is required now", (Side.TAKEN, Side.KEPT)),
    "a field that may be missing": (
        thing("a", a=TEXT),
        thing(a=TEXT),
        "it.a: may be missing now",
        (Side.TOLD, Side.KEPT),
    ),
    "an enum value removed": (
        {**TEXT, "enum": ["x", "y"]},
        {**TEXT, "enum": ["x"]},
        "it: 'y' is gone",
        tuple(Side),
    ),
    "an enum where there was none": (TEXT, {**TEXT, "enum": ["x"]}, "it: takes only", (Side.TAKEN, Side.KEPT)),
    "a shorter text": (
        {**TEXT, "maxLength": 9},
        {**TEXT, "maxLength": 8},
        "it: maxLength is 8 now",
        (Side.TAKEN, Side.KEPT),
    ),
    "a bound where there was none": (NUMBER, {**NUMBER, "minimum": 1}, "it: minimum is 1 now", (Side.TAKEN, Side.KEPT)),
    "another pattern": (
        {**TEXT, "pattern": "a"},
        {**TEXT, "pattern": "b"},
        "it: pattern is 'b' now",
        (Side.TAKEN, Side.KEPT),
    ),
    "no null any more": (
        {"anyOf": [TEXT, NULL]},
        {"anyOf": [TEXT]},
        "it: may not be null any more",
        (Side.TAKEN, Side.KEPT),
    ),
    "null where there was none": (TEXT, {"anyOf": [TEXT, NULL]}, "it: may be null now", (Side.TOLD, Side.KEPT)),
    "unknown fields refused": (
        thing(a=TEXT),
        {**thing(a=TEXT), "additionalProperties": False},
        "it: takes no unknown field any more",
        (Side.TAKEN, Side.KEPT),
    ),
    "an item's type changed": (
        {"type": "array", "items": TEXT},
        {"type": "array", "items": NUMBER},
        "it[]: was string, is integer",
        tuple(Side),
    ),
    "a value's type changed": (
        {"type": "object", "additionalProperties": NUMBER},
        {"type": "object", "additionalProperties": TEXT},
        "it.*: was integer, is string",
        tuple(Side),
    ),
}

HARMLESS: dict[str, tuple[Schema, Schema]] = {
    "nothing": (thing("a", a=TEXT), thing("a", a=TEXT)),
    "a new optional field": (thing("a", a=TEXT), thing("a", a=TEXT, b=NUMBER)),
    "another title": ({**TEXT, "title": "A"}, {**TEXT, "title": "B", "description": "more"}),
    "an enum value added": ({**TEXT, "enum": ["x"]}, {**TEXT, "enum": ["x", "y"]}),
    "a second value beside the only one": ({**TEXT, "const": "x"}, {**TEXT, "enum": ["x", "y"]}),
    "a longer text": ({**TEXT, "maxLength": 8}, {**TEXT, "maxLength": 9}),
    "choices in another order": ({"anyOf": [TEXT, NULL]}, {"anyOf": [NULL, TEXT]}),
}


@pytest.mark.parametrize("name", BREAKS)
@pytest.mark.parametrize("side", Side)
def test_a_break_is_found_where_somebody_relies_on_it(name: str, side: Side) -> None:
    """Requests must not narrow, answers must not widen, and stored data must do neither."""
    old, new, words, sides = BREAKS[name]
    found = said(old, new, side)
    assert any(one.startswith(words) for one in found) == (side in sides), found


@pytest.mark.parametrize("name", HARMLESS)
@pytest.mark.parametrize("side", Side)
def test_what_harms_nobody_is_no_break(name: str, side: Side) -> None:
    """Compatible growth of contracts is accepted."""
    assert said(*HARMLESS[name], side) == []


def test_references_are_followed_on_both_sides() -> None:
    """A definition may be renamed, but not changed."""
    old = {"$ref": "#/$defs/Old", "$defs": {"Old": thing(a=TEXT)}}
    same = {"$ref": "#/$defs/New", "$defs": {"New": thing(a=TEXT)}}
    other = {"$ref": "#/$defs/New", "$defs": {"New": thing(a=NUMBER)}}
    assert said(old, same, Side.KEPT) == []
    assert said(old, other, Side.KEPT) == ["it.a: was string, is integer"]


def test_what_refers_to_itself_comes_to_an_end() -> None:
    """A recursive schema, such as a tree of nodes."""

    def tree(leaf: Schema) -> dict[str, Any]:
        children = {"type": "array", "items": {"$ref": "#/$defs/Node"}}
        return {"$ref": "#/$defs/Node", "$defs": {"Node": thing(leaf=leaf, children=children)}}

    assert said(tree(TEXT), tree(TEXT), Side.KEPT) == []
    assert said(tree(TEXT), tree(NUMBER), Side.KEPT) == ["it.leaf: was string, is integer"]


def test_choices_are_told_apart_by_their_discriminator() -> None:
    """The catalog's entries are all objects, and `kind` distinguishes them."""

    def entries(*kinds: str) -> Schema:
        return {"oneOf": [thing("kind", kind={"const": kind, "type": "string"}) for kind in kinds]}

    assert said(entries("fair", "job"), entries("job", "fair"), Side.KEPT) == []
    assert said(entries("fair", "job"), entries("fair"), Side.KEPT) == ["it: may not be job any more"]
