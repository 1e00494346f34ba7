"""The database's roles: `livefair_owner` owns the tables and migrates them, the services only read and write rows.

A role is made with the password of the URL that its service connects with. Names no table.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from livefair.failure import Failure
from livefair.system.database import connected

OWNER = "livefair_owner"
RIGHTS = {"fair": "SELECT, INSERT, UPDATE, DELETE", "fair_reads": "SELECT"}
"""What a service may do with rows. Nobody but the owner may make, change or drop a table."""
ITERATIONS = 4_096  # as PostgreSQL's own; the passwords are random, so more would protect nothing

LOGIN = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN CREATE ROLE {role}; END IF;
END $$;
ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
"""
DATABASE = """
REVOKE ALL ON DATABASE "{database}" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
"""
# What an earlier version made belongs to the role that migrated it.
OWNED = """
ALTER DATABASE "{database}" OWNER TO {owner};
DO $$ DECLARE one regclass; BEGIN
  FOR one IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
  LOOP EXECUTE format('ALTER TABLE %s OWNER TO {owner}', one); END LOOP;
END $$;
DO $$ DECLARE one regprocedure; BEGIN
  FOR one IN SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  LOOP EXECUTE format('ALTER ROUTINE %s OWNER TO {owner}', one); END LOOP;
END $$;
"""
GRANTED = """
GRANT CONNECT ON DATABASE "{database}" TO {role};
GRANT USAGE ON SCHEMA public TO {role};
GRANT {rights} ON ALL TABLES IN SCHEMA public TO {role};
GRANT {sequences} ON ALL SEQUENCES IN SCHEMA public TO {role};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT {rights} ON TABLES TO {role};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT {sequences} ON SEQUENCES TO {role};
"""


class Login(NamedTuple):
    """A role and its password."""

    role: str
    password: str

    @classmethod
    def of(cls, url: str) -> Login:
        """The user of a URL. Raises Failure where it is none of the roles."""
        parts = urlsplit(url)
        role, password = unquote(parts.username or ""), unquote(parts.password or "")
        if role not in (OWNER, *RIGHTS):
            raise Failure(f"{role or 'nobody'} is none of the roles {', '.join((OWNER, *RIGHTS))}")
        if not password or not password.isascii():
            raise Failure(f"the URL of {role} needs a password, of ASCII characters")
        return cls(role, password)


async def make_roles(dsn: str, logins: Sequence[Login]) -> None:
    """Make these roles and give them their rights, as the superuser of `dsn`. Idempotent; sets the passwords anew.

    With a login of the owner all tables become its own; without one the superuser stays their owner.
    """
    async with connected(dsn) as connection, connection.transaction():
        database = await connection.fetchval("SELECT current_database()")
        owner = OWNER if OWNER in {login.role for login in logins} else await connection.fetchval("SELECT current_user")
        for login in logins:
            await connection.execute(LOGIN.format(role=login.role))
            await connection.execute(f"ALTER ROLE {login.role} PASSWORD '{scram(login.password)}'")
        await connection.execute(sql(database, owner, [login.role for login in logins if login.role in RIGHTS]))


def sql(database: str, owner: str, roles: Sequence[str]) -> str:
    """What the roles may do, as statements of a superuser. The roles are there."""
    said = DATABASE.format(database=database)
    said += OWNED.format(database=database, owner=owner) if owner == OWNER else ""
    for role in roles:
        sequences = "USAGE" if "INSERT" in RIGHTS[role] else "SELECT"
        given = {"database": database, "owner": f'"{owner}"', "role": role, "rights": RIGHTS[role]}
        said += GRANTED.format(**given, sequences=sequences)
    return said


def scram(password: str) -> str:
    """What PostgreSQL keeps of a password (RFC 5803), so that the password itself stands in none of its logs."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt64, stored64, server64 = (base64.b64encode(part).decode() for part in (salt, stored, server))
    return f"SCRAM-SHA-256${ITERATIONS}:{salt64}${stored64}:{server64}"
