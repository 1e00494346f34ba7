"""The pages: static files with their security headers, and the addresses of the live edge and of ingest.

The names of built files are stable, so their version is part of the path: `/pages/v-<hash>/assets/wall.js`. The HTML is
served with that version written into it, and files import each other by relative paths, so a page loads all its files
in the same version. A browser caches such a file permanently. Everything else is revalidated.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from pydantic import Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

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
BUILT = "/pages/assets/"
PLAIN = {"X-Content-Type-Options": "nosniff"}
KEPT, REVALIDATED = "public, max-age=31536000, immutable", "no-cache"


def version_of(folder: Path) -> str:
    """A path segment that changes whenever a built file changes."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return f"v-{digest.hexdigest()[:16]}"


class PagesConfig(Answer):
    """What the pages need to know."""

    live: str = Field(description="Where notify listens; empty for the page's own origin.")
    ingest: str = Field(description="Where ingest listens; empty for the page's own origin.")
    media: list[str] = Field(description="The origins from which a session's page plays video, besides its own.")


def security(settings: Settings, media_origins: Sequence[str] = ()) -> dict[str, str]:
    """The headers of a page: it may connect to its own origin, to the live edge and to ingest, and nowhere else."""
    connect = " ".join(filter(None, ("'self'", settings.live_url, settings.ingest_url, *media_origins)))
    media = " ".join(("'self'", "blob:", *media_origins))
    policy = (
        f"default-src 'self'; connect-src {connect}; media-src {media}; img-src 'self' data:; style-src 'self'; "
        "frame-ancestors 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": REVALIDATED,
    }


class Files(StaticFiles):
    """The built files, by their plain path and below a version.

    During an upgrade a page of one version may request a file from an instance of another version: it gets that
    instance's file, which must not be cached under the wrong version.
    """

    def __init__(self, version: str, policies: Mapping[str, Mapping[str, str]]) -> None:
        """`policies` are the headers of each page, by the name of its file."""
        super().__init__(directory=FOLDER, check_dir=False)
        self._version = version
        self._policies = policies

    async def get_response(self, path: str, scope: Scope) -> Response:
        first, _, rest = path.partition("/")
        name = rest if first.startswith("v-") else path
        response = await super().get_response(name, scope)
        response.headers.update(self._policies.get(name, PLAIN))
        response.headers["Cache-Control"] = KEPT if first == self._version else REVALIDATED
        return response


class Pages:
    """Serves the built pages."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._version = version_of(FOLDER)

    def served(self) -> Sequence[Read]:
        return (Read("/pages/config.json", self.config, Says(PagesConfig, tag="operation")),)

    def routes(self) -> list[Route | Mount]:
        """The pages and the files that they load."""
        policies = {name: self._security(path) for path, name in PAGES.items()}
        files = Mount("/pages", Files(self._version, policies))
        return [*(Route(path, self.page(path)) for path in PAGES), files]

    def page(self, path: str) -> Callable[[Request], Awaitable[Response]]:
        """The handler of one of PAGES."""
        html = (FOLDER / PAGES[path]).read_text(encoding="utf-8").replace(BUILT, f"/pages/{self._version}/assets/")
        headers = self._security(path)

        async def page(request: Request) -> Response:
            return HTMLResponse(html, headers=headers)

        return page

    def _security(self, path: str) -> dict[str, str]:
        return security(self._settings, self._settings.media_origins if path == SESSION else ())

    async def config(self, request: Request) -> Response:
        """What the pages need to know."""
        told = self._settings
        return answer(PagesConfig.of(live=told.live_url, ingest=told.ingest_url, media=list(told.media_origins)))
