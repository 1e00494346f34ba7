"""A request that is asked for half a dozen headers: Starlette decodes one at each asking, this one all of them once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from starlette.requests import Request


class LeanRequest(Request):
    """As Starlette's, but for `headers`: by name in lower case; of a header that is repeated, the first."""

    @cached_property
    def headers(self) -> Mapping[str, str]:  # type: ignore[override]  # read by name only, which both can
        return {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(self.scope["headers"])}
