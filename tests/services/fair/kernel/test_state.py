"""The state of a batch: the rows of each noun, by their class."""

from __future__ import annotations

import pytest

from services.fair.kernel.state import State


class Apples:
    pass


class Pears:
    pass


def test_each_noun_has_rows_of_its_own() -> None:
    """One instance per class and batch; batches share none."""
    state, other = State([Apples, Pears]), State([Apples, Pears])
    assert isinstance(state.of(Apples), Apples)
    assert state.of(Apples) is state.of(Apples)
    assert state.of(Apples) is not other.of(Apples)


def test_rows_that_nobody_registered_are_an_error() -> None:
    """Rows of a class that no noun registered raise an error."""
    with pytest.raises(KeyError):
        State([Apples]).of(Pears)
