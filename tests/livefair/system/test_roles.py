"""The database's roles, on a real PostgreSQL: what each may do, and what not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from urllib.parse import urlsplit

import asyncpg
import pytest
import pytest_asyncio

from livefair.failure import Failure
from livefair.system.migrations import migrate
from livefair.system.roles import OWNER, Login, make_roles
from tests.conftest import RunningPostgres

LOGINS = [Login(OWNER, "owns"), Login("fair", "decides"), Login("fair_reads", "reads")]


def dsn_of(dsn: str, login: Login) -> str:
    """The DSN of the same database as another role."""
    parts = urlsplit(dsn)
    return parts._replace(netloc=f"{login.role}:{login.password}@{parts.hostname}:{parts.port}").geturl()


@pytest_asyncio.fixture(loop_scope="session")
async def deployed(empty_database: str) -> AsyncIterator[str]:
    """The DSN of the superuser of a database that was made as in production: the roles, then the owner's tables."""
    await make_roles(empty_database, LOGINS)
    await migrate(dsn_of(empty_database, LOGINS[0]))
    yield empty_database


async def run_as(dsn: str, login: Login, statements: Sequence[str]) -> None:
    """Run each statement as this role."""
    connection = await asyncpg.connect(dsn_of(dsn, login), ssl=False)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def test_fair_reads_and_writes_rows(deployed: str) -> None:
    """In every table that the owner's migrations made."""
    rows = ["INSERT INTO consumed VALUES ('t', 0, 1)", "UPDATE consumed SET next_offset = 2", "SELECT * FROM fairs"]
    await run_as(deployed, LOGINS[1], [*rows, "DELETE FROM consumed"])


async def test_fair_makes_and_drops_weeks_of_the_inbox(deployed: str) -> None:
    """Its functions run with the rights of the owner; the reads may not use them."""
    week = "SELECT make_inbox_week('2026-11-30')"
    row = "INSERT INTO inbox VALUES (gen_random_uuid(), 'a', 'applied', NULL, 't', 0, 0, '2026-12-02T00:00:00Z')"
    await run_as(deployed, LOGINS[1], [week, row, "SELECT * FROM inbox"])
    for statement in (week, "SELECT drop_inbox_week('2026-11-30')"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await run_as(deployed, LOGINS[2], [statement])
    await run_as(deployed, LOGINS[1], ["SELECT drop_inbox_week('2026-11-30')"])


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE fairs",
        "ALTER TABLE fairs ADD COLUMN x int",
        "TRUNCATE fairs",
        "CREATE TABLE mine (x int)",
        "CREATE SCHEMA mine",
        "CREATE TEMPORARY TABLE mine (x int)",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE ROLE other SUPERUSER",
        f"SET ROLE {OWNER}",
        "COPY fairs TO PROGRAM 'true'",
        "COPY fairs FROM '/etc/passwd'",
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT passwd FROM pg_shadow",
    ],
)
@pytest.mark.parametrize("login", LOGINS[1:], ids=lambda login: login.role)
async def test_no_service_may_do_more(deployed: str, login: Login, statement: str) -> None:
    """Neither to tables, nor to roles, nor to the server's files."""
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await run_as(deployed, login, [statement])


async def test_the_reads_write_nothing(deployed: str) -> None:
    """They see every row, and change none."""
    await run_as(deployed, LOGINS[2], ["SELECT * FROM fairs"])
    for statement in ("INSERT INTO consumed VALUES ('t', 0, 1)", "UPDATE fairs SET title = ''", "DELETE FROM fairs"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await run_as(deployed, LOGINS[2], [statement])


async def test_no_role_is_a_superuser_or_owns_what_it_should_not(deployed: str) -> None:
    """The tables are the owner's, and so are those that a later migration or a rebuild makes beside them."""
    connection = await asyncpg.connect(deployed, ssl=False)
    try:
        owners = await connection.fetch("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'")
        powers = "SELECT rolname FROM pg_roles WHERE rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls"
        mighty = {row["rolname"] for row in await connection.fetch(powers)}
        schemas = "SELECT nspname FROM pg_namespace WHERE pg_get_userbyid(nspowner) = ANY($1)"
        owned = await connection.fetch(schemas, [login.role for login in LOGINS])
    finally:
        await connection.close()
    assert [row["tableowner"] for row in owners] == [OWNER]
    assert not mighty & {login.role for login in LOGINS}
    assert owned == []
    later = ["CREATE SCHEMA beside", "CREATE TABLE beside.later (x int)", "ALTER TABLE beside.later SET SCHEMA public"]
    await run_as(deployed, LOGINS[0], later)
    await run_as(deployed, LOGINS[1], ["INSERT INTO later VALUES (1)"])


async def test_tables_of_an_earlier_version_get_their_owner(database: str) -> None:
    """They were made by a superuser; the owner goes on with them, and fair works in them."""
    await make_roles(database, LOGINS)
    await run_as(database, LOGINS[0], ["ALTER TABLE fairs ADD COLUMN later int"])
    await run_as(database, LOGINS[1], ["SELECT later FROM fairs", "DELETE FROM consumed"])


async def test_a_password_can_be_changed(deployed: str) -> None:
    """By making the roles again; the old one is refused from then on."""
    await make_roles(deployed, [*LOGINS[:1], Login("fair", "anew"), *LOGINS[2:]])
    await run_as(deployed, Login("fair", "anew"), ["SELECT 1 FROM fairs"])
    with pytest.raises(asyncpg.InvalidPasswordError):
        await run_as(deployed, LOGINS[1], ["SELECT 1"])


async def test_a_stranger_may_not_connect(deployed: str, postgres: RunningPostgres) -> None:
    """A role of another database on the same server has no right to this one."""
    connection = await asyncpg.connect(postgres.dsn, ssl=False)
    await connection.execute("DROP ROLE IF EXISTS stranger; CREATE ROLE stranger LOGIN PASSWORD 'p'")
    await connection.close()
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied for database"):
        await run_as(deployed, Login("stranger", "p"), ["SELECT 1"])


@pytest.mark.parametrize(
    "url", ["postgresql://somebody:p@db/livefair", "postgresql://fair@db/livefair", "postgresql://fair:%C3%A9@db/x"]
)
def test_a_url_that_makes_no_login_is_refused(url: str) -> None:
    """Of an unknown role, without a password, or with one that clients would write in several ways."""
    with pytest.raises(Failure):
        Login.of(url)


def test_the_password_of_a_url_is_unquoted() -> None:
    """As every client unquotes it."""
    assert Login.of("postgresql://fair:a%2Fb@db/livefair") == Login("fair", "a/b")
