"""A request whose headers are read several times: Starlette decodes a header at each access, this class all at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from starlette.requests import Request


class LeanRequest(Request):
    """Like Starlette's, except for `headers`: by lower-case name; the first value of a repeated header."""

    @cached_property
    def headers(self) -> Mapping[str, str]:  # type: ignore[override]  # read by name only, which both can
        return {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(self.scope["headers"])}
