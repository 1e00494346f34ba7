"""The pages and what they need to know: static files, and where the live edge and ingest are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from services.fair.access.asking import answer
from services.fair.settings import Settings

FOLDER = Path(__file__).parent / "pages"
PAGES = {
    "/": "index.html",
    "/wall": "wall.html",
    "/me": "me.html",
    "/desk": "desk.html",
    "/live": "live.html",
    "/fair": "fair.html",
}
SESSION = "/live"
"""The page with video, which may come from elsewhere."""


def security(settings: Settings, media_origins: str = "") -> dict[str, str]:
    """What a page may do: speak to its own origin, to the live edge and to ingest, and nothing else."""
    connect = " ".join(filter(None, ("'self'", settings.live_url, settings.ingest_url, media_origins)))
    media = f"media-src 'self' blob: {media_origins}; " if media_origins else ""
    policy = (
        f"default-src 'self'; connect-src {connect}; {media}img-src 'self' data:; style-src 'self'; "
        "frame-ancestors 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
    }


class Pages:
    """Serves the built pages."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def page(self, path: str) -> Callable[[Request], Awaitable[Response]]:
        """The handler of one of PAGES."""
        file = FOLDER / PAGES[path]
        headers = security(self._settings, self._settings.media_origins if path == SESSION else "")

        async def page(request: Request) -> Response:
            return FileResponse(file, headers=headers)

        return page

    async def config(self, request: Request) -> Response:
        """What the pages need to know."""
        return answer({"live": self._settings.live_url, "ingest": self._settings.ingest_url})
