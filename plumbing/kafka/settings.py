"""The settings that every Kafka client of a service needs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KafkaSettings:
    """The addresses of the brokers and the client's name.

    `idempotence` is off only for the demo's broker, which does not support it; nothing relies on it. `fetch_wait_ms` is
    how long the broker may hold an empty fetch; the demo's broker does so even when a record arrives, so it gets a
    short value.
    """

    bootstrap: str
    client_id: str
    idempotence: bool = True
    fetch_wait_ms: int = 500
