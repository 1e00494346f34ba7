"""A private authority, and the certificates that it signs."""

from __future__ import annotations

import ssl
from datetime import timedelta
from pathlib import Path

import pytest

from livefair.system.certificates import Authority, Issued


def hands_shaken(server: Issued, trusted: str, name: str, folder: Path) -> None:
    """A TLS handshake in memory. Raises SSLCertVerificationError."""
    (folder / "server.pem").write_text(server.key + server.certificate)
    serving = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    serving.load_cert_chain(folder / "server.pem")
    asking = ssl.create_default_context(cadata=trusted)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = asking.wrap_bio(to_client, to_server, server_hostname=name)
    waiting = serving.wrap_bio(to_server, to_client, server_side=True)
    for side in (client, waiting, client, waiting):
        try:
            side.do_handshake()
        except ssl.SSLWantReadError:
            continue


def test_a_certificate_is_for_its_names(tmp_path: Path) -> None:
    """Host names and addresses, and for no other."""
    authority = Authority.new("ours")
    server = authority.issue("kafka", ["kafka", "127.0.0.1"])
    for name in ("kafka", "127.0.0.1"):
        hands_shaken(server, authority.own.certificate, name, tmp_path)
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        hands_shaken(server, authority.own.certificate, "postgres", tmp_path)


def test_it_is_trusted_by_its_authority_alone(tmp_path: Path) -> None:
    """Another of the same name has another key."""
    server = Authority.new("ours").issue("kafka", ["kafka"])
    with pytest.raises(ssl.SSLCertVerificationError):
        hands_shaken(server, Authority.new("ours").own.certificate, "kafka", tmp_path)


def test_it_expires(tmp_path: Path) -> None:
    """One that is valid until yesterday is refused today."""
    authority = Authority.new("ours")
    server = authority.issue("kafka", ["kafka"], timedelta(days=-1))
    with pytest.raises(ssl.SSLCertVerificationError, match="expired"):
        hands_shaken(server, authority.own.certificate, "kafka", tmp_path)


def test_an_authority_can_be_kept(tmp_path: Path) -> None:
    """Loaded from its files it signs what those trust who trusted it before."""
    authority = Authority.new("ours")
    server = Authority(Issued(*authority.own)).issue("kafka", ["kafka"])
    hands_shaken(server, authority.own.certificate, "kafka", tmp_path)
