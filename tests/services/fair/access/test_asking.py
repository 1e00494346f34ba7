"""What every read shares: who may ask, what it waits for, which page."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from plumbing.eventlog.progress import Progress
from plumbing.kafka.position import Position
from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import Teller

ME = "/v1/me/applications"


async def test_a_token_is_needed(site: Site) -> None:
    """None and a bad one are 401, another role's is 403."""
    assert is_problem(await site.get(ME), 401)
    bad = await site.client.get(ME, headers={"authorization": "Bearer nonsense"})
    assert is_problem(bad, 401)
    assert bad.headers["www-authenticate"].startswith("Bearer")
    assert is_problem(await site.get(ME, "enterprise"), 403)


@pytest.mark.parametrize("limit", ["0", "101", "-1", "ten", "", "1e1", "00000000199", "9" * 40, "²"])
async def test_a_limit_is_a_number_up_to_a_hundred(site: Site, limit: str) -> None:
    """Anything else is 422 and names it."""
    assert is_problem(await site.get("/v1/fairs", limit=limit), 422, "limit")


def forged(*key: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


EDGES = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
CURSORS = [
    *("nonsense", "ü", "=", forged(), forged(1), forged("a", "b"), forged(None, None), forged(2**63, 2**80)),
    *(forged(edge, "00000000-0000-0000-0000-000000000000") for edge in EDGES),
    base64.urlsafe_b64encode(b"[" * 30_000).decode(),
]


@pytest.mark.parametrize("cursor", CURSORS)
async def test_a_cursor_is_one_that_was_given(site: Site, cursor: str) -> None:
    """Anything else is 422 and names it."""
    assert is_problem(await site.get("/v1/fairs", cursor=cursor), 422, "cursor")


UUID = "00000000-0000-0000-0000-000000000000"
NUMBERS = [forged(2**31, 0, UUID), forged(0, 2**63, UUID), forged(-(2**31) - 1, 0, UUID), forged(0, 0, UUID[:-1])]


@pytest.mark.parametrize("cursor", NUMBERS)
async def test_a_cursors_numbers_have_bounds(site: Site, cursor: str) -> None:
    """Where the numbers could not be of a row, it is no cursor."""
    teller = Teller()
    await site.fill(teller.ready())
    assert is_problem(await site.get(f"/v1/fairs/{teller.fair}/jobs", cursor=cursor), 422, "cursor")
    queue = f"/v1/jobs/{teller.job('a')}/applications"
    assert is_problem(await site.get(queue, "enterprise", cursor=forged(2**31)), 422, "cursor")


@pytest.mark.parametrize("cursor", [forged("a\0b", "org-1"), forged("a", "org\0"), forged("a", 1), forged(1, "org-1")])
async def test_a_cursors_texts_can_stand_in_a_row(site: Site, cursor: str) -> None:
    """A NUL is in no name, so it is no cursor: the database is not asked."""
    teller = Teller()
    await site.fill(teller.ready())
    path = f"/v1/fairs/{teller.fair}/booths"
    assert is_problem(await site.get(path, sort="name", cursor=cursor), 422, "cursor")


@pytest.mark.parametrize(
    "after", ["", "here", "livefair.fairs:0", "livefair.fairs:12:0", "livefair.rooms:0:0", "x:0:0"]
)
async def test_after_is_a_place_that_is_decided_here(site: Site, after: str) -> None:
    """Anything else is 422 and names it."""
    assert is_problem(await site.get("/v1/fairs", after=after), 422, "after")


async def test_after_waits(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is decided is answered; what is not in time is 504 and may be asked again."""
    teller = Teller()
    await site.fill(teller.scheduled(), teller.opened())
    found = await site.get(f"/v1/fairs/{teller.fair}/counters", after="livefair.fairs:0:1")
    assert found.json()["decided"] == "livefair.fairs:0:1"
    reached = Progress.reached

    async def soon(progress: Progress, position: Position) -> bool:
        return await reached(progress, position, 0.05)

    monkeypatch.setattr(Progress, "reached", soon)
    late = await site.get(f"/v1/fairs/{teller.fair}/counters", after="livefair.fairs:0:2")
    assert is_problem(late, 504)
    assert late.headers["retry-after"] == "1"


async def test_a_database_that_is_away_is_503(site: Site) -> None:
    """It may be asked again."""
    await site.fair.pool.stop()
    away = await site.get("/v1/fairs")
    assert is_problem(away, 503)
    assert away.headers["retry-after"] == "1"


@pytest.mark.parametrize(
    "path", ["/v1/fairs/nonsense", "/v1/jobs/7", f"/v1/fairs/{UUID}", f"/v1/jobs/{UUID}", "/v1/nowhere"]
)
async def test_what_is_not_there_is_404(site: Site, path: str) -> None:
    """Whether it is no id or the id of nothing."""
    assert is_problem(await site.get(path), 404)


@pytest.mark.parametrize("form", ["{{{}}}", "urn:uuid:{}", "nodashes"])
async def test_an_id_has_one_form(site: Site, form: str) -> None:
    """As the edge has it: another way of writing a UUID names nothing."""
    teller = Teller()
    await site.fill(teller.ready())
    fair = str(teller.fair)
    other = fair.replace("-", "") if form == "nodashes" else form.format(fair)
    assert (await site.get(f"/v1/fairs/{fair}")).status_code == 200
    assert (await site.get(f"/v1/fairs/{fair.upper()}")).status_code == 200
    assert is_problem(await site.get(f"/v1/fairs/{other}"), 404)
