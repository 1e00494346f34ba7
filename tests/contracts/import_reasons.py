"""The codes of the reasons of an import and their parameters, as the code of ingest names them: `import_reasons.json`.

`drawn.py` keeps the list as this has it, and `schemas/import_reasons.json` must have words for each of it.
"""

from __future__ import annotations

import ast
import importlib
import json
from collections.abc import Iterator
from types import ModuleType

from tests.architecture.sources import module_name, python_files

PAGE = "import_reasons.json"


def page() -> str:
    return json.dumps(dict(sorted(reasons().items())), indent=1) + "\n"


def reasons() -> dict[str, list[str]]:
    """The names of the parameters by code. Raises ValueError where two places give a code other parameters."""
    found: dict[str, list[str]] = {}
    for path in python_files("services"):
        text = path.read_text(encoding="utf-8")
        if "Reason(" not in text:
            continue
        module = importlib.import_module(module_name(path))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Reason":
                params = sorted(str(keyword.arg) for keyword in node.keywords)
                for code in _codes(node.args[0], module):
                    if found.setdefault(code, params) != params:
                        raise ValueError(f"{code}: {found[code]} and {params}")
    return found


def _codes(given: ast.expr, module: ModuleType) -> Iterator[str]:
    """The codes that an argument may be. Raises TypeError for an expression of another kind."""
    match given:
        case ast.Constant(value=str(code)):
            yield code
        case ast.IfExp(body=one, orelse=other):
            yield from (*_codes(one, module), *_codes(other, module))
        case ast.Subscript(value=ast.Name(id=name)):
            yield from getattr(module, name).values()
        case _:
            raise TypeError(f"{module.__name__}: {ast.unparse(given)}")
