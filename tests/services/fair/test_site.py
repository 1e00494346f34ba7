"""The pages are served with their security headers and know where the live edge is."""

from __future__ import annotations

from services.fair.settings import Settings
from services.fair.site import PAGES, security
from tests.services.fair.site import Site, is_problem
from tests.services.fair.test_settings import GIVEN as LEAST


async def test_the_pages(site: Site) -> None:
    """Each page, never cached, never framed by others."""
    for path in PAGES:
        answer = await site.get(path)
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/html")
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_what_they_need_to_know(site: Site) -> None:
    """Where notify and ingest listen; empty means their own origin."""
    assert (await site.get("/pages/config.json")).json() == {"live": "", "ingest": ""}


def test_whom_a_page_may_speak_to() -> None:
    """Its own origin, the live edge and ingest; video from elsewhere is for the page of a session alone."""
    given = {"LIVEFAIR_LIVE_URL": "wss://live.example", "LIVEFAIR_INGEST_URL": "https://ingest.example"}
    settings = Settings.from_environment(LEAST | given)
    policy = security(settings)["Content-Security-Policy"]
    assert "connect-src 'self' wss://live.example https://ingest.example;" in policy
    assert "media-src" not in policy
    policy = security(settings, settings.media_origins)["Content-Security-Policy"]
    assert "connect-src 'self' wss://live.example https://ingest.example https:;" in policy
    assert "media-src 'self' blob: https:;" in policy


async def test_what_is_not_there(site: Site) -> None:
    """A file that does not exist, and one outside of the folder."""
    assert is_problem(await site.get("/pages/assets/none.js"), 404)
    assert is_problem(await site.get("/pages/..%2fwiring.py"), 404)
