"""A PostgreSQL with TLS that refuses us, and the sentence that says why."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from livefair.system.certificates import Authority
from plumbing.postgres.pool import Pool
from plumbing.postgres.refusal import why_refused
from tests.conftest import RunningPostgres
from tests.tls.postgres import SecuredPostgres

TLS = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"


async def told(dsn: str) -> str | None:
    """The sentence; the pool must not start."""
    pool = Pool(dsn, size_max=1)
    with pytest.raises((OSError, asyncpg.PostgresError)) as refused:
        await pool.start()
    return why_refused(refused.value)


async def test_the_pool_speaks_tls(secured_postgres: SecuredPostgres) -> None:
    """With a verified certificate and a password."""
    pool = Pool(secured_postgres.dsn, size_max=1)
    await pool.start()
    try:
        assert await pool.read(lambda connection: connection.fetchval(TLS)) is True
    finally:
        await pool.stop()


async def test_a_wrong_password_is_named(secured_postgres: SecuredPostgres) -> None:
    """With the user, and without the password."""
    said = await told(secured_postgres.dsn_of("livefair", "a-guess"))
    assert said == 'PostgreSQL refuses the password: password authentication failed for user "livefair"'


async def test_plain_text_is_refused(secured_postgres: SecuredPostgres) -> None:
    """The server's access rules are those of the compose file."""
    said = await told(urlunsplit(urlsplit(secured_postgres.dsn)._replace(query="sslmode=disable")))
    assert said is not None
    assert "no encryption" in said


async def test_a_certificate_of_another_authority_is_not_trusted(
    secured_postgres: SecuredPostgres, tmp_path: Path
) -> None:
    """Somebody between us and the server cannot take its place."""
    other = tmp_path / "other.pem"
    other.write_text(Authority.new("other").own.certificate)
    said = await told(secured_postgres.dsn.replace(str(secured_postgres.ca), str(other)))
    assert said is not None
    assert "not trusted: unable to get local issuer certificate" in said


async def test_an_expired_certificate_is_not_trusted(
    servers_folder: Path, postgres_programs: Path, authority: Authority
) -> None:
    """The server itself does not look: the client must."""
    server = SecuredPostgres(servers_folder / "postgres-expired", postgres_programs, authority, days=-7)
    await server.launch()
    try:
        said = await refused_by(server)
    finally:
        await server.stop()
    assert said == "PostgreSQL has a certificate that is not trusted: certificate has expired (sslrootcert)"


async def refused_by(server: SecuredPostgres) -> str | None:
    """The sentence, once the server listens."""
    while (said := await told(server.dsn)) is None:
        pass
    return said


async def test_tls_where_there_is_none_is_named(postgres: RunningPostgres) -> None:
    """A server in plain text is not taken for one with TLS."""
    said = await told(f"{postgres.dsn}?sslmode=require")
    assert said == "PostgreSQL does not speak TLS, and sslmode asks for it"


def test_other_errors_are_no_refusal() -> None:
    """They are told as they are."""
    assert why_refused(ConnectionRefusedError("nobody listens")) is None
