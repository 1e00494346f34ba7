"""The command `livefair roles`, on a real PostgreSQL."""

from __future__ import annotations

import asyncio
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner, Result

from livefair.__main__ import application
from livefair.failure import Failure


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(application("roles"), ["roles", *arguments])


async def test_roles_are_made_with_the_passwords_of_their_urls(
    empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The superuser's own URL may be a file too, so that no password is an argument."""
    superuser, fair = tmp_path / "superuser", tmp_path / "fair"
    superuser.write_text(f"{empty_database}\n")
    address = empty_database.partition("@")[2]
    fair.write_text(f"postgresql://fair:p@{address}\n")
    monkeypatch.setenv("LIVEFAIR_POSTGRES_FILE", str(superuser))
    made = await asyncio.to_thread(_run, str(fair))
    assert (made.exit_code, made.output) == (0, "made  fair\n")
    connection = await asyncpg.connect(fair.read_text().strip(), ssl=False)
    assert await connection.fetchval("SELECT current_user") == "fair"
    await connection.close()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Before anything is made."""
    result = _run(str(tmp_path / "none"), "--postgres", "postgresql://nobody@127.0.0.1:1/none")
    assert isinstance(result.exception, Failure)
    assert "none cannot be read" in str(result.exception)
