"""Which links may be used to join the staff of a booth. Waits before it refuses, see `edge/access.py`."""

from __future__ import annotations

from schemas.catalog import staff_link_key
from services.ingest.edge.access import Access, exists, not_found
from services.ingest.facts import LinkFacts

LINK = "staff link, or it is used up"
"""What the 404 denies."""


class StaffAccess(Access):
    """The rules of staff links."""

    async def staff_link(self, sha256: str) -> LinkFacts:
        """A link that may still be used, by the sha-256 of its secret."""
        found = await self._catalog.once(staff_link_key(sha256), lambda: self._catalog.link(sha256), exists)
        if found is None:
            raise not_found(LINK)
        return found
