"""The settings that every Kafka client of a service needs, and the arguments that they are for each client."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from typing import Any

from faststream.security import BaseSecurity, SASLScram512

MECHANISM = "SCRAM-SHA-512"
SYSTEM_CA = "system"


@dataclass(frozen=True, slots=True)
class Security:
    """How a client proves who it is, and how it knows the broker.

    `ca` is a file with the certificates that may have signed the broker's, or `system` for those of the machine; empty
    is plain text. A password is only sent over TLS, so `user` needs `ca`.
    """

    ca: str = ""
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def protocol(self) -> str:
        return ("SASL_SSL" if self.user else "SSL") if self.ca else "PLAINTEXT"

    def tls(self) -> ssl.SSLContext | None:
        """The broker's certificate and its name are verified. Raises OSError if the file cannot be read."""
        if not self.ca:
            return None
        return ssl.create_default_context(cafile=None if self.ca == SYSTEM_CA else self.ca)


PLAIN = Security()


@dataclass(frozen=True, slots=True)
class KafkaSettings:
    """The addresses of the brokers, the client's name and its security.

    `idempotence` is off only for the demo's broker, which does not support it; nothing relies on it. `fetch_wait_ms` is
    how long the broker may hold an empty fetch; the demo's broker does so even when a record arrives, so it gets a
    short value.
    """

    bootstrap: str
    client_id: str
    idempotence: bool = True
    fetch_wait_ms: int = 500
    security: Security = PLAIN

    def client(self) -> dict[str, Any]:
        """The arguments of every client of aiokafka: whom it asks, who it is, and how it knows the broker."""
        security = self.security
        told: dict[str, Any] = {"bootstrap_servers": self.bootstrap, "client_id": self.client_id}
        if security.ca:
            told |= {"security_protocol": security.protocol, "ssl_context": security.tls()}
        if security.user:
            told |= {"sasl_mechanism": MECHANISM, "sasl_plain_username": security.user}
            told |= {"sasl_plain_password": security.password}
        return told

    def broker(self) -> BaseSecurity | None:
        """The same for FastStream's broker."""
        security = self.security
        if security.user:
            tls = security.tls()
            return SASLScram512(username=security.user, password=security.password, use_ssl=True, ssl_context=tls)
        return BaseSecurity(use_ssl=True, ssl_context=security.tls()) if security.ca else None
