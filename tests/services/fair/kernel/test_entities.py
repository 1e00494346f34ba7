"""Entities made from rows."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from services.fair.kernel.entities import entity_of, fields_of


@dataclass(frozen=True, slots=True)
class Fruit:
    name: str
    seeds: tuple[int, ...] = ()


def test_an_entity_has_its_columns() -> None:
    """Other columns of the row are ignored; a given value replaces a column."""
    row = {"name": "apple", "seeds": [1, 2], "colour": "red"}
    assert entity_of(Fruit, row, seeds=(1, 2)) == Fruit("apple", (1, 2))
    assert tuple(fields_of(Fruit)) == ("name", "seeds")


def test_a_column_that_is_missing_is_an_error() -> None:
    """Also if the field has a default: the query forgot it."""
    with pytest.raises(KeyError):
        entity_of(Fruit, {"name": "apple"})
