"""Writes to the log as long as fair follows it: no write is acknowledged that nobody will decide.

A cluster that was restored from an older copy, or made anew, takes records at offsets that were decided before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plumbing.kafka.publisher import Receipt, Unavailable
from plumbing.kafka.sizes import Headers, Value
from schemas.topics import FAIRS
from services.ingest.catalog import Catalog
from services.ingest.edge.write import PublishesInOrder


class FollowedLog:
    """Publishes, and refuses where fair has stopped, or where the new record has the offset of a decided one."""

    def __init__(self, publisher: PublishesInOrder, catalog: Catalog) -> None:
        self._publisher = publisher
        self._catalog = catalog

    async def publish(self, topic: str, key: bytes, value: bytes | None, headers: Headers = ()) -> Receipt:
        """Write one record and wait for the acknowledgement. Raises Overloaded and Unavailable."""
        decided = self._decided()  # before: what this record makes decided may be known before its receipt
        receipt = await self._publisher.publish(topic, key, value, headers)
        _require_new(topic, receipt, decided)
        return receipt

    async def publish_in_order(self, topic: str, key: bytes, records: Sequence[Value]) -> list[Receipt]:
        """Write records of one key, each behind those ahead of it. Raises Overloaded and Unavailable."""
        decided = self._decided()
        receipts = await self._publisher.publish_in_order(topic, key, records)
        for receipt in receipts:
            _require_new(topic, receipt, decided)
        return receipts

    def _decided(self) -> Mapping[int, int]:
        if self._catalog.lost is not None:
            raise Unavailable("the log has lost records, and nobody decides new ones")
        return self._catalog.decided()


def _require_new(topic: str, receipt: Receipt, decided: Mapping[int, int]) -> None:
    if topic == FAIRS.name and receipt.offset <= decided.get(receipt.partition, -1):
        raise Unavailable("the log has lost records, and nobody decides this one")
