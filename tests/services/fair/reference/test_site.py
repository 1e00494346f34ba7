"""The pages below /docs: served under the policy of all pages, with the viewer's files from our own origin."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette

from plumbing.http.problem import problem_handlers
from services.fair.reference.site import Reference
from services.fair.settings import Settings
from services.fair.site import security
from tests.services.fair.site import is_problem
from tests.services.fair.test_settings import GIVEN as LEAST

ADDRESSES = ("/docs", "/docs/fair", "/docs/ingest", "/docs/asyncapi")
APART = {"LIVEFAIR_LIVE_URL": "wss://live.example", "LIVEFAIR_INGEST_URL": "https://ingest.example"}


class Parsed(HTMLParser):
    """The tags of a page, each with its attributes, and the text of its scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style") and self.cdata_elem:
            self.inline += data

    def values(self, tag: str, attribute: str) -> list[str]:
        """The values of an attribute, in the order of the page."""
        return [value for name, one in self.tags if name == tag and (value := one.get(attribute)) is not None]


def client_of(settings: Settings) -> httpx.AsyncClient:
    app = Starlette(routes=Reference(settings).routes(), exception_handlers=problem_handlers)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://fair")


@pytest_asyncio.fixture(loop_scope="session")
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """The reference where all services share one origin."""
    async with client_of(Settings.from_environment(LEAST)) as client:
        yield client


@pytest.mark.parametrize("path", ADDRESSES)
async def test_a_page_has_the_policy_of_all_pages(client: httpx.AsyncClient, path: str) -> None:
    """The same headers as the pages of the fair: no exception is made for the viewer."""
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/html")
    policy = answer.headers["content-security-policy"]
    assert policy == security(Settings.from_environment(LEAST))["Content-Security-Policy"]
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", ADDRESSES)
async def test_a_page_has_nothing_inline(client: httpx.AsyncClient, path: str) -> None:
    """No script, style or handler in the HTML, and each file that it loads from our own origin is there."""
    page = Parsed((await client.get(path)).text)
    assert page.inline == ""
    assert not [name for _, one in page.tags for name in one if name == "style" or name.startswith("on")]
    files = [*page.values("script", "src"), *page.values("link", "href")]
    assert "/docs/files/reference.css" in files
    for file in files:
        if not file.startswith("/pages/"):
            assert (await client.get(file)).status_code == 200, file


async def test_only_what_the_viewer_needs_is_served(client: httpx.AsyncClient) -> None:
    """Swagger UI's own page and source maps stay in the package; so does all outside of the folders."""
    script = await client.get("/docs/ui/swagger-ui-bundle.js")
    assert (script.status_code, script.headers["cache-control"]) == (200, "no-cache")
    assert script.headers["x-content-type-options"] == "nosniff"
    for path in (
        "/docs/ui/index.html",
        "/docs/ui/swagger-ui.css.map",
        "/docs/files/none.js",
        "/docs/files/..%2fsite.py",
    ):
        assert is_problem(await client.get(path), 404)


async def test_where_the_documents_are_on_one_origin(client: httpx.AsyncClient) -> None:
    """`/openapi.json` is fair's; the proxy passes on those of ingest and notify by addresses below /docs."""
    assert await documents(client) == ["/openapi.json", "/docs/ingest/openapi.json"]
    links = Parsed((await client.get("/docs")).text).values("a", "href")
    assert {"/docs/fair", "/docs/ingest", "/docs/asyncapi", "/docs/ingest/openapi.json"} < set(links)
    assert {"/docs/notify/asyncapi.json", "/docs/notify/openapi.json"} < set(links)


async def test_where_the_documents_are_on_other_origins() -> None:
    """The browser queries ingest itself, as the policy allows; a socket's address becomes one of HTTP."""
    async with client_of(Settings.from_environment(LEAST | APART)) as client:
        assert await documents(client) == ["/openapi.json", "https://ingest.example/openapi.json"]
        index = await client.get("/docs")
        policy = (await client.get("/docs/ingest")).headers["content-security-policy"]
    assert re.search(r"connect-src 'self' [^;]*https://ingest\.example;", policy)
    assert {"https://live.example/asyncapi.json", "https://ingest.example/openapi.json"} < set(
        Parsed(index.text).values("a", "href")
    )


async def documents(client: httpx.AsyncClient) -> list[str]:
    """What the two viewers are told to show."""
    pages = [Parsed((await client.get(path)).text) for path in ("/docs/fair", "/docs/ingest")]
    return [document for page in pages for document in page.values("div", "data-document")]
