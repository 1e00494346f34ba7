"""The pages are served with their security headers and know where the live edge is."""

from __future__ import annotations

from tests.services.fair.reads.conftest import Site, is_problem


async def test_the_pages(site: Site) -> None:
    """The start page and the wall, never cached, never framed by others."""
    for path in ("/", "/wall"):
        answer = await site.get(path)
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/html")
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_what_they_need_to_know(site: Site) -> None:
    """Where notify listens; empty means their own origin."""
    assert (await site.get("/pages/config.json")).json() == {"live": ""}


async def test_what_is_not_there(site: Site) -> None:
    """A file that does not exist, and one outside of the folder."""
    assert is_problem(await site.get("/pages/assets/none.js"), 404)
    assert is_problem(await site.get("/pages/..%2fwiring.py"), 404)
