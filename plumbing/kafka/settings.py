"""What every Kafka client of a service needs to know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KafkaSettings:
    """Where the brokers are and how this process names itself to them.

    `idempotence` is off only for the demo's broker, which refuses it; nothing relies on it. `fetch_wait_ms` is how long
    the broker may hold an empty fetch; the demo's broker holds it even when a record arrives, so there it is short.
    """

    bootstrap: str
    client_id: str
    idempotence: bool = True
    fetch_wait_ms: int = 500
