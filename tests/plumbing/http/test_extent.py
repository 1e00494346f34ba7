"""The extent of what fits a model is found from its schema, and values are counted without parsing."""

from __future__ import annotations

import json
import time
from typing import Annotated, Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from plumbing.http.extent import UNBOUNDED, extent_of, has_more_values

Name = Annotated[str, StringConstraints(max_length=20)]
JSON = st.recursive(
    st.none() | st.integers() | st.text(alphabet='",:[{\\a', max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(alphabet=':,"\\', max_size=3), inner, max_size=4)
    ),
)


class Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Step(Closed):
    name: Name
    done: bool = False


class Plan(Closed):
    """Everything in it is bounded."""

    id: UUID
    title: Name | None = None
    steps: Annotated[list[Step], Field(max_length=3)]


class Tree(Closed):
    """It may contain itself."""

    branches: Annotated[list[Tree], Field(max_length=2)]


def test_the_largest_plan_is_within_its_extent() -> None:
    """Also with every character escaped, and three steps."""
    step = {"name": "\U0001f600" * 20, "done": False}
    largest = {"id": str(UUID(int=0)), "title": "\U0001f600" * 20, "steps": [step] * 3}
    raw = json.dumps(largest, indent=2).encode()
    TypeAdapter(Plan).validate_json(raw)
    extent = extent_of(TypeAdapter(Plan))
    assert len(raw) <= extent.size < 3 * len(raw)
    assert not has_more_values(raw, extent.values)
    assert extent.values == (1 + 3 + 3) + 3 * (1 + 2 + 2)


@pytest.mark.parametrize("kind", [dict[str, int], Tree, Any, BaseModel])
def test_what_the_schema_does_not_bound_is_boundless(kind: Any) -> None:
    """Free members, and what contains itself."""
    assert extent_of(TypeAdapter(kind)) == (UNBOUNDED, UNBOUNDED)


def test_lists_and_texts_without_a_bound_are_told() -> None:
    """A text has bounded values, a list has neither."""
    assert extent_of(TypeAdapter(str)) == (UNBOUNDED, 1)
    assert extent_of(TypeAdapter(list[int])) == (UNBOUNDED, UNBOUNDED)


def values_of(value: Any) -> int:
    """Values and names in parsed JSON."""
    if isinstance(value, dict):
        return 1 + sum(1 + values_of(member) for member in value.values())
    return 1 + sum(map(values_of, value)) if isinstance(value, list) else 1


@given(JSON, st.sampled_from([0, 1, 5, 20]))
def test_values_are_counted_without_parsing(value: Any, most: int) -> None:
    """Never fewer than there are, and at most as many more as there are containers; texts count once."""
    raw, there = json.dumps(value).encode(), values_of(value)
    assert has_more_values(raw, most) >= (there > most)
    assert not has_more_values(raw, 2 * there)


@pytest.mark.parametrize(
    ("raw", "more"),
    [
        (b'{"x":[' + b"[]," * 340_000 + b"[]]}", True),
        (b"[" + b'"",' * 340_000 + b'""]', True),
        (b'{"a":"' + b"a, " * 340_000 + b'"}', False),
        (b'{"a":"' + rb"\"," * 340_000 + b'"}', False),
    ],
)
def test_a_megabyte_is_counted_at_once(raw: bytes, more: bool) -> None:
    """In a tenth of the time that parsing its values would take."""
    began = time.process_time()
    assert has_more_values(raw, 5_000) == more
    assert time.process_time() - began < 0.2
