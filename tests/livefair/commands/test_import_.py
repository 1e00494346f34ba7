"""The command `livefair import`, against an HTTP server that takes one import and tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from livefair.__main__ import application
from livefair.client import upload
from livefair.client.upload import Progress
from livefair.commands import import_
from livefair.failure import Failure
from livefair.system.home import Home
from tests.livefair.commands.import_server import ACCOUNT, POSITION, REJECTED, Service, serving


@pytest.fixture
def ingest(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setattr(upload, "LOOK_S", 0.0)
    with serving() as service:
        yield service


@pytest.fixture
def jobs(tmp_path: Path) -> Path:
    file = tmp_path / "jobs.csv"
    file.write_text("单位名称,岗位名称,招聘人数\nAcme,工程师,3\n")
    return file


def _import(*arguments: str) -> Result:
    return CliRunner().invoke(application("import"), ["import", *arguments])


def test_it_sends_the_file_and_prints_the_account(ingest: Service, jobs: Path) -> None:
    """The file is sent whole with the token; the result and the first rejected rows are printed; status 0."""
    result = _import(str(jobs), "--fair", "f-1", "--ingest", ingest.url, "--token", "t")
    assert result.exit_code == 0, result.output
    assert ingest.path == "/v1/fairs/f-1/jobs/import"
    assert (ingest.token, ingest.prefer) == ("Bearer t", "respond-async")
    assert ingest.asked == [f"GET /v1/imports/i-1?after={POSITION.replace(':', '%3A')}"]
    assert jobs.read_bytes() in ingest.sent
    lines = [" ".join(line.split()) for line in result.output.splitlines()]
    assert {"accepted 2", "duplicates 1", "rejected 1,200", "row 4: headcount: at least 1"} <= set(lines)
    assert "... 1,190 more; --rejected FILE.csv or .xlsx writes all of them" in lines
    assert "after=livefair.fairs:3:17 reads what includes them" in lines


def test_what_was_understood_of_the_file_is_printed(ingest: Service, jobs: Path) -> None:
    """The column of each field, what was left out or not read, and the sheet of each row."""
    ingest.account |= {
        "rejected": [{"row": 4, "field": "headcount", "reason": "at least 1", "sheet": "民营企业"}],
        "rejected_count": 1,
        "columns": {"title": "岗位名称"},
        "ignored": [f"c{number}" for number in range(12)],
        "doubly_claimed": [{"column": "c1", "field": "title"}],
        "sheets": [{"name": name, "read": name == "民营企业"} for name in ("说明", "字典", "民营企业")],
        "unread_sheets": [{"name": "字典", "reason": "hidden"}],
        "warnings_count": 11,
        "warnings": [{"row": row, "field": "degree", "reason": "not known"} for row in range(2, 13)],
    }
    result = _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t")
    lines = [" ".join(line.split()) for line in result.output.splitlines()]
    assert {"民营企业, row 4: headcount: at least 1", "row 2: degree: not known", "... 1 more"} <= set(lines)
    assert "left out 11 cells that are optional and could not be understood" in lines
    assert "title is read from 岗位名称" in lines
    assert "not used: c0, c1, c2, c3, c4, c5, c6, c7, c8, c9 and 2 more" in lines
    assert "not used: c1, since title is read from another column; --map can say which" in lines
    assert {"sheet not read: 说明", "sheet not read: 字典: it is hidden"} <= set(lines)


def test_options_are_sent(ingest: Service, jobs: Path, tmp_path: Path) -> None:
    """A map is sent before the file; a dry run is requested and shown."""
    mapping = tmp_path / "map.json"
    mapping.write_text('{"title": "岗位名称"}')
    result = _import(
        *(str(jobs), "--fair", "f-1", "--ingest", ingest.url, "--token", "t", "--map", str(mapping), "--dry-run")
    )
    assert ingest.path.endswith("?dry_run=true")
    assert 0 < ingest.sent.index(mapping.read_bytes()) < ingest.sent.index(jobs.read_bytes())
    assert "dry run: nothing was written" in result.output


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_rejected_rows_are_written(ingest: Service, jobs: Path, tmp_path: Path, kind: str) -> None:
    """--rejected writes the file that fair makes of them, of the kind that the name says."""
    rejected = tmp_path / f"rejected.{kind}"
    _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t", "--rejected", str(rejected))
    assert ingest.asked[-1] == f"GET /v1/imports/i-1/rejected.{kind}?lang=en"
    assert rejected.read_bytes() == REJECTED


def test_it_waits_for_a_service_that_is_restarted(ingest: Service, jobs: Path) -> None:
    """503 and 504 are asked again, and the reads may have an address of their own."""
    ingest.told = [(504, {}), (503, {}), (200, ACCOUNT | {"state": "running"})]
    result = _import(*(str(jobs), "--fair", "f", "--ingest", ingest.url, "--reads", f"{ingest.url}/x", "--token", "t"))
    assert (result.exit_code, len(ingest.asked)) == (0, 4)
    assert all(asked.startswith("GET /x/v1/imports/i-1?") for asked in ingest.asked)


@pytest.mark.parametrize(
    ("options", "said"),
    [([], "import: the rows so far stay"), (["--dry-run"], "check: nothing is written")],
)
def test_ctrl_c_cancels_it(
    ingest: Service, jobs: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    """The rows so far stay and are printed, and of a dry run there are none; status 130."""
    ingest.account["state"] = "running"

    def interrupt(_: object) -> str:
        if ingest.account["state"] == "running":
            raise KeyboardInterrupt
        return ""

    monkeypatch.setattr(import_, "LINE_EVERY_S", 0.0)
    monkeypatch.setattr(import_, "describe", interrupt)
    result = _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t", *options)
    assert result.exit_code == 130
    assert "DELETE /v1/imports/i-1" in ingest.asked
    assert f"cancelling the {said}" in result.output
    assert "(cancelled)" in result.output


def test_a_second_ctrl_c_stops_waiting(ingest: Service, jobs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that the import is being cancelled; status 130."""

    def interrupt(_: object) -> str:
        raise KeyboardInterrupt

    ingest.account["state"] = "running"
    monkeypatch.setattr(import_, "LINE_EVERY_S", 0.0)
    monkeypatch.setattr(import_, "describe", interrupt)
    result = _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t")
    assert result.exit_code == 130
    assert "not waiting for the end: ingest was asked to cancel the import i-1" in result.output


