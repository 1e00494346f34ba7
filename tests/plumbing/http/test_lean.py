"""The lean request: its headers."""

from __future__ import annotations

from plumbing.http.lean import LeanRequest


def test_a_header_is_found_by_its_name_in_lower_case() -> None:
    """A value that is not UTF-8 is read as Latin-1, as in HTTP; a missing header is None."""
    headers = [(b"content-type", b"application/json"), (b"x-name", b"caf\xe9")]
    asked = LeanRequest({"type": "http", "headers": headers}).headers
    assert (asked.get("content-type"), asked.get("x-name"), asked.get("etag")) == ("application/json", "café", None)


def test_the_first_of_a_repeated_header_counts() -> None:
    """As in Starlette."""
    headers = [(b"authorization", b"Bearer one"), (b"authorization", b"Bearer two")]
    assert LeanRequest({"type": "http", "headers": headers}).headers["authorization"] == "Bearer one"
