"""Random ids. One call to the system fetches the bytes for many ids: a call per id costs as much as a query."""

from __future__ import annotations

import os
from uuid import UUID

ID_BYTES = 16
POOL_IDS = 256


class _Pool:
    """Random bytes of the system, each used once."""

    def __init__(self) -> None:
        self._bytes = b""
        self._at = 0

    def take(self) -> bytes:
        if self._at >= len(self._bytes):
            self._bytes, self._at = os.urandom(ID_BYTES * POOL_IDS), 0
        self._at += ID_BYTES
        return self._bytes[self._at - ID_BYTES : self._at]


_pool = _Pool()
os.register_at_fork(after_in_child=_pool.__init__)  # type: ignore[misc]  # a child must not repeat its parent's ids


def new_id() -> UUID:
    """A random UUID (version 4)."""
    return UUID(bytes=_pool.take(), version=4)


def new_word() -> str:
    """128 random bits in hexadecimal."""
    return _pool.take().hex()