def test_ctrl_c_while_sending_says_what_it_means(ingest: Service, jobs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no id by which it could be cancelled yet; status 130."""

    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(upload.Importer, "order", interrupt)
    result = _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t")
    assert result.exit_code == 130
    assert "stopped while sending: nothing is imported unless the whole file had arrived" in result.output


def test_progress_is_one_line() -> None:
    """With the rate and the time left, once they are known."""
    far = Progress(12_000, 11_900, 40, 5, 10, 3_456.7, 12.3)
    assert import_.describe(far) == ("12,000 rows, 11,900 accepted, 40 rejected, 3,457 rows/s, about 12 s left")
    assert import_.describe(Progress(0, 0, 0, 0, 10, None, None)) == "0 rows, 0 accepted, 0 rejected"
    assert import_.describe(Progress(0, 0, 0, 0, 10, None, 400.0)).endswith("about 7 min left")


@pytest.mark.parametrize(("rejected", "status"), [(0, 0), (1, 3)])
def test_a_strict_import_fails_where_a_row_was_rejected(
    ingest: Service, jobs: Path, rejected: int, status: int
) -> None:
    """For scripts, also with --dry-run; without --strict the status is 0."""
    ingest.account |= {"rejected_count": rejected, "rejected": ingest.account["rejected"][:rejected]}
    arguments = (str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t")
    assert _import(*arguments, "--strict").exit_code == status
    assert _import(*arguments, "--strict", "--dry-run").exit_code == status
    assert _import(*arguments).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--rejected", "/nowhere/rejected.csv"), "cannot write /nowhere/rejected.csv: No such file or directory"),
        (("--rejected", "rejected.ods"), "cannot write rejected.ods: call it .csv or .xlsx; nothing was imported"),
        (("--map", "latin.json", "--map", "title=B"), "the map latin.json is not UTF-8"),
    ],
)
def test_what_cannot_be_read_or_written_sends_nothing(
    ingest: Service, jobs: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    """One line before the import, not after it."""
    monkeypatch.chdir(jobs.parent)
    Path("latin.json").write_bytes('{"title": "Métier"}'.encode("latin-1"))
    result = _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t", *arguments)
    assert isinstance(result.exception, Failure)
    assert said in str(result.exception)
    assert ingest.path == ""


def test_a_disk_that_fills_after_the_import_is_said(ingest: Service, jobs: Path, tmp_path: Path) -> None:
    """The result is still printed, and one line says how to get the rows again."""
    full = tmp_path / "full.csv"
    full.symlink_to("/dev/full")
    result = _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t", "--rejected", str(full))
    assert isinstance(result.exception, Failure)
    assert f"cannot write {full}: No space left on device; the import is done" in str(result.exception)
    assert "accepted" in result.output


def test_rejected_rows_that_cannot_be_read_are_said(ingest: Service, jobs: Path, tmp_path: Path) -> None:
    """The result is still printed, and one line says how to get them again."""
    ingest.rejected = (503, b"")
    rejected = tmp_path / "rejected.csv"
    result = _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t", "--rejected", str(rejected))
    assert isinstance(result.exception, Failure)
    assert "cannot be read: 503 Service Unavailable; the import is done, and with --dry-run" in str(result.exception)
    assert "accepted" in result.output


@pytest.mark.parametrize("older", [None, b"older"])
def test_a_break_in_the_rejected_rows_leaves_no_part_of_them(
    ingest: Service, jobs: Path, tmp_path: Path, older: bytes | None
) -> None:
    """No file, or the one that stood there: a part of the rows would look like all of them."""
    ingest.missing_bytes = 100
    rejected = tmp_path / "out" / "rejected.csv"
    rejected.parent.mkdir()
    if older is not None:
        rejected.write_bytes(older)
    result = _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t", "--rejected", str(rejected))
    assert isinstance(result.exception, Failure)
    assert "does not answer to the end" in str(result.exception)
    assert [path.read_bytes() for path in rejected.parent.iterdir()] == ([] if older is None else [older])


def test_a_refused_import_leaves_no_file_of_rejected_rows(ingest: Service, jobs: Path, tmp_path: Path) -> None:
    """An empty one would say that no row was rejected."""
    ingest.account |= {"state": "failed", "reason": "jobs.csv is empty"}
    rejected = tmp_path / "rejected.csv"
    result = _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t", "--rejected", str(rejected))
    assert isinstance(result.exception, Failure)
    assert not rejected.exists()


def test_the_help_names_the_formats() -> None:
    """Those of docs/importing.md."""
    told = " ".join(_import("--help").output.split())
    for name in ("UTF-8", "UTF-16", "GB18030", "Big5", "cp1252", "XLSX", "XLS", "ODS"):
        assert name in told


def test_org_signs_a_token(ingest: Service, jobs: Path, home_with_keys: Home) -> None:
    """With --org a token is signed with the key of the local system."""
    _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--org", "unit", "--home", str(home_with_keys.path))
    assert ingest.token.startswith("Bearer ey")


def test_a_refused_file_is_a_failure(ingest: Service, jobs: Path) -> None:
    """If the whole file is refused, the command ends with the reason."""
    ingest.status, ingest.body = 422, {"title": "Not valid", "detail": "no column for title"}
    result = _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t")
    assert isinstance(result.exception, Failure)
    assert str(result.exception) == "jobs.csv was refused: 422 Not valid; no column for title"


def test_a_file_that_cannot_be_read_is_a_failure(ingest: Service, jobs: Path) -> None:
    """If the import fails after the file was stored, the command ends with the reason."""
    ingest.account |= {"state": "failed", "reason": "no column for title"}
    result = _import(str(jobs), "--fair", "f", "--ingest", ingest.url, "--token", "t")
    assert str(result.exception) == "jobs.csv was refused: no column for title"


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
    ingest: Service, jobs: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    """Each missing or wrong argument is one line, and nothing is sent."""
    monkeypatch.chdir(jobs.parent)
    result = _import(*arguments, "--fair", "f", "--ingest", ingest.url)
    assert isinstance(result.exception, Failure)
    assert said in str(result.exception)
    assert ingest.path == ""
