"""The mechanics of reads, tested through real ones: limits, cursors, ids in the path."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import Teller

UUID = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("limit", ["0", "101", "-1", "ten", "", "1e1", "00000000199", "9" * 40, "²"])
async def test_a_limit_is_a_number_up_to_a_hundred(site: Site, limit: str) -> None:
    """A limit outside 1 to 100 is 422, which names it."""
    assert is_problem(await site.get("/v1/fairs", limit=limit), 422, "limit")


def plain(*key: Any) -> str:
    """A cursor as somebody would make it who knows what it contains."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def cursor_of(site: Site, path: str, *key: Any) -> str:
    """A cursor that this list could have given out, whatever its rows."""
    return site.api.cursors.seal(path, key)


@pytest.mark.parametrize(
    "cursor", ["nonsense", "ü", "=", plain(), plain(1), plain("2026-11-01T00:00:00Z", UUID), "A" * 30_000]
)
async def test_a_cursor_is_one_that_was_given(site: Site, cursor: str) -> None:
    """A cursor that the service did not issue is 422, which names it."""
    assert is_problem(await site.get("/v1/fairs", cursor=cursor), 422, "cursor")


EDGES = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]


@pytest.mark.parametrize("key", [(), (1,), ("a", "b"), (None, None), (2**63, 2**80), *((edge, UUID) for edge in EDGES)])
async def test_a_cursor_fits_its_list(site: Site, key: tuple[Any, ...]) -> None:
    """Parts of another kind, or that no row can have, make the cursor invalid."""
    assert is_problem(await site.get("/v1/fairs", cursor=cursor_of(site, "/v1/fairs", *key)), 422, "cursor")


NUMBERS = [(2**31, 0, UUID), (0, 2**63, UUID), (-(2**31) - 1, 0, UUID), (0, 0, UUID[:-1])]


@pytest.mark.parametrize("key", NUMBERS)
async def test_a_cursors_numbers_have_bounds(site: Site, key: tuple[Any, ...]) -> None:
    """Numbers that no row can have make the cursor invalid."""
    teller = Teller()
    await site.fill(teller.ready())
    jobs, queue = f"/v1/fairs/{teller.fair}/jobs", f"/v1/jobs/{teller.job('a')}/applications"
    assert is_problem(await site.get(jobs, cursor=cursor_of(site, jobs, *key)), 422, "cursor")
    assert is_problem(await site.get(queue, "enterprise", cursor=cursor_of(site, queue, 2**31)), 422, "cursor")


@pytest.mark.parametrize("key", [("a\0b", "org-1"), ("a", "org\0"), ("a", 1), (1, "org-1")])
async def test_a_cursors_texts_can_stand_in_a_row(site: Site, key: tuple[Any, ...]) -> None:
    """A text with NUL makes the cursor invalid before the database is queried."""
    teller = Teller()
    await site.fill(teller.ready())
    path = f"/v1/fairs/{teller.fair}/booths"
    assert is_problem(await site.get(path, sort="name", cursor=cursor_of(site, path, *key)), 422, "cursor")


@pytest.mark.parametrize(
    "path", ["/v1/fairs/nonsense", "/v1/jobs/7", f"/v1/fairs/{UUID}", f"/v1/jobs/{UUID}", "/v1/nowhere"]
)
async def test_what_is_not_there_is_404(site: Site, path: str) -> None:
    """A malformed id and an unknown one are both 404."""
    assert is_problem(await site.get(path), 404)


@pytest.mark.parametrize("form", ["{{{}}}", "urn:uuid:{}", "nodashes"])
async def test_an_id_has_one_form(site: Site, form: str) -> None:
    """As on the edge, other spellings of a UUID than its canonical one are 404."""
    teller = Teller()
    await site.fill(teller.ready())
    fair = str(teller.fair)
    other = fair.replace("-", "") if form == "nodashes" else form.format(fair)
    assert (await site.get(f"/v1/fairs/{fair}")).status_code == 200
    assert (await site.get(f"/v1/fairs/{fair.upper()}")).status_code == 200
    assert is_problem(await site.get(f"/v1/fairs/{other}"), 404)
