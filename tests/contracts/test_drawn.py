"""The pages and golden files that are drawn from the code are the code's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts import drawn
from tests.contracts.drawn import PAGES, Page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_is_stale(page: Page) -> None:
    """Where this fails: `make contracts`, and commit what it writes."""
    assert not drawn.is_stale(page)


def test_a_check_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It says what is stale; without it each page is written, once."""
    assert drawn.main(["--check"], tmp_path) == 1
    said = capsys.readouterr().out
    assert all(f"docs/{page.name}: is stale" in said for page in PAGES)
    assert not list(tmp_path.iterdir())
    assert [drawn.main(arguments, tmp_path) for arguments in ([], ["--check"], [])] == [0, 0, 0]
    assert capsys.readouterr().out == "".join(f"written  docs/{page.name}\n" for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_one_that_differs_is_found_and_mended_alone(
    page: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The others stay as they are."""
    drawn.main([], tmp_path)
    (tmp_path / page.name).write_text(page.drawn() + "edited\n")
    capsys.readouterr()
    assert drawn.main(["--check"], tmp_path) == 1
    assert drawn.main([], tmp_path) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"written  docs/{page.name}"
    assert (tmp_path / page.name).read_text() == page.drawn()
