"""A broker that refuses us, and the sentence that says why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from livefair.servers.ports import free_port
from livefair.system.certificates import Authority
from plumbing.kafka.refusal import why_away
from plumbing.kafka.settings import KafkaSettings, Security
from tests.conftest import RunningKafka
from tests.tls.kafka import SecuredKafka


async def told(settings: KafkaSettings, **security: str) -> str:
    """The sentence, with another security."""
    return await why_away(replace(settings, security=replace(settings.security, **security))) or "accepted"


async def test_who_is_right_is_accepted(secured_kafka: SecuredKafka, kafka_settings: KafkaSettings) -> None:
    """With the right user, and in plain text where the broker takes that."""
    assert await told(secured_kafka.settings("fair")) == "accepted"
    assert await told(kafka_settings) == "accepted"


async def test_a_wrong_password_is_named(secured_kafka: SecuredKafka) -> None:
    """And a wrong user alike; the password is not repeated."""
    settings = secured_kafka.settings("fair")
    for wrong in ({"password": "a guess"}, {"user": "stranger"}):
        said = await told(settings, **wrong)
        assert said == f"{settings.bootstrap} refuses the user {wrong.get('user', 'fair')} or its password"


async def test_a_certificate_of_another_authority_is_not_trusted(secured_kafka: SecuredKafka, tmp_path: Path) -> None:
    """Somebody between us and the broker cannot take its place."""
    other = tmp_path / "other.pem"
    other.write_text(Authority.new("other").own.certificate)
    said = await told(secured_kafka.settings("fair"), ca=str(other))
    assert "has a certificate that is not trusted: unable to get local issuer certificate" in said


async def test_a_certificate_of_another_name_is_not_trusted(secured_kafka: SecuredKafka) -> None:
    """The broker's certificate is for 127.0.0.1, not for localhost."""
    settings = secured_kafka.settings("fair")
    said = await told(replace(settings, bootstrap=settings.bootstrap.replace("127.0.0.1", "localhost")))
    assert "Hostname mismatch" in said


async def test_an_expired_certificate_is_not_trusted(secured_kafka: SecuredKafka) -> None:
    """It was once signed by the right authority."""
    said = await told(replace(secured_kafka.settings("fair"), bootstrap=secured_kafka.expired))
    assert "has a certificate that is not trusted: certificate has expired" in said


async def test_plain_text_is_refused(secured_kafka: SecuredKafka) -> None:
    """And TLS without a user. The message names both variables."""
    settings = secured_kafka.settings("fair")
    for security in (Security(), Security(settings.security.ca)):
        said = await told(replace(settings, security=security))
        assert "closed the connection" in said
        assert "LIVEFAIR_KAFKA_CA, LIVEFAIR_KAFKA_USER" in said


async def test_tls_where_there_is_none_is_named(secured_kafka: SecuredKafka, kafka: RunningKafka) -> None:
    """A broker in plain text is not taken for one with TLS."""
    said = await told(replace(secured_kafka.settings("fair"), bootstrap=kafka.bootstrap))
    assert "accepted" not in said
    assert kafka.bootstrap in said


async def test_every_broker_is_named() -> None:
    """Where nothing listens, that is said of each."""
    first, second = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    said = await told(KafkaSettings(f"{first},{second}", "test"))
    assert f"{first} cannot be used: ConnectionRefusedError" in said
    assert f"{second} cannot be used: ConnectionRefusedError" in said
