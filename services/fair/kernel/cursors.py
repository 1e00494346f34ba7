"""Opaque cursors: the key of a row, encrypted, so that a cursor tells no offset, and belongs to the list that gave it.

A row's key holds log offsets, and a card has none that anybody may see: its offset is its student's. AES-SIV (RFC 5297)
under a key derived from the grant key, so any instance opens what another one gave out, and the same row has the same
cursor. The list's path is authenticated with it. The length tells nothing either: it is filled up.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from functools import wraps
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from starlette.requests import Request
from starlette.responses import Response

KEY_BYTES = 64
FILLED_BYTES = 96
CHARACTERS_MAX = 2_000

Handler = Callable[[Request], Awaitable[Response]]


class BadCursor(ValueError):
    """The cursor is none that this list gave out."""


class Cursors:
    """Seals and opens the cursors of all lists."""

    def __init__(self, secret: str) -> None:
        key = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"livefair cursors").derive(secret.encode())
        self._cipher = AESSIV(key)

    def seal(self, path: str, key: Sequence[Any]) -> str:
        """The cursor after the row with this key, in the list at `path`."""
        plain = msgspec.json.encode(list(key))
        filled = plain.ljust(-(-len(plain) // FILLED_BYTES) * FILLED_BYTES)
        return base64.urlsafe_b64encode(self._cipher.encrypt(filled, [path.encode()])).decode()

    def open(self, path: str, cursor: str) -> list[Any]:
        """The key that was sealed. Raises BadCursor."""
        if len(cursor) > CHARACTERS_MAX:
            raise BadCursor
        try:
            sealed = base64.urlsafe_b64decode(cursor.encode())
            return msgspec.json.decode(self._cipher.decrypt(sealed, [path.encode()]), type=list[Any])
        except (InvalidTag, binascii.Error, UnicodeEncodeError, ValueError) as bad:
            raise BadCursor from bad


class OfList:
    """The cursors of one list."""

    def __init__(self, cursors: Cursors, path: str) -> None:
        self._cursors, self._path = cursors, path

    def seal(self, key: Sequence[Any]) -> str:
        return self._cursors.seal(self._path, key)

    def open(self, cursor: str) -> list[Any]:
        """Raises BadCursor."""
        return self._cursors.open(self._path, cursor)


OF_LIST: ContextVar[OfList] = ContextVar("of_list")
"""The cursors of the list that is read. Set around every read, so that no handler can give out a plain one."""


def paged(handler: Handler, cursors: Cursors) -> Handler:
    """The handler, with the cursors of its list."""

    @wraps(handler)
    async def answered(request: Request) -> Response:
        OF_LIST.set(OfList(cursors, request.url.path))
        return await handler(request)

    return answered
