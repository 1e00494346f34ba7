"""The pages: static files with their security headers, and the addresses of the live edge and of ingest."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from pydantic import Field
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from plumbing.http.openapi import Says
from services.fair.kernel.answer import Answer
from services.fair.kernel.read import Read
from services.fair.kernel.reading import answer
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
"""The page that plays video, which may come from another origin."""


class PagesConfig(Answer):
    """What the pages need to know."""

    live: str = Field(description="Where notify listens; empty for the page's own origin.")
    ingest: str = Field(description="Where ingest listens; empty for the page's own origin.")


def security(settings: Settings, media_origins: str = "") -> dict[str, str]:
    """The headers of a page: it connects to its own origin, to the live edge and to ingest, and nowhere else."""
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

    def served(self) -> Sequence[Read]:
        return (Read("/pages/config.json", self.config, Says(PagesConfig, tag="operation")),)

    def routes(self) -> list[Route | Mount]:
        """The pages and the files that they load."""
        files = Mount("/pages", StaticFiles(directory=FOLDER, check_dir=False))
        return [*(Route(path, self.page(path)) for path in PAGES), files]

    def page(self, path: str) -> Callable[[Request], Awaitable[Response]]:
        """The handler of one of PAGES."""
        file = FOLDER / PAGES[path]
        headers = security(self._settings, self._settings.media_origins if path == SESSION else "")

        async def page(request: Request) -> Response:
            return FileResponse(file, headers=headers)

        return page

    async def config(self, request: Request) -> Response:
        """What the pages need to know."""
        return answer(PagesConfig.of(live=self._settings.live_url, ingest=self._settings.ingest_url))
