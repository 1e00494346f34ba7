"""What lists may be narrowed to: the filters of a request, read and checked. Raises Problem 422."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any, get_args
from uuid import UUID

import msgspec
from starlette.requests import Request

from plumbing.http.problem import Problem
from schemas.application import ApplicationState
from schemas.words import Degree

QUERY_CHARACTERS_MAX = 200
JOB_FILTERS = ("org", "job", "q")
"""Those that say of which jobs, in the order of the parameters of `queries.JOBS_NAMED`."""
APPLICATION_STATES = get_args(ApplicationState)
DEGREES = get_args(Degree)


def word_of(request: Request, name: str, words: Collection[str]) -> str | None:
    """One of `words`, or None where it is not given."""
    given = request.query_params.get(name)
    if given is not None and given not in words:
        raise Problem.at(name, f"must be one of {', '.join(words)}")
    return given


def text_of(request: Request, name: str) -> str | None:
    """Any text that a column can hold; None where it is empty or not given."""
    return (request.query_params.get(name) or "").replace("\0", " ") or None


def is_true(request: Request, name: str) -> bool:
    return word_of(request, name, ("true", "false")) == "true"


def query_of(request: Request) -> str:
    """What is searched for, in the form in which texts are compared."""
    text = unicodedata.normalize("NFKC", request.query_params.get("q", "").replace("\0", " "))
    return text.strip().lower()[:QUERY_CHARACTERS_MAX]


def application_filters(request: Request) -> Mapping[str, Any]:
    """The filters of applications that are given: those of `queries.APPLICATION_FILTERS`, and `JOB_FILTERS`."""
    read = {
        "state": word_of(request, "state", APPLICATION_STATES),
        "org": text_of(request, "org"),
        "job": _id_of(request, "job"),
        "degree": word_of(request, "degree", DEGREES),
        "region": text_of(request, "region"),
        "q": query_of(request) or None,
        "since": _time_of(request, "since"),
        "until": _time_of(request, "until"),
    }
    return {name: value for name, value in read.items() if value is not None}


def _id_of(request: Request, name: str) -> UUID | None:
    text = request.query_params.get(name)
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Problem.at(name, "must be a UUID") from None


def _time_of(request: Request, name: str) -> datetime | None:
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
