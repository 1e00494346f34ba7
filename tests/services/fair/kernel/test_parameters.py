"""SQL with parameters by name."""

from __future__ import annotations

from services.fair.kernel.parameters import Named


def test_names_become_numbers() -> None:
    """Each name has one number, a cast stays, and the arguments come in the order of the numbers."""
    named = Named("SELECT :b::text, :a, :b, x::int WHERE y = 'a::b' AND z = :long_name")
    assert named.sql == "SELECT $1::text, $2, $1, x::int WHERE y = 'a::b' AND z = $3"
    assert named.of({"a": 1, "b": 2, "long_name": 3, "unused": 4}) == [2, 1, 3]
