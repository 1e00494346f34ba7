"""What is shared and how it is bounded, on one page: drawn from the `Limit` beside each bound in the services.

`drawn.py` keeps the page as this has it.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

from plumbing.limits import Limit
from tests.architecture.sources import module_name, python_files

PAGE = "limits.md"
MIB, KIB = 1_048_576, 1_024
INTRODUCTION = """# Limits

Written by `make contracts` from the [`Limit`](../plumbing/limits.py) that stands beside each bound in the code; do not
edit. Each instance counts alone, unless the table says otherwise. A share is what one person, organization (the
token's `org`) or address may have of it, so that nobody uses up what is shared.

A number in the last two columns is the status of the answer; 429 and 503 come with `Retry-After`.
`LIVEFAIR_RATE_LIMIT=off` lifts the rates, and the shares of places to wait: that is for tests and benchmarks.
"""


def page() -> str:
    """The page as Markdown."""
    found = list(declared())
    sections = dict.fromkeys(_section(module) for module, _ in found)
    return INTRODUCTION + "".join(
        f"\n## {section}\n\n| what | bound | share | beyond the bound | beyond the share | where |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        + "".join(_row(module, limit) for module, limit in found if _section(module) == section)
        for section in sections
    )


def declared() -> Iterator[tuple[str, Limit]]:
    """Every limit that a module of the services or of plumbing declares, with the module's name."""
    for path in python_files("services", "plumbing"):
        if path.name == "__main__.py" or "migrations" in path.parts:
            continue
        module = importlib.import_module(module_name(path))
        tree = path.read_text(encoding="utf-8")
        for name, value in vars(module).items():
            if isinstance(value, Limit) and re.search(rf"^{name}(: \w+)? = ", tree, re.MULTILINE):
                yield module_name(path), value


def _section(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "services" else "every service"


def _row(module: str, limit: Limit) -> str:
    shares = "; ".join(f"{_amount(most, limit.unit)} each {kind}" for kind, most in (limit.shares or {}).items())
    bound = "" if limit.bound is None else _amount(limit.bound, limit.unit)
    where = module.replace(".", "/") + ".py"
    cells = (limit.what, bound, shares, limit.over, limit.over_share, f"[{where.split('/')[-1]}](../{where})")
    return "| " + " | ".join(cells) + " |\n"


def _amount(number: int, unit: str) -> str:
    if unit == "bytes":
        size, name = (MIB, "MiB") if number % MIB == 0 else (KIB, "KiB")
        return f"{number / size:,g} {name}"
    return f"{number:,} {unit}".strip()
