"""The fast path: the busiest route is handled without the framework's routing and the layers around its handlers."""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from plumbing.http.problem import Problem


class Straight:
    """ASGI middleware: `method` on a path that matches `pattern` goes to `endpoint`, everything else to `app`.

    The pattern's named groups become the path parameters. A Problem becomes a response; any other error is left to the
    outer layers, as for every route.
    """

    def __init__(self, app: ASGIApp, method: str, pattern: str, endpoint: ASGIApp) -> None:
        self._app = app
        self._method = method
        self._pattern = re.compile(pattern)
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = None
        if scope["type"] == "http" and scope["method"] == self._method:
            found = self._pattern.fullmatch(scope["path"])
        if found is None:
            await self._app(scope, receive, send)
            return
        scope["path_params"] = found.groupdict()
        try:
            await self._endpoint(scope, receive, send)
        except Problem as problem:
            await problem.response()(scope, receive, send)
