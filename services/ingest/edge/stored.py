"""The object store of ingest, with a share of what is stored a day for each person and organization.

Every write that stores an object passes here: resumes, attachments, keys of texts. What nothing names any more is
deleted by `livefair collect`.
"""

from __future__ import annotations

import math

from plumbing.auth.asker import asker
from plumbing.limits import ORGANIZATION, PERSON, Limit
from plumbing.objects.store import Objects
from services.ingest.edge.rate_limit import RateLimit

DAY_S = 86_400
STORED = Limit(
    "resumes, attachments and keys of texts stored a day",
    None,
    unit="bytes",
    shares={PERSON: 256 * 1_048_576, ORGANIZATION: 1_024 * 1_048_576},
    over_share="429",
)
OBJECT_BYTES = 4_096
"""What an object takes at least, whatever its content: the block of a file system."""
TOLD = "You have stored as much as you may in a day. This was not stored."


class StoredObjects(Objects):
    """Raises Problem 429 for what the asking person, or their organization, stores beyond their share of a day."""

    def __init__(self, address: str, stored: Limit = STORED, *, limited: bool = True) -> None:
        super().__init__(address)
        self._of = {
            kind: RateLimit(most / DAY_S if limited else math.inf, most, TOLD)
            for kind, most in (stored.shares or {}).items()
        }

    async def put(self, path: str, content: bytes) -> None:
        """Spend, then write or replace. Raises Problem 429 before anything is stored."""
        self._spend(content)
        await super().put(path, content)

    async def create(self, path: str, content: bytes) -> bool:
        """Spend, then write where there is no such object. Raises Problem 429 before anything is stored."""
        self._spend(content)
        return await super().create(path, content)

    def _spend(self, content: bytes) -> None:
        size = max(OBJECT_BYTES, len(content))
        for kind, name in asker().items():
            self._of[kind].spend(name, size)
