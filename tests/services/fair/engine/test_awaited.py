"""Read-your-writes: `after=` a position waits until it is decided."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from plumbing.eventlog.freshness import Freshness
from plumbing.eventlog.progress import WAIT_S, Progress
from plumbing.kafka.position import Position
from plumbing.limits import ADDRESS, Limit, Shares
from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import Teller


@pytest.mark.parametrize(
    "after", ["", "here", "livefair.fairs:0", "livefair.fairs:12:0", "livefair.rooms:0:0", "x:0:0"]
)
async def test_after_is_a_place_that_is_decided_here(site: Site, after: str) -> None:
    """`after` must be a position of a topic that fair decides; anything else is 422 and names it."""
    assert is_problem(await site.get("/v1/fairs", after=after), 422, "after")


async def test_after_waits(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decided position is answered; one that is not decided in time is 504 and may be retried."""
    teller = Teller()
    await site.fill(teller.scheduled(), teller.opened())
    found = await site.get(f"/v1/fairs/{teller.fair}/counters", after="livefair.fairs:0:1")
    assert found.json()["decided"] == "livefair.fairs:0:1"
    reached = Progress.reached

    async def soon(progress: Progress, position: Position, **more: Any) -> bool:
        return await reached(progress, position, 0.05, **more)

    monkeypatch.setattr(Progress, "reached", soon)
    late = await site.get(f"/v1/fairs/{teller.fair}/counters", after="livefair.fairs:0:2")
    assert is_problem(late, 504)
    assert late.headers["retry-after"] == "1"


async def test_only_so_many_reads_wait(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read beyond the limit is 503 and may be retried; one that need not wait is answered."""
    teller = Teller()
    await site.fill(teller.scheduled(), teller.opened())
    monkeypatch.setattr(site.api.progress, "_waiting", Shares(Limit("places", 0)))
    path = f"/v1/fairs/{teller.fair}/counters"
    full = await site.get(path, after="livefair.fairs:0:2")
    assert is_problem(full, 503)
    assert full.headers["retry-after"] == "1"


async def test_a_share_that_is_used_up_is_429(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The asker may retry; everybody else is served."""
    teller = Teller()
    await site.fill(teller.scheduled(), teller.opened())
    monkeypatch.setattr(site.api.progress, "_waiting", Shares(Limit("places", 9, shares={ADDRESS: 0})))
    path = f"/v1/fairs/{teller.fair}/counters"
    full = await site.get(path, after="livefair.fairs:0:2")
    assert is_problem(full, 429)
    assert full.headers["retry-after"] == "1"
    assert is_problem(await site.get(path, "student", after="livefair.fairs:0:2"), 504)


async def test_a_record_that_the_log_does_not_have_is_hardly_waited_for(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where such reads have no place left, the answer is the same, but at once."""

    async def is_ahead(freshness: Freshness, position: Position) -> bool:
        return position.offset >= 10**9

    monkeypatch.setattr(Freshness, "is_ahead", is_ahead)
    monkeypatch.setattr(site.api.progress, "_ahead", Shares(Limit("places", 0)))
    async with asyncio.timeout(WAIT_S * 0.9):
        assert is_problem(await site.get("/v1/fairs", after=f"livefair.fairs:0:{10**9}"), 504)
