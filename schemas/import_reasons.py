"""The reasons of an import: why a row was rejected, a cell left out, a file refused. Each has a code and parameters.

Their words in both languages stand in `import_reasons.json`, which the pages read too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, Literal

Language = Literal["en", "zh"]


class Reason(str):
    """The reason in English; its code and its parameters say it in any language."""

    code: str
    params: Mapping[str, Any]
    __slots__ = ("code", "params")

    def __new__(cls, code: str, /, **params: Any) -> Reason:
        """A parameter is a text, a number, or another reason. Raises KeyError for a code without words."""
        reason = super().__new__(cls, words()[code]["en"].format_map(params))
        reason.code, reason.params = code, params
        return reason

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.code, dict(self.params))


def _again(code: str, params: dict[str, Any]) -> Reason:
    return Reason(code, **params)


def coded(reason: str) -> dict[str, Any]:
    """The code of a reason and its parameters, as they are answered; of a text that is no reason, nothing."""
    if not isinstance(reason, Reason):
        return {}
    params = {name: coded(one) if isinstance(one, Reason) else one for name, one in reason.params.items()}
    return {"code": reason.code, "params": params}


def answered(code: str | None, params: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The parameters that the words of a code have, of those that were stored with it; None for no code."""
    if code is None or code not in words():
        return None
    names = {name for _, name, _, _ in Formatter().parse(words()[code]["en"]) if name}
    found = {name: param for name, param in (params or {}).items() if name in names}
    for name, param in found.items():
        if isinstance(param, dict):
            found[name] = {"code": param["code"], "params": answered(param["code"], param["params"])}
    return found


def worded(code: str, params: Mapping[str, Any], language: Language) -> str | None:
    """The reason in a language; None for a code that another version has written."""
    try:
        parts = {name: _part(one, language) for name, one in params.items()}
        return words()[code][language].format_map(parts)
    except (KeyError, ValueError):
        return None


def _part(param: Any, language: Language) -> Any:
    return worded(param["code"], param["params"], language) if isinstance(param, dict) else param


@cache
def words() -> Mapping[str, Mapping[Language, str]]:
    """Templates by code and language, with the parameters in braces."""
    found: dict[str, dict[Language, str]] = json.loads(
        files("schemas").joinpath("import_reasons.json").read_text("utf-8")
    )
    return found
