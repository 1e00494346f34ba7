"""The environment of ingest."""

from __future__ import annotations

from socket import gethostname

import pytest

from plumbing.environment import BadSettings
from services.ingest.settings import Settings

LEAST = {"LIVEFAIR_PORT": "8001", "LIVEFAIR_KAFKA": "k:9092", "LIVEFAIR_JWKS": "jwks.json", "LIVEFAIR_OBJECTS": "o"}


def test_the_least_that_is_needed() -> None:
    """All other variables have a default; none of them is a secret."""
    settings = Settings.from_environment(LEAST)
    assert (settings.host, settings.port, settings.instance) == ("127.0.0.1", 8001, f"{gethostname()}:8001")
    assert (settings.rate_limit, settings.kafka.idempotence, settings.log_level) == (True, True, "info")


@pytest.mark.parametrize("name", LEAST)
def test_what_is_missing_is_named(name: str) -> None:
    """Absent or empty."""
    for given in ({}, {name: ""}):
        rest = {other: value for other, value in LEAST.items() if other != name}
        with pytest.raises(BadSettings, match=name):
            Settings.from_environment({**rest, **given})


@pytest.mark.parametrize(
    ("name", "value"),
    [("LIVEFAIR_PORT", "http"), ("LIVEFAIR_PORT", "0"), ("LIVEFAIR_PORT", "70000"), ("LIVEFAIR_RATE_LIMIT", "yes"),
     ("LIVEFAIR_KAFKA_IDEMPOTENCE", "0")],
)  # fmt: skip
def test_what_is_wrong_is_named(name: str, value: str) -> None:
    """An invalid value stops the start."""
    with pytest.raises(BadSettings, match=name):
        Settings.from_environment({**LEAST, name: value})


def test_limits_of_a_day_can_be_set() -> None:
    """Of fairs, of jobs, and of what else an organization makes."""
    given = {"LIVEFAIR_FAIRS_A_DAY": "3", "LIVEFAIR_JOBS_A_DAY": "4", "LIVEFAIR_ENTRIES_A_DAY": "5"}
    settings = Settings.from_environment({**LEAST, **given})
    assert (settings.fairs_a_day, settings.jobs_a_day, settings.entries_a_day) == (3, 4, 5)


def test_the_size_of_the_catalog_can_be_set() -> None:
    """In MiB; three million jobs fit into the default."""
    assert Settings.from_environment({**LEAST, "LIVEFAIR_CATALOG_MB": "64"}).catalog_bytes_max == 64 * 1_048_576
    assert Settings.from_environment(LEAST).catalog_bytes_max >= 60 * 3_000_000


def test_switches() -> None:
    """The demo's broker does not support idempotent producers."""
    given = {**LEAST, "LIVEFAIR_RATE_LIMIT": "off", "LIVEFAIR_KAFKA_IDEMPOTENCE": "off"}
    settings = Settings.from_environment(given)
    assert (settings.rate_limit, settings.kafka.idempotence) == (False, False)


def test_pages_of_other_origins() -> None:
    """None by default; several are separated by spaces."""
    assert Settings.from_environment(LEAST).pages_origins == ()
    given = {**LEAST, "LIVEFAIR_PAGES_ORIGINS": "http://127.0.0.1:1 http://127.0.0.1:2"}
    assert Settings.from_environment(given).pages_origins == ("http://127.0.0.1:1", "http://127.0.0.1:2")
