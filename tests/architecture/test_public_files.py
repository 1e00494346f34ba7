"""Files of a public repository besides code: a license, and rules for editors and git."""

from __future__ import annotations

import hashlib
import subprocess
import tomllib
from functools import cache
from pathlib import Path

from tests.architecture.sources import ROOT, kept_files

APACHE_2_SHA256 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
TABS = {"Makefile", "Caddyfile"}


@cache
def attribute(name: str) -> dict[Path, str]:
    """What .gitattributes says about each kept file."""
    command = ["git", "-C", str(ROOT), "check-attr", "-z", "--stdin", name]
    asked = "\0".join(map(str, kept_files()))
    fields = subprocess.run(command, input=asked, capture_output=True, check=True, text=True).stdout.split("\0")
    return {Path(path): value for path, value in zip(fields[::3], fields[2::3], strict=False)}


def edited() -> dict[Path, bytes]:
    """Texts that people edit."""
    built, text = attribute("linguist-generated"), attribute("text")
    return {path: (ROOT / path).read_bytes() for path in kept_files() if built[path] != "set" and text[path] != "unset"}


def test_the_license_is_apache_2() -> None:
    """The official text, and the same license in the package's metadata."""
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == APACHE_2_SHA256
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert (project["license"], project["license-files"]) == ("Apache-2.0", ["LICENSE"])


def test_what_tools_write_is_never_merged_by_line() -> None:
    """A line merge of two generated files is neither: git keeps one and reports a conflict."""
    written = {
        path
        for path in kept_files()
        if path.suffix == ".lock" or path.name == "package-lock.json" or path.is_relative_to("services/fair/pages")
    }
    assert len(written) > 10
    for name, value in (("linguist-generated", "set"), ("merge", "unset")):
        found = {path for path, said in attribute(name).items() if said == value}
        assert {path for path in found if path.suffix != ".png"} == written


def test_texts_are_as_editors_are_told() -> None:
    """As .editorconfig says: UTF-8, LF, a final newline, no trailing blanks, tabs in two files."""
    wrong = [str(path) for path, text in edited().items() if not _is_tidy(path, text.decode())]
    assert wrong == []


def _is_tidy(path: Path, text: str) -> bool:
    lines = text.split("\n")
    untrimmed = any(line.endswith((" ", "\t", "\r")) for line in lines)
    indented_by_tab = any(line.startswith("\t") for line in lines) and path.name not in TABS
    return not untrimmed and not indented_by_tab and lines[-1] == ""
