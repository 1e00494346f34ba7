"""The repository has nothing of a single machine, and nothing that only its author can use."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.sources import ROOT, for_each, kept_files, python_files, tree_of

BINARY = {".png", ".jpg", ".ico", ".woff2", ".xlsx", ".gz", ".map"}
LOCKED = {"requirements.lock", "package-lock.json", "pnpm-lock.yaml"}
HERE = Path("tests/architecture/test_house.py")
PLACES = re.compile(r"/(?:home|Users|work|root)/[A-Za-z0-9_.-]+|[A-Z]:\\\\Users")
REGISTRIES = re.compile(
    r"\b(?:pypi\.org|files\.pythonhosted\.org|registry\.npmjs\.org|repo1?\.maven\.(?:org|apache\.org))\b"
)
SILENCED = re.compile(r"#\s*(?:type: ignore|noqa)(?!.*#|.* - )")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b")


def texts() -> list[Path]:
    """Every kept text file that people write."""
    return [
        path for path in kept_files() if path.suffix not in BINARY and path != HERE and "pages/assets" not in str(path)
    ]


def lines_with(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_file_names_a_folder_of_one_machine() -> None:
    """A path of one machine does not work elsewhere."""
    assert lines_with(PLACES, texts()) == []


def test_no_file_names_a_package_registry() -> None:
    """The package registry is a setting of each machine; versions and hashes are locked."""
    assert lines_with(REGISTRIES, texts()) == []


def test_locked_dependencies_have_hashes_and_no_addresses() -> None:
    """`pip install --require-hashes` refuses a modified package."""
    locked = [(ROOT / "requirements.lock").read_text(), *(path.read_text() for path in ROOT.glob("deploy/*.lock"))]
    pins = re.findall(
        r"^[a-z0-9][^ \n]*==[^\n]*(?:\n +--hash=sha256:[0-9a-f]{64}(?: \\)?)*", "".join(locked), re.MULTILINE
    )
    assert len(pins) > 80
    assert [pin for pin in pins if "--hash=" not in pin] == []
    assert not any("://" in text for text in locked)


def test_every_silenced_check_has_its_reason() -> None:
    """Behind the silencing comment, after `#` or ` - `."""
    python = [path for path in texts() if path.suffix == ".py"]
    assert lines_with(SILENCED, python) == []


def test_nothing_is_left_for_later_in_the_code() -> None:
    """Missing work is an issue, not a comment."""
    assert lines_with(UNFINISHED, [path for path in texts() if path.suffix in {".py", ".ts", ".tsx", ".sql"}]) == []


@for_each(python_files("tests"))
def test_tests_wait_for_readiness_and_never_sleep_nor_skip(path: Path) -> None:
    """A fixed pause is too long on one machine and too short on another; a skipped test proves nothing."""
    calls = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    assert not {"time.sleep", "pytest.skip", "pytest.importorskip"} & {ast.unparse(call.func) for call in calls}
    marks = [ast.unparse(node) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute | ast.Call)]
    assert not {"pytest.mark.skip", "pytest.mark.xfail"} & set(marks)
    conditions = [mark for mark in marks if mark.startswith("pytest.mark.skipif(")]
    assert all("sys.platform" in condition for condition in conditions)
