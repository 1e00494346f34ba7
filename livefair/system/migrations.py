"""Runs fair's SQL migrations with dbmate; concurrent runs wait for each other. Names no table."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from livefair.failure import Failure
from livefair.servers.errand import run_errand

FOLDER = Path(__file__).parents[2] / "services" / "fair" / "migrations"
LOCK_TIMEOUT = "60s"


async def migrate(dsn: str, schema: str | None = None, folder: Path = FOLDER) -> list[str]:
    """Migrate the database, or one schema of it, to the newest version. Returns the names of applied migrations.

    dbmate holds a PostgreSQL advisory lock meanwhile, so that several instances may start at once.
    """
    said = await run_errand(
        dbmate_program(),
        *("--migrations-dir", str(folder), "--no-dump-schema", "--env-file", os.devnull),
        *("--migration-lock", "--migration-lock-timeout", LOCK_TIMEOUT, "migrate"),
        env={"DATABASE_URL": dbmate_url(dsn, schema)},  # not an argument: it holds the password
    )
    if said.status != 0:
        raise Failure(f"migrating failed: {' '.join(said.text.split())}")
    done = [line.removeprefix("Applied: ") for line in said.text.splitlines() if line.startswith("Applied: ")]
    return [line.split(" in ")[0] for line in done]


def dbmate_url(dsn: str, schema: str | None) -> str:
    """The DSN for dbmate's driver: TLS only where the DSN asks for it, and the schema to work in."""
    parts = urlsplit(dsn)
    query = {"sslmode": "disable", **dict(parse_qsl(parts.query))}
    if schema:
        query["search_path"] = schema
    return urlunsplit(parts._replace(query=urlencode(query)))


def dbmate_program() -> str:
    beside = Path(sys.executable).with_name("dbmate")
    found = str(beside) if beside.exists() else shutil.which("dbmate")
    if not found:
        raise Failure("dbmate is missing: run `make install`")
    return found
