"""Says why a client cannot reach the brokers. aiokafka only logs that, so the brokers are dialled once more."""

from __future__ import annotations

import ssl

from aiokafka.client import collect_hosts
from aiokafka.conn import create_conn
from aiokafka.errors import KafkaError, SaslAuthenticationFailed, UnsupportedSaslMechanismError
from aiokafka.protocol.metadata import MetadataRequest

from plumbing.kafka.settings import MECHANISM, KafkaSettings

DIAL_MS = 3_000


async def why_away(settings: KafkaSettings) -> str | None:
    """Why no broker can be used with these settings, in a sentence; None if one accepts us now."""
    reasons = []
    told = settings.client()
    for host, port, _ in collect_hosts(told.pop("bootstrap_servers")):
        try:
            connection = await create_conn(host, port, request_timeout_ms=DIAL_MS, **told)
            try:
                await connection.send(MetadataRequest([]))  # a broker that asks for a user answers the first one only
                return None
            finally:
                connection.close()
        except (OSError, KafkaError, TimeoutError) as error:
            reasons.append(f"{host}:{port} {_reason(error, settings)}")
    return "; ".join(reasons)


def _reason(error: Exception, settings: KafkaSettings) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"has a certificate that is not trusted: {error.verify_message} (LIVEFAIR_KAFKA_CA)"
    if isinstance(error, ssl.SSLError):
        return "does not speak TLS on this port"
    if isinstance(error, SaslAuthenticationFailed):
        return f"refuses the user {settings.security.user} or its password"
    if isinstance(error, UnsupportedSaslMechanismError):
        return f"does not offer {MECHANISM}"
    if isinstance(error, KafkaError | ConnectionResetError | TimeoutError) and not settings.security.user:
        return (
            f"closed the connection ({error}): does it ask for TLS or a user (LIVEFAIR_KAFKA_CA, LIVEFAIR_KAFKA_USER)?"
        )
    return f"cannot be used: {error!r}"
