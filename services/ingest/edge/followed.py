"""Writes to the log as long as fair follows it: no write is acknowledged that nobody will decide.

A cluster that was restored from an older copy, or made anew, takes records at offsets that were decided before.
"""

from __future__ import annotations

from plumbing.kafka.publisher import Headers, Receipt, Unavailable
from schemas.topics import FAIRS
from services.ingest.catalog import Catalog
from services.ingest.edge.write import Publishes


class FollowedLog:
    """Publishes, and refuses where fair has stopped, or where the new record has the offset of a decided one."""

    def __init__(self, publisher: Publishes, catalog: Catalog) -> None:
        self._publisher = publisher
        self._catalog = catalog

    async def publish(self, topic: str, key: bytes, value: bytes | None, headers: Headers = ()) -> Receipt:
        """Write one record and wait for the acknowledgement. Raises Overloaded and Unavailable."""
        if self._catalog.lost is not None:
            raise Unavailable("the log has lost records, and nobody decides new ones")
        decided = self._catalog.decided()  # before: what this record makes decided may be known before its receipt
        receipt = await self._publisher.publish(topic, key, value, headers)
        if topic == FAIRS.name and receipt.offset <= decided.get(receipt.partition, -1):
            raise Unavailable("the log has lost records, and nobody decides this one")
        return receipt
