"""Every answer of HTML, of whatever route: none goes without the headers that bound what it may do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from services.fair.site import FOLDER, PAGES, version_of
from services.fair.wiring import reads, routes
from tests.services.fair.site import Site

DIRECTIVES = ("default-src 'self'", "frame-ancestors 'self'", "base-uri 'none'", "object-src 'none'")
SAFE = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}
SOME_ID = "00000000-0000-4000-8000-000000000000"


def addresses(site: Site) -> Iterator[str]:
    """Every address that fair serves, with ids that nothing has; of a folder each of its files."""
    for route in routes(site.api, reads(site.api)):
        if isinstance(route, Mount):
            assert isinstance(route.app, StaticFiles)
            folder = Path(str(route.app.directory))
            yield from (f"{route.path}/{file.relative_to(folder)}" for file in folder.rglob("*") if file.is_file())
        else:
            yield re.sub(r"\{\w+(:\w+)?\}", SOME_ID, route.path)


async def test_every_page_has_a_policy(site: Site) -> None:
    """Pages, their plain files and the reference: no script, frame or form of another origin, and no sniffing."""
    pages = set()
    for address in addresses(site):
        answer = await site.get(address, "organizer")
        if answer.headers.get("content-type", "").startswith("text/html"):
            pages.add(address)
            policy = answer.headers["content-security-policy"]
            assert [one for one in DIRECTIVES if one not in policy] == [], address
            assert "unsafe" not in policy
            assert answer.headers.items() >= SAFE.items(), address
    assert pages >= PAGES.keys() | {f"/pages/{name}" for name in PAGES.values()} | {"/docs", "/docs/asyncapi"}


async def test_a_page_below_a_version_has_the_policy_too(site: Site) -> None:
    """And below the version of another instance."""
    for version in (version_of(FOLDER), "v-0123456789abcdef"):
        for name in PAGES.values():
            answer = await site.get(f"/pages/{version}/{name}")
            assert "frame-ancestors 'self'" in answer.headers["content-security-policy"], name
            assert answer.headers.items() >= SAFE.items()


async def test_an_unchanged_page_keeps_its_policy(site: Site) -> None:
    """A 304 updates the headers that a browser has kept."""
    first = await site.get("/pages/live.html")
    again = await site.client.get("/pages/live.html", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]


async def test_nothing_is_sniffed(site: Site) -> None:
    """Files are what their type says."""
    for address in addresses(site):
        if address.startswith(("/pages/", "/docs/")):
            answer = await site.get(address)
            assert answer.status_code == 404 or "json" in answer.headers["content-type"] or sniffs_not(answer), address


def sniffs_not(answer: httpx.Response) -> bool:
    return answer.headers["x-content-type-options"] == "nosniff"
