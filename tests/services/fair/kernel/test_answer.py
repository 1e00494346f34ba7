"""Answers as allow-lists: what is filled, what is left out, what is never published."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import pytest
from pydantic import BaseModel, Field

from services.fair.kernel.answer import Answer, ForSome, Page, Receipt, TabbedPage


class Part(Answer):
    """A part of another answer."""

    a: int
    b: str | None = None


class Foreign(BaseModel):
    """A part that is not an `Answer`, like the models of `schemas`."""

    word: str | None = None
    parts: list[Part] = []


class Hours(Answer):
    """Its JSON name is a keyword of Python."""

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
    some: Annotated[list[Part] | None, ForSome()] = None


class Wholes(TabbedPage[Whole]):
    """A page of them."""


ROW: dict[str, Any] = {"id": 1, **dict.fromkeys(("needed", "left_out", "part", "parts", "foreign", "free"))}


def encoded(filled: Any) -> Any:
    return msgspec.json.decode(msgspec.json.encode(filled))


def test_a_column_that_is_no_field_is_not_published() -> None:
    """In the answer and in its parts, at any depth."""
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
    assert encoded(Whole.of({**ROW, **row, **secret})) == {
        "id": 1,
        "needed": None,
        "part": told,
        "parts": [told],
        "foreign": {"word": "x", "parts": [told]},
    }


def test_what_is_none_is_left_out_where_it_is_optional() -> None:
    """A required field is null instead; an empty list, zero and false are kept."""
    row: dict[str, Any] = {"id": 0, "needed": None, "left_out": None, "parts": [], "free": {"any": None}}
    assert encoded(Whole.of({**ROW, **row})) == {"id": 0, "needed": None, "parts": [], "free": {"any": None}}


def test_a_handlers_value_goes_before_the_column() -> None:
    """Also if the value is None."""
    assert encoded(Whole.of({**ROW, "needed": "x", "left_out": "y"}, id=2, left_out=None)) == {"id": 2, "needed": "x"}


def test_a_forgotten_field_is_an_error() -> None:
    """A field that is neither in the row nor given, and a value that the model does not name, raise an error."""
    for name in ("needed", "left_out"):
        with pytest.raises(KeyError, match=name):
            Whole.of({column: value for column, value in ROW.items() if column != name})
    with pytest.raises(TypeError, match="secret"):
        Whole.of(ROW, secret=1)
    with pytest.raises(TypeError):
        Whole.of(ROW, part=Receipt.of(position="x", accepted_at=None))


def test_what_is_for_some_is_filled_by_name_only() -> None:
    """A column of the same name does not fill it, and given values are filtered like any part."""
    row = {**ROW, "some": [{"a": 1}]}
    assert encoded(Whole.of(row)) == {"id": 1, "needed": None}
    assert encoded(Whole.of(row, some=[{"a": 2, "secret": 1}]))["some"] == [{"a": 2}]


def test_each_row_is_filled_as_one_is() -> None:
    """A list of rows gives the same answers as filling each row alone."""
    rows: list[dict[str, Any]] = [
        {**ROW, "id": 1, "secret": 1},
        {**ROW, "id": 2, "needed": "x", "part": {"a": 1, "secret": 1}},
    ]
    assert encoded(Whole.each(rows)) == [encoded(Whole.of(row)) for row in rows]
    parts: list[dict[str, Any]] = [{"a": 1, "b": None, "secret": 1}, {"a": 2, "b": "x"}]
    assert encoded(Part.each(parts)) == [{"a": 1}, {"a": 2, "b": "x"}]


def test_a_part_has_one_model() -> None:
    """A field with two models raises an error: neither could filter its value."""

    class Either(Answer):
        one: Part | Receipt

    with pytest.raises(TypeError, match="one model"):
        Either.of(one={})


def test_a_name_in_json_may_differ() -> None:
    """The field's alias is its JSON name."""
    assert encoded(Hours.of(begins=1)) == {"from": 1}


def test_a_page_holds_filled_items() -> None:
    """A page has its items and the other fields of its model."""
    one = Whole.of(ROW)
    page = Wholes.of(items=[one], next_cursor=None, counts={"open": 1})
    assert encoded(page) == {"items": [{"id": 1, "needed": None}], "next_cursor": None, "counts": {"open": 1}}
    with pytest.raises(TypeError, match="counts"):
        Page[Whole].of(items=[one], next_cursor=None, counts={"open": 1})
