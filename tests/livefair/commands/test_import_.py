"""The command `livefair import`, against an HTTP server that gives one answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from livefair.__main__ import application
from livefair.failure import Failure
from livefair.system.home import Home

ACCOUNT = {
    "accepted": 2,
    "duplicates": 1,
    "rejected_count": 1_200,
    "rejected": [{"row": row, "field": "headcount", "reason": "at least 1"} for row in range(4, 1_004)],
    "receipt": {"position": "livefair.fairs:3:17", "accepted_at": "2026-01-01T00:00:00Z"},
}


@dataclass
class Ingest:
    """An HTTP server that gives one answer and keeps the requests."""

    status: int = 200
    body: dict[str, Any] = field(default_factory=lambda: dict(ACCOUNT))
    path: str = ""
    token: str = ""
    sent: bytes = b""
    url: str = ""


@pytest.fixture
def ingest() -> Iterator[Ingest]:
    ingest = Ingest()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            ingest.path, ingest.token = self.path, self.headers["Authorization"]
            ingest.sent = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(ingest.status)
            self.end_headers()
            self.wfile.write(json.dumps(ingest.body).encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    ingest.url = f"http://127.0.0.1:{server.server_port}"
    yield ingest
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def jobs(tmp_path: Path) -> Path:
    file = tmp_path / "jobs.csv"
    file.write_text("单位名称,岗位名称,招聘人数\nAcme,工程师,3\n")
    return file


def _import(*arguments: str) -> Result:
    return CliRunner().invoke(application("import"), ["import", *arguments])


def test_it_sends_the_file_and_prints_the_account(ingest: Ingest, jobs: Path) -> None:
    """The file is sent whole with the token; the result and the first rejected rows are printed; status 0."""
    result = _import(str(jobs), "--fair", "f-1", "--ingest", ingest.url, "--token", "t")
    assert result.exit_code == 0, result.output
    assert ingest.path == "/v1/fairs/f-1/jobs/import"
    assert ingest.token == "Bearer t"
    assert jobs.read_bytes() in ingest.sent
    lines = [" ".join(line.split()) for line in result.output.splitlines()]
    assert {"accepted 2", "duplicates 1", "rejected 1,200", "row 4: headcount: at least 1"} <= set(lines)
    assert "... 1,190 more; --rejected FILE writes the first 1,000" in lines
    assert "after=livefair.fairs:3:17 reads what includes them" in lines


def test_what_was_understood_of_the_file_is_printed(ingest: Ingest, jobs: Path, tmp_path: Path) -> None:
    """The column of each field, what was left out or not read, and the sheet of each row."""
    ingest.body |= {
        "rejected": [{"row": 4, "field": "headcount", "reason": "at least 1", "sheet": "民营企业"}],
        "rejected_count": 1,
        "columns": {"title": "岗位名称"},
        "ignored": [f"c{number}" for number in range(12)],
        "sheets": [{"name": "说明", "read": False}, {"name": "民营企业", "read": True}],
        "warnings_count": 11,
        "warnings": [{"row": row, "field": "degree", "reason": "not known"} for row in range(2, 13)],
    }
    rejected = tmp_path / "rejected.csv"
    result = _import(*(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t", "--rejected", str(rejected)))
    lines = [" ".join(line.split()) for line in result.output.splitlines()]
    assert {"民营企业, row 4: headcount: at least 1", "row 2: degree: not known", "... 1 more"} <= set(lines)
    assert "left out 11 cells that are optional and could not be understood" in lines
    assert "title is read from 岗位名称" in lines
    assert "not used: c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 and 2 more" in lines
    assert "sheets not read: 说明" in lines
    assert rejected.read_text().splitlines() == ["sheet,row,field,reason", "民营企业,4,headcount,at least 1"]


def test_options_are_sent(ingest: Ingest, jobs: Path, tmp_path: Path) -> None:
    """A map is sent before the file; a dry run is requested and shown."""
    mapping = tmp_path / "map.json"
    mapping.write_text('{"title": "岗位名称"}')
    result = _import(
        *(str(jobs), "--fair", "f-1", "--ingest", ingest.url, "--token", "t", "--map", str(mapping), "--dry-run")
    )
    assert ingest.path.endswith("?dry_run=true")
    assert 0 < ingest.sent.index(mapping.read_bytes()) < ingest.sent.index(jobs.read_bytes())
    assert "dry run: nothing was written" in result.output


def test_rejected_rows_are_written(ingest: Ingest, jobs: Path, tmp_path: Path) -> None:
    """--rejected writes a CSV that a person can correct."""
    rejected = tmp_path / "rejected.csv"
    _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t", "--rejected", str(rejected))
    lines = rejected.read_text().splitlines()
    assert lines[:2] == ["row,field,reason", "4,headcount,at least 1"]
    assert len(lines) == 1_001


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--rejected", "/nowhere/rejected.csv"), "cannot write /nowhere/rejected.csv: No such file or directory"),
        (("--map", "latin.json"), "the map latin.json is not UTF-8"),
    ],
)
def test_what_cannot_be_read_or_written_sends_nothing(
    ingest: Ingest, jobs: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    """One line before the import, not after it."""
    monkeypatch.chdir(jobs.parent)
    Path("latin.json").write_bytes('{"title": "Métier"}'.encode("latin-1"))
    result = _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t", *arguments)
    assert isinstance(result.exception, Failure)
    assert said in str(result.exception)
    assert ingest.path == ""


def test_a_disk_that_fills_after_the_import_is_said(ingest: Ingest, jobs: Path) -> None:
    """The result is still printed, and one line says how to get the rows again."""
    result = _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t", "--rejected", "/dev/full")
    assert isinstance(result.exception, Failure)
    assert "cannot write /dev/full: No space left on device; the import is done" in str(result.exception)
    assert "accepted" in result.output


def test_org_signs_a_token(ingest: Ingest, jobs: Path, home_with_keys: Home) -> None:
    """With --org a token is signed with the key of the local system."""
    _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--org", "unit", "--home", str(home_with_keys.path))
    assert ingest.token.startswith("Bearer ey")


def test_a_refused_file_is_a_failure(ingest: Ingest, jobs: Path) -> None:
    """If the whole file is refused, the command ends with the reason."""
    ingest.status, ingest.body = 422, {"title": "Not valid", "detail": "no column for title"}
    result = _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t")
    assert isinstance(result.exception, Failure)
    assert str(result.exception) == "jobs.csv was refused: 422 Not valid; no column for title"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("missing.csv", "--token", "t"), "cannot read missing.csv: No such file"),
        (("missing.csv",), "who imports?"),
        (("jobs.csv", "--token", "岗位"), "the address of ingest or the token is none"),
        (("missing.csv", "--token", "t", "--map", "missing.json"), "cannot read the map missing.json"),
    ],
)
def test_what_is_missing_is_said(
    ingest: Ingest, jobs: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    """Each missing or wrong argument is one line, and nothing is sent."""
    monkeypatch.chdir(jobs.parent)
    result = _import(*arguments, "--fair", "f", "--ingest", ingest.url)
    assert isinstance(result.exception, Failure)
    assert said in str(result.exception)
    assert ingest.path == ""
