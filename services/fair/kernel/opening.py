"""Opens the sealed texts of an answer, as the last step of every read, so that no handler can forget it.

Rows hold texts sealed. A text whose key was destroyed is empty in the answer: no person
can write an empty one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from plumbing.sealing.box import MARK, SealedFields
from plumbing.sealing.keys import Keys

Handler = Callable[[Request], Awaitable[Response]]


def opened(handler: Handler, keys: Keys, fields: SealedFields) -> Handler:
    """The handler, with the sealed texts in these fields of its answers opened."""

    @wraps(handler)
    async def answered(request: Request) -> Response:
        response = await handler(request)
        if MARK in getattr(response, "body", b""):
            response.body = await keys.open_json(bytes(response.body), fields)
            response.headers["content-length"] = str(len(response.body))
        return response

    return answered
