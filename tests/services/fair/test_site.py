"""The pages are served with security headers and the address of the live edge."""

from __future__ import annotations

import re
from pathlib import Path

from services.fair.settings import Settings
from services.fair.site import FOLDER, PAGES, security, version_of
from tests.services.fair.site import Site, is_problem
from tests.services.fair.test_settings import GIVEN as LEAST


async def test_the_pages(site: Site) -> None:
    """Each page is served, never cached and never framed."""
    for path in PAGES:
        answer = await site.get(path)
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/html")
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_page_asks_for_files_of_one_version(site: Site) -> None:
    """Each file of a page is below the same version, exists, and may be cached forever."""
    for path in PAGES:
        html = (await site.get(path)).text
        files = re.findall(r'(?:src|href)="(/pages/[^"]+/assets/[^"]+)"', html)
        assert {file.split("/")[2] for file in files} == {version_of(FOLDER)}
        assert "/pages/assets/" not in html
        for file in files:
            answer = await site.get(file)
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")


async def test_built_files_import_each_other_relatively() -> None:
    """An absolute import within a built file would leave the version, and so never be cached."""
    for file in FOLDER.rglob("*.js"):
        assert "/pages/" not in file.read_text(encoding="utf-8").replace("/pages/config.json", "")


async def test_a_file_that_may_change_is_revalidated(site: Site) -> None:
    """By its plain path, and below another instance's version; an unchanged file is answered with 304."""
    for path in ("/pages/assets/wall.js", "/pages/v-0123456789abcdef/assets/wall.js", "/pages/favicon.svg"):
        answer = await site.get(path)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    again = await site.client.get("/pages/favicon.svg", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, "no-cache")


def test_the_version_follows_names_and_contents(tmp_path: Path) -> None:
    """A changed content or name changes the version; the same files give the same version."""
    (tmp_path / "assets").mkdir()
    file = tmp_path / "assets" / "a.js"
    versions = []
    for text in ("one", "two", "one"):
        file.write_text(text)
        versions.append(version_of(tmp_path))
    file.rename(tmp_path / "assets" / "b.js")
    versions.append(version_of(tmp_path))
    assert versions[0] == versions[2]
    assert len(set(versions)) == 3


async def test_what_they_need_to_know(site: Site) -> None:
    """The addresses of notify and ingest; empty means the page's own origin."""
    assert (await site.get("/pages/config.json")).json() == {"live": "", "ingest": "", "media": []}


def test_whom_a_page_may_speak_to() -> None:
    """The policy allows its own origin, the live edge and ingest; only the session page allows other video."""
    given = {"LIVEFAIR_LIVE_URL": "wss://live.example", "LIVEFAIR_INGEST_URL": "https://ingest.example"}
    settings = Settings.from_environment(LEAST | given)
    policy = security(settings)["Content-Security-Policy"]
    assert "connect-src 'self' wss://live.example https://ingest.example;" in policy
    assert "media-src 'self' blob:;" in policy
    policy = security(settings, ("https://video.example",))["Content-Security-Policy"]
    assert "connect-src 'self' wss://live.example https://ingest.example https://video.example;" in policy
    assert "media-src 'self' blob: https://video.example;" in policy


async def test_video_is_played_from_no_other_origin(site: Site) -> None:
    """A host may name any address, but viewers' browsers connect to none that the operator has not allowed."""
    policy = (await site.get("/live")).headers["content-security-policy"]
    assert "https:" not in policy
    assert "media-src 'self' blob:;" in policy


async def test_what_is_not_there(site: Site) -> None:
    """A missing file and a path outside the folder are 404."""
    assert is_problem(await site.get("/pages/assets/none.js"), 404)
    assert is_problem(await site.get("/pages/..%2fwiring.py"), 404)
    assert is_problem(await site.get("/pages/v-1/..%2f..%2fwiring.py"), 404)
