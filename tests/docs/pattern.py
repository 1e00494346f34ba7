"""What the guide shows against what the system answers: the same fields, the same literal values.

`"…"` is any value but null, `"…?"` any value, `…` within a string any text, `{name}` the value that was met first under
that name. A list that ends in `"…"` may have more elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

ANY, ANY_OR_NULL = "…", "…?"
NAME = re.compile(r"\{([a-z_]+)\}")
PIECE = re.compile(r"(\{[a-z_]+\}|…)")
Bound = dict[str, str]


def filled(text: str, bound: Bound) -> str:
    """A request with its placeholders replaced. A name that no answer has given yet raises KeyError."""
    return NAME.sub(lambda found: bound[found[1]], text)


def differences(shown: Any, given: Any, bound: Bound, at: str = "answer") -> Iterator[str]:
    """One sentence for each difference; values of new names in `shown` are put into `bound`."""
    if shown in (ANY, ANY_OR_NULL):
        if given is None and shown == ANY:
            yield f"{at} is null"
    elif isinstance(shown, dict) and isinstance(given, dict):
        yield from _fields(shown, given, bound, at)
    elif isinstance(shown, list) and isinstance(given, list):
        yield from _elements(shown, given, bound, at)
    elif isinstance(shown, str) and isinstance(given, str):
        yield from text_differences(shown, given, bound, at)
    elif type(shown) is not type(given) or shown != given:
        yield f"{at} is {given!r}, the guide shows {shown!r}"


def text_differences(shown: str, given: str, bound: Bound, at: str = "answer") -> Iterator[str]:
    pattern = "".join(_piece(piece, bound) for piece in PIECE.split(shown))
    found = re.fullmatch(pattern, given, re.DOTALL)
    if found is None:
        yield f"{at} is {given!r}, the guide shows {shown!r}"
    else:
        bound.update(found.groupdict())


def _piece(piece: str, bound: Bound) -> str:
    if piece == ANY:
        return ".*"
    name = NAME.fullmatch(piece)
    if name is None:
        return re.escape(piece)
    return re.escape(bound[name[1]]) if name[1] in bound else f"(?P<{name[1]}>.+)"


def _fields(named: dict[str, Any], given: dict[str, Any], bound: Bound, at: str) -> Iterator[str]:
    shown = {filled(name, bound): value for name, value in named.items()}
    for name in shown.keys() - given.keys():
        yield f"{at}.{name} is missing"
    for name in given.keys() - shown.keys():
        yield f"{at}.{name} is not in the guide: {given[name]!r}"
    for name in shown:
        if name in given:
            yield from differences(shown[name], given[name], bound, f"{at}.{name}")


def _elements(shown: list[Any], given: list[Any], bound: Bound, at: str) -> Iterator[str]:
    is_open = bool(shown) and shown[-1] == ANY
    wanted = shown[:-1] if is_open else shown
    if len(given) < len(wanted) or (len(given) > len(wanted) and not is_open):
        yield f"{at} has {len(given)} elements, the guide shows {len(wanted)}: {given!r}"
        return
    for number, (one, other) in enumerate(zip(wanted, given, strict=False)):
        yield from differences(one, other, bound, f"{at}[{number}]")
