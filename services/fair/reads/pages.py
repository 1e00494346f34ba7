"""The pages and what they need to know: static files, and where the live edge is."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from services.fair.reads.asking import answer

FOLDER = Path(__file__).parents[1] / "pages"


def security(live_url: str) -> dict[str, str]:
    """What a page may do: speak to its own origin and to the live edge, and nothing else."""
    policy = (
        f"default-src 'self'; connect-src 'self' {live_url}; img-src 'self' data:; style-src 'self'; "
        "frame-ancestors 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    }


class Pages:
    """Serves the built pages. `live_url` is where notify listens; empty for the page's own origin."""

    def __init__(self, live_url: str) -> None:
        self._live_url = live_url
        self._headers = security(live_url)

    async def start(self, request: Request) -> Response:
        return FileResponse(FOLDER / "index.html", headers=self._headers)

    async def wall(self, request: Request) -> Response:
        return FileResponse(FOLDER / "wall.html", headers=self._headers)

    async def config(self, request: Request) -> Response:
        """What the pages need to know."""
        return answer({"live": self._live_url})
