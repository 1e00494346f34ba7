"""The generated pages and golden files equal what the code generates."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts import drawn
from tests.contracts.drawn import PAGES, Page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_is_stale(page: Page) -> None:
    """If this fails: run `make contracts`, and commit the result."""
    assert not drawn.is_stale(page)


def test_a_check_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It names stale pages; without `--check` each page is written once."""
    assert drawn.main(["--check"], tmp_path) == 1
    said = capsys.readouterr().out
    assert all(f"{page.name}: is stale" in said for page in PAGES)
    assert not list(tmp_path.iterdir())
    assert [drawn.main(arguments, tmp_path) for arguments in ([], ["--check"], [])] == [0, 0, 0]
    assert capsys.readouterr().out == "".join(f"written  {page.name}\n" for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_one_that_differs_is_found_and_mended_alone(
    page: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only the page that differs is rewritten."""
    drawn.main([], tmp_path)
    (tmp_path / page.name).write_text(page.drawn() + "edited\n")
    capsys.readouterr()
    assert drawn.main(["--check"], tmp_path) == 1
    assert drawn.main([], tmp_path) == 0
    assert capsys.readouterr().out.splitlines()[-1] == f"written  {page.name}"
    assert (tmp_path / page.name).read_text() == page.drawn()
