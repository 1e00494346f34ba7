"""The environment of notify."""

from __future__ import annotations

from pathlib import Path
from socket import gethostname

import pytest

from plumbing.environment import BadSettings
from plumbing.kafka.settings import KafkaSettings
from services.notify.settings import Settings

GIVEN = {
    "LIVEFAIR_PORT": "8003",
    "LIVEFAIR_KAFKA": "kafka:9092",
    "LIVEFAIR_JWKS": "/keys/jwks.json",
    "LIVEFAIR_OBJECTS": "/objects",
}


def test_what_is_required_is_enough() -> None:
    """All other variables have defaults."""
    name = f"{gethostname()}:8003"
    kafka = KafkaSettings("kafka:9092", f"notify-{name}")
    assert Settings.from_environment(GIVEN) == Settings(
        "127.0.0.1", 8003, name, "info", kafka, Path("/keys/jwks.json"), "/objects"
    )


def test_everything_can_be_said() -> None:
    """Each variable has its effect."""
    more = {"LIVEFAIR_HOST": "::", "LIVEFAIR_INSTANCE": "n1", "LIVEFAIR_LOG_LEVEL": "debug"}
    more |= {"LIVEFAIR_RATE_LIMIT": "off", "LIVEFAIR_TRUSTED_PROXIES": "10.0.0.0/8"}
    settings = Settings.from_environment({**GIVEN, **more, "LIVEFAIR_KAFKA_IDEMPOTENCE": "off"})
    assert (settings.host, settings.instance, settings.log_level) == ("::", "n1", "debug")
    assert (settings.rate_limit, settings.proxies.behind("10.0.0.1", "192.0.2.1")) == (False, "192.0.2.1")
    assert (settings.kafka.idempotence, settings.kafka.client_id) == (False, "notify-n1")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LIVEFAIR_PORT", ""),
        ("LIVEFAIR_PORT", "http"),
        ("LIVEFAIR_PORT", "65536"),
        ("LIVEFAIR_KAFKA", ""),
        ("LIVEFAIR_JWKS", ""),
        ("LIVEFAIR_OBJECTS", ""),
        ("LIVEFAIR_KAFKA_IDEMPOTENCE", "maybe"),
    ],
)
def test_a_wrong_variable_is_named(name: str, value: str) -> None:
    """One line with its name."""
    with pytest.raises(BadSettings, match=name):
        Settings.from_environment({**GIVEN, name: value})
