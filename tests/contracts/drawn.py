"""The pages of states that are drawn from the domain's tables: kept as the code has them.

`make contracts` runs this file, which writes each page that is stale; with `--check` it writes none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.contracts import (
    approach_states,
    deployed,
    fair_states,
    import_reasons,
    limits,
    nouns,
    reasons,
    statements,
    states,
)

ROOT = Path(__file__).parents[2]


class Page(NamedTuple):
    """A file of the repository, and what it should say."""

    name: str
    drawn: Callable[[], str]


PAGES = (
    *(
        Page(f"docs/{module.PAGE}", module.page)
        for module in (states, fair_states, approach_states, nouns, limits, reasons, import_reasons)
    ),
    *(Page(f"docs/{name}", partial(str, text)) for name, text in statements.files().items()),
    *(Page(name, partial(str, text)) for name, text in deployed.files().items()),
)


def is_stale(page: Page, root: Path = ROOT) -> bool:
    """Whether the file is missing or says something else."""
    path = root / page.name
    return not path.exists() or path.read_text() != page.drawn()


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Write what is stale. Exit status 1: something is, with `--check`, and was not written."""
    stale = [page for page in PAGES if is_stale(page, root)]
    for page in stale:
        if "--check" in arguments:
            print(f"{page.name}: is stale, run `make contracts` and commit it")
        else:
            (root / page.name).parent.mkdir(parents=True, exist_ok=True)
            (root / page.name).write_text(page.drawn())
            print(f"written  {page.name}")
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
