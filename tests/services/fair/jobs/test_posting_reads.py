"""A job for search engines: offered while people can apply, gone afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import START, Entry, Teller

t = Teller()
LINKED = "application/ld+json"
OVER: dict[str, Sequence[Entry]] = {
    "a closed job": [*t.ready(), t.job_closed()],
    "a refused booth": [*t.ready(), t.refused()],
    "a closing fair": [*t.ready(), t.winding_down()],
    "a closed fair": [*t.ready(), t.closed()],
    "an archived fair": [*t.ready(), t.closed(), t.archived()],
}
OFFERED: dict[str, Sequence[Entry]] = {
    "an open fair": t.ready(),
    "a paused fair": [*t.ready(), t.paused()],
    "a fair that is yet to open": [t.scheduled(), t.requested(), t.approved(), t.published()],
}


@pytest.mark.parametrize("log", OVER.values(), ids=list(OVER))
async def test_what_is_over_is_not_offered(site: Site, log: Sequence[Entry]) -> None:
    """A posting that is over is 410, to its enterprise too; the job itself can still be read."""
    await site.fill(log)
    path = f"/v1/jobs/{t.job('a')}"
    for who in ("guest", "enterprise"):
        assert is_problem(await site.get(path, who, accept=LINKED), 410)
    assert (await site.get(path)).json()["title"] == "Job a"


@pytest.mark.parametrize("log", OFFERED.values(), ids=list(OFFERED))
async def test_an_offer_says_how_long_it_stands(site: Site, log: Sequence[Entry]) -> None:
    """The posting of an open job is valid until the end of its fair."""
    await site.fill(log)
    posting = (await site.get(f"/v1/jobs/{t.job('a')}", accept=LINKED)).json()
    assert posting["validThrough"] == (START + timedelta(days=1)).isoformat().replace("+00:00", "Z")
