"""Importing a file of jobs: messages of failures. What goes well is tested with the command and on real services."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from livefair.client import upload
from livefair.client.upload import Importer, Ordered
from livefair.failure import Failure

ORDERED = Ordered("i-1", "jobs.csv", "livefair.fairs:3:17")
NOWHERE = Importer("http://127.0.0.1:1", "http://127.0.0.1:1", "token")


def test_an_absent_ingest_is_said() -> None:
    """If nothing listens there, one line asks the right question."""
    with pytest.raises(Failure, match=r"ingest at http://127.0.0.1:1 does not answer .*is the system up\?"):
        NOWHERE.order("fair", io.BytesIO(b"a"), "jobs.csv")


def test_a_long_silence_ends_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says that the import itself goes on."""
    monkeypatch.setattr(upload, "SILENCE_S_MAX", 0.0)
    with pytest.raises(Failure, match=r"the import i-1 goes on, but its progress cannot be read: fair at .* does not"):
        NOWHERE.follow(ORDERED)


def test_an_absent_read_api_leaves_an_older_file(tmp_path: Path) -> None:
    """The rejected rows of an earlier import are not lost where the new ones cannot be read."""
    older = tmp_path / "rejected.csv"
    older.write_text("older")
    with pytest.raises(Failure, match=r"the rejected rows cannot be read: fair at http://127.0.0.1:1 does not answer"):
        NOWHERE.write_rejected(ORDERED, older)
    assert older.read_text() == "older"
