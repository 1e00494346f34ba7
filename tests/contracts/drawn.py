"""The pages of states that are drawn from the domain's tables: kept as the code has them.

`make contracts` runs this file, which writes each page that is stale; with `--check` it writes none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.contracts import approach_states, fair_states, limits, nouns, statements, states

DOCS = Path(__file__).parents[2] / "docs"


class Page(NamedTuple):
    """A file below `docs/`, and what it should say."""

    name: str
    drawn: Callable[[], str]


PAGES = (
    *(Page(module.PAGE, module.page) for module in (states, fair_states, approach_states, nouns, limits)),
    *(Page(name, partial(str, text)) for name, text in statements.files().items()),
)


def is_stale(page: Page, docs: Path = DOCS) -> bool:
    """Whether the file is missing or says something else."""
    path = docs / page.name
    return not path.exists() or path.read_text() != page.drawn()


def main(arguments: list[str], docs: Path = DOCS) -> int:
    """Write what is stale. Exit status 1: something is, with `--check`, and was not written."""
    stale = [page for page in PAGES if is_stale(page, docs)]
    for page in stale:
        if "--check" in arguments:
            print(f"docs/{page.name}: is stale, run `make contracts` and commit it")
        else:
            (docs / page.name).parent.mkdir(parents=True, exist_ok=True)
            (docs / page.name).write_text(page.drawn())
            print(f"written  docs/{page.name}")
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
