"""The environment of fair."""

from __future__ import annotations

from pathlib import Path
from socket import gethostname

import pytest

from plumbing.environment import BadSettings
from services.fair.settings import Settings

GIVEN = {
    "LIVEFAIR_ROLE": "reads",
    "LIVEFAIR_PORT": "8101",
    "LIVEFAIR_KAFKA": "kafka:9092",
    "LIVEFAIR_POSTGRES": "postgresql://db/livefair",
    "LIVEFAIR_OBJECTS": "/objects",
    "LIVEFAIR_JWKS": "/jwks.json",
    "LIVEFAIR_GRANT_KEY": "k" * 32,
}


def test_the_rest_has_defaults() -> None:
    """The required variables are enough."""
    settings = Settings.from_environment(GIVEN)
    assert settings.role == "reads"
    assert (settings.host, settings.port, settings.log_level) == ("127.0.0.1", 8101, "info")
    name = f"{gethostname()}:8101"
    assert (settings.instance, settings.kafka.client_id) == (name, f"fair-{name}")
    assert (settings.kafka.idempotence, settings.kafka.fetch_wait_ms) == (True, 500)
    assert (settings.public_url, settings.live_url) == ("http://127.0.0.1:8101", "")
    assert (settings.ingest_url, settings.media_origins) == ("", ())
    assert settings.jwks == Path("/jwks.json")
    assert settings.retention_days == 3 * 365
    assert (settings.rate_limit, settings.proxies.behind("10.0.0.1", "203.0.113.9")) == (True, "10.0.0.1")


def test_everything_may_be_said() -> None:
    """Each variable has its effect."""
    more = {
        "LIVEFAIR_HOST": "0.0.0.0",
        "LIVEFAIR_INSTANCE": "fair-7",
        "LIVEFAIR_LOG_LEVEL": "debug",
        "LIVEFAIR_KAFKA_IDEMPOTENCE": "off",
        "LIVEFAIR_KAFKA_FETCH_WAIT_MS": "20",
        "LIVEFAIR_PUBLIC_URL": "https://fair.example",
        "LIVEFAIR_LIVE_URL": "wss://live.example",
        "LIVEFAIR_INGEST_URL": "https://ingest.example",
        "LIVEFAIR_MEDIA_ORIGINS": "https://video.example http://127.0.0.1:*",
        "LIVEFAIR_TRUSTED_PROXIES": "10.0.0.0/8",
        "LIVEFAIR_RATE_LIMIT": "off",
        "LIVEFAIR_RETENTION_DAYS": "30",
    }
    settings = Settings.from_environment(GIVEN | more)
    origins = ("https://video.example", "http://127.0.0.1:*")
    assert (settings.host, settings.instance, settings.log_level) == ("0.0.0.0", "fair-7", "debug")
    assert settings.retention_days == 30
    assert (settings.kafka.idempotence, settings.kafka.fetch_wait_ms) == (False, 20)
    assert (settings.public_url, settings.live_url) == ("https://fair.example", "wss://live.example")
    assert (settings.ingest_url, settings.media_origins) == ("https://ingest.example", origins)
    assert (settings.rate_limit, settings.proxies.behind("10.0.0.1", "203.0.113.9")) == (False, "203.0.113.9")


def test_no_fair_is_kept_for_more_than_a_century() -> None:
    """A date beyond the calendar would stop the watcher."""
    with pytest.raises(BadSettings, match="LIVEFAIR_RETENTION_DAYS"):
        Settings.from_environment({**GIVEN, "LIVEFAIR_RETENTION_DAYS": "36501"})


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_missing_is_named(name: str) -> None:
    """Each required variable is named if it is missing; no secret has a default."""
    with pytest.raises(BadSettings, match=name):
        Settings.from_environment({**GIVEN, name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LIVEFAIR_PORT", "http"),
        ("LIVEFAIR_PORT", "70000"),
        ("LIVEFAIR_GRANT_KEY", "short"),
        ("LIVEFAIR_ROLE", "both"),
    ],
)
def test_what_is_wrong_is_named(name: str, value: str) -> None:
    """An invalid port, a short key or an unknown role stops the start."""
    with pytest.raises(BadSettings, match=name):
        Settings.from_environment({**GIVEN, name: value})


@pytest.mark.parametrize(
    "origins", ["*", "video.example", "https://a;script-src *", "https://a/path", "'unsafe-inline'"]
)
def test_an_origin_of_video_is_an_origin(origins: str) -> None:
    """Anything else could end its directive of the policy and begin another."""
    with pytest.raises(BadSettings, match="LIVEFAIR_MEDIA_ORIGINS has"):
        Settings.from_environment({**GIVEN, "LIVEFAIR_MEDIA_ORIGINS": origins})
