"""Read-your-writes: `after=` a position waits until it is decided."""

from __future__ import annotations

import pytest

from plumbing.eventlog import progress as progresses
from plumbing.eventlog.progress import Progress
from plumbing.kafka.position import Position
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

    async def soon(progress: Progress, position: Position) -> bool:
        return await reached(progress, position, 0.05)

    monkeypatch.setattr(Progress, "reached", soon)
    late = await site.get(f"/v1/fairs/{teller.fair}/counters", after="livefair.fairs:0:2")
    assert is_problem(late, 504)
    assert late.headers["retry-after"] == "1"


async def test_only_so_many_reads_wait(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read beyond the limit is 503 and may be retried; one that need not wait is answered."""
    teller = Teller()
    await site.fill(teller.scheduled(), teller.opened())
    monkeypatch.setattr(progresses, "WAITING_MAX", 0)
    path = f"/v1/fairs/{teller.fair}/counters"
    full = await site.get(path, after="livefair.fairs:0:2")
    assert is_problem(full, 503)
    assert full.headers["retry-after"] == "1"
