"""Which link leads to the staff of a booth. As `edge/access.py` it waits before it refuses."""

from __future__ import annotations

from schemas.catalog import staff_link_key
from services.ingest.catalog import LinkFacts
from services.ingest.edge.access import Access, exists, not_found


class StaffAccess(Access):
    """The rules of links to a booth's staff."""

    async def staff_link(self, sha256: str) -> LinkFacts:
        """A link that leads somewhere, by its secret's sha-256."""
        found = await self._catalog.once(staff_link_key(sha256), lambda: self._catalog.link(sha256), exists)
        if found is None:
            raise not_found("staff link, or it is used up")
        return found
