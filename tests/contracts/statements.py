"""The statements with which each noun is written, as they are printed from its tables: golden files, one a noun.

`drawn.py` keeps the files as this has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from services.fair.chat import statements as chat
from services.fair.engine.registry import NOUNS
from services.fair.kernel.tables import Statement
from services.fair.resumes import store as resumes

FOLDER = "statements"
HEAD = "-- Printed by `make contracts` from the tables that the noun describes; do not edit.\n"


def files() -> dict[str, str]:
    """Each file by its name below docs/."""
    printed: dict[str, Iterable[Statement]] = {noun.name: noun.statements for noun in NOUNS}
    printed |= {"chat": chat.STATEMENTS, "resumes": resumes.STATEMENTS}
    return {f"{FOLDER}/{name}.sql": HEAD + "".join(_printed(given)) for name, given in printed.items()}


def _printed(statements: Iterable[Statement]) -> Iterator[str]:
    for statement in statements:
        yield f"\n-- {statement.table.name}: {statement.kind}\n{statement.sql.rstrip()};\n"
