"""The pages and what they need to know: static files, and where the live edge is."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from services.fair.reads.asking import answer

FOLDER = Path(__file__).parents[1] / "pages"
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; connect-src 'self' ws: wss: http: https:; img-src 'self' data:; "
        "style-src 'self' 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class Pages:
    """Serves the built pages. `live_url` is where notify listens; empty for the page's own origin."""

    def __init__(self, live_url: str) -> None:
        self._live_url = live_url

    async def start(self, request: Request) -> Response:
        return FileResponse(FOLDER / "index.html", headers=SECURITY)

    async def wall(self, request: Request) -> Response:
        return FileResponse(FOLDER / "wall.html", headers=SECURITY)

    async def config(self, request: Request) -> Response:
        """What the pages need to know."""
        return answer({"live": self._live_url})
