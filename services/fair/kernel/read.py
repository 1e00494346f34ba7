"""The registration of a read: its path, its handler, and its OpenAPI description. Each noun lists its own reads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from plumbing.http.openapi import Says, Token
from services.fair.kernel.asked import Asked

BUSY = (429, 503, 504)
"""The statuses of every read that waits for the log or the database."""
CHECKED = (401, 403, 404, 422, *BUSY)
"""The statuses of a read that depends on the person."""


@dataclass(frozen=True, slots=True)
class Read:
    """One `GET`."""

    path: str
    handler: Callable[[Request], Awaitable[Response]]
    says: Says


class Reads(Protocol):
    """The handlers of one noun's reads."""

    def served(self) -> Sequence[Read]:
        """All of them, registered."""


def public(answer: type[BaseModel], tag: str, query: type[BaseModel] = Asked, **more: Any) -> Says:
    """A read for everybody; a token may change the answer."""
    return Says(answer, **{"query": query, "problems": (404, 422, *BUSY), "token": "optional", "tag": tag, **more})


def private(answer: type[BaseModel], tag: str, query: type[BaseModel] = Asked, token: Token = "needed") -> Says:
    """A read that depends on the role, or on who owns the row."""
    return Says(answer, query=query, problems=CHECKED, token=token, tag=tag)


def file(tag: str, query: type[BaseModel], *media_types: str) -> Says:
    """A read that returns a file."""
    return Says(query=query, problems=CHECKED, token="needed", tag=tag, media_types=media_types)
