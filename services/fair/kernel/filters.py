"""Parses and checks the filters of a list. Raises Problem 422."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from starlette.requests import Request

from plumbing.http.problem import Problem
from services.fair.kernel import search


def word_of(request: Request, name: str, words: Collection[str]) -> str | None:
    """One of `words`, or None if not given."""
    given = request.query_params.get(name)
    if given is not None and given not in words:
        raise Problem.at(name, f"must be one of {', '.join(words)}")
    return given


def text_of(request: Request, name: str) -> str | None:
    """Any text that a column can hold; None if empty or not given."""
    return (request.query_params.get(name) or "").replace("\0", " ") or None


def is_true(request: Request, name: str) -> bool:
    """Whether it is `true`; False if it is `false` or not given."""
    return word_of(request, name, ("true", "false")) == "true"


def query_of(request: Request) -> search.Query | None:
    """The words to search for, folded like the searched texts; None if none are given."""
    text = request.query_params.get("q", "").replace("\0", " ").strip()
    return search.query(text) if text else None


def id_of(request: Request, name: str) -> UUID | None:
    """A UUID, or None if empty or not given."""
    text = request.query_params.get(name)
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Problem.at(name, "must be a UUID") from None


def time_of(request: Request, name: str) -> datetime | None:
    """An RFC 3339 time in UTC, or None if empty or not given."""
    text = request.query_params.get(name)
    if not text:
        return None
    try:
        time = msgspec.convert(text, datetime)
        if time.tzinfo is not None:
            return time.astimezone(UTC)
    except (msgspec.ValidationError, OverflowError):
        pass
    raise Problem.at(name, "must be an RFC 3339 time with an offset; write a + in an address as %2B")
