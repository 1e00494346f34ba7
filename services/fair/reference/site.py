"""The routes below /docs: an index, a viewer of each OpenAPI document, and the AsyncAPI document as a page.

The viewer is Swagger UI, served from the package that carries its files. A page names the document to show in an
attribute, and `files/reference.js` starts the viewer on it, so that no script stands in the HTML.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from html import escape
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from swagger_ui_bundle import swagger_ui_path

from schemas.topics import TOPICS
from services.fair.engine.documents import asyncapi
from services.fair.reference.messages import written
from services.fair.settings import Settings
from services.fair.site import REVALIDATED, security

FILES = Path(__file__).parent / "files"
VIEWER_FILES = frozenset({"swagger-ui-bundle.js", "swagger-ui.css"})


class Files(StaticFiles):
    """The files of a folder, or only those that are named."""

    def __init__(self, folder: Path, only: frozenset[str] | None = None) -> None:
        super().__init__(directory=folder)
        self._only = only

    async def get_response(self, path: str, scope: Scope) -> Response:
        if self._only is not None and path not in self._only:
            raise HTTPException(404)
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = REVALIDATED
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


class Reference:
    """Serves the reference."""

    def __init__(self, settings: Settings) -> None:
        self._headers = security(settings)
        self._ingest = documents_of("ingest", settings.ingest_url)
        self._notify = documents_of("notify", settings.live_url)

    def routes(self) -> list[Route | Mount]:
        """The pages and the files that they load."""
        pages: dict[str, Callable[[], str]] = {
            "/docs": lambda: index(self._ingest, self._notify),
            "/docs/fair": lambda: viewer("fair: reads", "/openapi.json"),
            "/docs/ingest": lambda: viewer("ingest: writes", f"{self._ingest}/openapi.json"),
            "/docs/asyncapi": messages,
        }
        return [
            *(Route(path, self._page(html)) for path, html in pages.items()),
            Mount("/docs/ui", Files(swagger_ui_path, VIEWER_FILES)),
            Mount("/docs/files", Files(FILES)),
        ]

    def _page(self, html: Callable[[], str]) -> Callable[[Request], Awaitable[Response]]:
        async def page(request: Request) -> Response:
            return HTMLResponse(html(), headers=self._headers)

        return page


def documents_of(service: str, url: str) -> str:
    """Below which address a browser finds the documents of another service.

    Where all share one origin, `/openapi.json` is fair's, and the proxy passes on those of the others by this address.
    """
    return url.replace("ws", "http", 1) if url.startswith("ws") else url or f"/docs/{service}"


def index(ingest: str, notify: str) -> str:
    """What there is to read."""
    rows = (
        ("/docs/fair", "Reads", "fair: every GET, and what it answers", "/openapi.json"),
        ("/docs/ingest", "Writes", "ingest: every write, its body and its receipt", f"{ingest}/openapi.json"),
        ("/docs/asyncapi", "Topics", "fair: each topic and each message with its fields", "/asyncapi.json"),
        (f"{notify}/asyncapi.json", "Live socket", "notify: the frames of the WebSocket, as AsyncAPI", ""),
        (f"{notify}/openapi.json", "Live edge over HTTP", "notify: its HTTP endpoints, as OpenAPI", ""),
    )
    items = "".join(
        f'<li><a href="{escape(path)}"><strong>{title}</strong></a><br>{about}'
        + (f' (<a href="{escape(raw)}">JSON</a>)' if raw else " (JSON)")
        + "</li>"
        for path, title, about, raw in rows
    )
    return page("API reference", f'<ul class="documents">{items}</ul>')


def viewer(title: str, document: str) -> str:
    """A page on which Swagger UI shows an OpenAPI document."""
    head = (
        '<link rel="stylesheet" href="/docs/ui/swagger-ui.css"><script src="/docs/ui/swagger-ui-bundle.js" defer>'
        '</script><script src="/docs/files/reference.js" defer></script>'
    )
    return page(title, f'<div id="viewer" data-document="{escape(document)}"></div>', head)


@cache
def messages() -> str:
    """The topics that fair reads and writes. Described at the first request: it takes a moment and never changes."""
    return page("fair: topics and messages", written(asyncapi(), TOPICS))


def page(title: str, body: str, head: str = "") -> str:
    """A whole page, with the link back to the index."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} · Livefair</title><link rel="icon" href="/pages/favicon.svg">{head}'
        '<link rel="stylesheet" href="/docs/files/reference.css"></head><body><header><a href="/docs">Livefair API</a>'
        f"<h1>{escape(title)}</h1></header><main>{body}</main></body></html>"
    )
