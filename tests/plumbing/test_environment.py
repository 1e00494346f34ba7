"""Environment variables, and errors that name them."""

from __future__ import annotations

from pathlib import Path
from socket import gethostname

import pytest

from livefair.system.certificates import Authority
from plumbing.environment import BadSettings, Environment
from plumbing.kafka.settings import KafkaSettings, Security


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
    assert Environment(given).kafka("fair") == KafkaSettings("k:9092", f"fair-{gethostname()}:1", True, 20)


def test_proxies_are_trusted_where_they_are_named() -> None:
    """None by default; what is no network is named."""
    header = "203.0.113.9"
    assert Environment({}).proxies().behind("10.0.0.1", header) == "10.0.0.1"
    assert Environment({"LIVEFAIR_TRUSTED_PROXIES": "10.0.0.0/8"}).proxies().behind("10.0.0.1", header) == header
    with pytest.raises(BadSettings, match="LIVEFAIR_TRUSTED_PROXIES must be"):
        Environment({"LIVEFAIR_TRUSTED_PROXIES": "proxy"}).proxies()


def test_a_secret_may_be_a_file(tmp_path: Path) -> None:
    """The end of its line does not belong to it."""
    file = tmp_path / "secret"
    file.write_text("a secret\n")
    assert Environment({"KEY_FILE": str(file)}).secret("KEY") == "a secret"
    assert Environment({"KEY": "another"}).secret("KEY") == "another"


def test_a_secret_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Also one that is empty, missing, or said twice."""
    empty = tmp_path / "empty"
    empty.touch()
    for given, said in (
        ({"KEY_FILE": str(tmp_path / "none")}, "KEY_FILE cannot be read"),
        ({"KEY_FILE": str(empty)}, "KEY_FILE is empty"),
        ({"KEY_FILE": str(empty), "KEY": "a"}, "KEY and KEY_FILE are both set"),
        ({}, "KEY must be set"),
    ):
        with pytest.raises(BadSettings, match=said):
            Environment(given).secret("KEY")


def test_a_user_of_kafka_has_a_password_and_a_certificate(tmp_path: Path) -> None:
    """Each of the three that is missing or unusable is named."""
    ca = tmp_path / "ca.pem"
    ca.write_text(Authority.new("test").own.certificate)
    told = {"LIVEFAIR_KAFKA_CA": str(ca), "LIVEFAIR_KAFKA_USER": "fair", "LIVEFAIR_KAFKA_PASSWORD": "p"}
    assert Environment(told).kafka_security() == Security(str(ca), "fair", "p")
    assert Environment({}).kafka_security() == Security()
    for name, text, said in (
        ("LIVEFAIR_KAFKA_CA", "", "LIVEFAIR_KAFKA_USER needs LIVEFAIR_KAFKA_CA"),
        ("LIVEFAIR_KAFKA_CA", str(tmp_path / "none"), "LIVEFAIR_KAFKA_CA=.* cannot be used: No such file"),
        ("LIVEFAIR_KAFKA_PASSWORD", "", "LIVEFAIR_KAFKA_PASSWORD must be set"),
    ):
        with pytest.raises(BadSettings, match=said):
            Environment({**told, name: text}).kafka_security()


def test_the_trusted_certificates_of_postgres_can_be_read(tmp_path: Path) -> None:
    """Only a URL that asks for a verified certificate needs them."""
    for url in ("postgresql://fair@db/livefair", "postgresql://fair@db/livefair?sslmode=require"):
        assert Environment({"LIVEFAIR_POSTGRES": url}).postgres() == url
    ca = tmp_path / "ca.pem"
    url = f"postgresql://fair@db/livefair?sslmode=verify-full&sslrootcert={ca}"
    with pytest.raises(BadSettings, match=r"sslrootcert=.*ca\.pem: No such file"):
        Environment({"LIVEFAIR_POSTGRES": url}).postgres()
    ca.write_text(Authority.new("test").own.certificate)
    assert Environment({"LIVEFAIR_POSTGRES": url}).postgres() == url
