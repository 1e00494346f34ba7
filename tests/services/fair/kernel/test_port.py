"""Keys as the columns that a query takes as parameters."""

from __future__ import annotations

import pytest

from services.fair.kernel.port import columns_of


def test_keys_become_columns() -> None:
    """In the order of the keys."""
    assert columns_of([(1, "a"), (2, "b")]) == ([1, 2], ["a", "b"])


def test_keys_have_the_same_number_of_parts() -> None:
    """A key that lacks a part raises an error."""
    with pytest.raises(ValueError, match="shorter"):
        columns_of([(1, "a"), (2,)])
