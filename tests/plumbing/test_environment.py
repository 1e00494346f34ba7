"""Environment variables, and errors that name them."""

from __future__ import annotations

import pytest

from plumbing.environment import BadSettings, Environment
from plumbing.kafka.settings import KafkaSettings


def test_what_is_there_is_read() -> None:
    """Words, numbers and switches; an empty variable counts as absent."""
    environment = Environment({"A": "a", "N": "7", "S": "off", "E": ""})
    assert (environment.required("A"), environment.number("N"), environment.switch("S")) == ("a", 7, False)
    assert (environment.optional("E", "e"), environment.number("E", 5), environment.switch("E")) == ("e", 5, True)


@pytest.mark.parametrize("text", ["", "http", "0", "65536", "8١", "9" * 20])
def test_a_port_that_is_none_is_named(text: str) -> None:
    """ASCII digits only, from 1 to 65535."""
    with pytest.raises(BadSettings, match="PORT"):
        Environment({"PORT": text}).port("PORT")


def test_a_word_that_is_not_understood_is_named() -> None:
    """With the accepted words."""
    with pytest.raises(BadSettings, match="LIVEFAIR_LOG_LEVEL must be one of debug"):
        Environment({"LIVEFAIR_LOG_LEVEL": "loud"}).log_level()


def test_the_kafka_client_is_named_after_its_process() -> None:
    """After service and instance; the demo's broker gets a shorter fetch wait."""
    given = {"LIVEFAIR_PORT": "1", "LIVEFAIR_KAFKA": "k:9092", "LIVEFAIR_KAFKA_FETCH_WAIT_MS": "20"}
    assert Environment(given).kafka("fair") == KafkaSettings("k:9092", "fair-127.0.0.1:1", True, 20)


def test_proxies_are_trusted_where_they_are_named() -> None:
    """None by default; what is no network is named."""
    header = "203.0.113.9"
    assert Environment({}).proxies().behind("10.0.0.1", header) == "10.0.0.1"
    assert Environment({"LIVEFAIR_TRUSTED_PROXIES": "10.0.0.0/8"}).proxies().behind("10.0.0.1", header) == header
    with pytest.raises(BadSettings, match="LIVEFAIR_TRUSTED_PROXIES must be"):
        Environment({"LIVEFAIR_TRUSTED_PROXIES": "proxy"}).proxies()
