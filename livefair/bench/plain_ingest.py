"""The baseline of the edge: the same service, with aiokafka's own `send_and_wait` for each record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from aiokafka import AIOKafkaProducer

from plumbing.http.service import run
from plumbing.kafka.publisher import Publisher, Receipt
from plumbing.kafka.settings import KafkaSettings
from plumbing.telemetry.logging import configure
from services.ingest.settings import Settings
from services.ingest.wiring import Ingest, app


class SendAndWait(Publisher):
    """One record, one send; the client gathers batches of its default size by itself."""

    def __init__(self, settings: KafkaSettings) -> None:
        super().__init__(settings)
        self._kafka = settings
        self._sender: AIOKafkaProducer | None = None

    async def start(self) -> None:
        await super().start()
        idempotence = self._kafka.idempotence
        self._sender = AIOKafkaProducer(
            bootstrap_servers=self._kafka.bootstrap, acks="all", enable_idempotence=idempotence
        )
        await self._sender.start()

    async def stop(self) -> None:
        assert self._sender is not None
        await self._sender.stop()
        await super().stop()

    async def publish(
        self, topic: str, key: bytes, value: bytes | None, headers: Sequence[tuple[str, bytes]] = ()
    ) -> Receipt:
        assert self._sender is not None
        sent = await self._sender.send_and_wait(topic, value, key, headers=list(headers))
        return Receipt(topic, sent.partition, sent.offset, datetime.fromtimestamp(sent.timestamp / 1000, UTC))


def main() -> None:
    settings = Settings.from_environment()
    configure("ingest", settings.instance, settings.log_level)
    ingest = Ingest(settings)
    ingest.publisher = SendAndWait(settings.kafka)
    run(app(settings, ingest), settings.host, settings.port)


if __name__ == "__main__":
    main()
