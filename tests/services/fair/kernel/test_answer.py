"""Answers as allow-lists: what is filled, what is left out, what is never published."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from pydantic import BaseModel, Field

from services.fair.kernel.answer import Answer, Page, Receipt, TabbedPage


class Part(Answer):
    """A part of another answer."""

    a: int
    b: str | None = None


class Foreign(BaseModel):
    """A part that is no `Answer`, as those of `schemas`."""

    word: str | None = None
    parts: list[Part] = []


class Hours(Answer):
    """Its JSON name is a word of Python."""

    begins: int = Field(alias="from")


class Whole(Answer):
    """An answer with every kind of field."""

    id: int
    needed: str | None
    left_out: str | None = None
    part: Part | None = None
    parts: list[Part] | None = None
    foreign: Foreign | None = None
    free: dict[str, Any] | None = None


class Wholes(TabbedPage[Whole]):
    """A page of them."""


def encoded(filled: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(filled))


def test_a_column_that_is_no_field_is_not_published() -> None:
    """In the answer itself and in each of its parts, however deep."""
    secret: dict[str, Any] = {"secret": 1}
    part = {"a": 1, "b": None, **secret}
    row: dict[str, Any] = {
        "id": 1,
        "needed": None,
        "part": part,
        "parts": [part],
        "foreign": {"word": "x", "parts": [part], **secret},
    }
    told = {"a": 1, "b": None}
    assert encoded(Whole.of({**row, **secret})) == {
        "id": 1,
        "needed": None,
        "part": told,
        "parts": [told],
        "foreign": {"word": "x", "parts": [told]},
    }


def test_what_is_none_is_left_out_where_it_is_optional() -> None:
    """A required field is null instead; an empty list, a zero and a false are values."""
    row: dict[str, Any] = {"id": 0, "needed": None, "left_out": None, "parts": [], "free": {"any": None}}
    assert encoded(Whole.of(row)) == {"id": 0, "needed": None, "parts": [], "free": {"any": None}}


def test_a_handlers_value_goes_before_the_column() -> None:
    """Also where it is None."""
    assert encoded(Whole.of({"id": 1, "needed": "x", "left_out": "y"}, id=2, left_out=None)) == {"id": 2, "needed": "x"}


def test_a_forgotten_field_is_an_error() -> None:
    """A required one that is in neither, and a value that the model does not name."""
    with pytest.raises(KeyError, match="needed"):
        Whole.of({"id": 1})
    with pytest.raises(TypeError, match="secret"):
        Whole.of({"id": 1, "needed": None}, secret=1)
    with pytest.raises(TypeError):
        Whole.of({"id": 1, "needed": None}, part=Receipt.of(position="x", accepted_at=None))


def test_a_name_in_json_may_differ() -> None:
    """By the field's alias."""
    assert encoded(Hours.of(begins=1)) == {"from": 1}


def test_a_page_holds_filled_items() -> None:
    """And what its model names beside them."""
    one = Whole.of({"id": 1, "needed": None})
    page = Wholes.of(items=[one], next_cursor=None, counts={"open": 1})
    assert encoded(page) == {"items": [{"id": 1, "needed": None}], "next_cursor": None, "counts": {"open": 1}}
    with pytest.raises(TypeError, match="counts"):
        Page[Whole].of(items=[one], next_cursor=None, counts={"open": 1})
