"""The reasons for which fair refuses a request or moves an application, as its code names them: `reasons.json`.

`drawn.py` keeps the list as this has it, and the pages must have words for each of it, in both languages.
"""

from __future__ import annotations

import ast
import importlib
import json
from collections.abc import Iterator
from types import ModuleType

from services.fair.applications.application import DROP_FULL
from services.fair.applications.selection import BY_ITSELF, DEADLINE_PASSED
from services.fair.cards.approach import MOVES as APPROACH_MOVES
from services.fair.fairs.fair import STATES
from tests.architecture.sources import module_name, python_files

PAGE = "reasons.json"
EXPANDED = {
    "fair_": [*(one for one in STATES if one != "scheduled"), "not_open"],
    "session_": ["scheduled", "live", "ended", "paused"],
    "approach_": [*APPROACH_MOVES, "open"],
    "application_": [],
}
"""The states that follow the beginning of a reason. The pages have words of their own for those of an application."""


def page() -> str:
    return json.dumps(sorted(reasons()), indent=1) + "\n"


def reasons() -> set[str]:
    """Of refusals, and of moves that no person made."""
    found = {why for _, _, why in BY_ITSELF} | {DROP_FULL, DEADLINE_PASSED}
    for path in python_files("services"):
        if path.name == "__main__.py" or "migrations" in path.parts or "fair" not in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        if "Refused(" in text:
            module = importlib.import_module(module_name(path))
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "Refused":
                    found.update(_named(node.args[0], module))
    return found


def _named(given: ast.expr, module: ModuleType) -> Iterator[str]:
    """The reasons that an argument may be. Raises KeyError for the beginning of one that is not known."""
    match given:
        case ast.Constant(value=str(reason)):
            yield reason
        case ast.IfExp(body=one, orelse=other):
            yield from (*_named(one, module), *_named(other, module))
        case ast.Name(id=name) if hasattr(module, name):
            yield getattr(module, name)
        case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), *_]):
            yield from (beginning + state for state in EXPANDED[beginning])
        case ast.Call():
            pass  # `_why_not`: the state of an application, or the reason of its last move
        case _:
            raise TypeError(f"{module.__name__}: {ast.unparse(given)}")
