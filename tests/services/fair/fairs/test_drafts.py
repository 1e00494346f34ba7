"""Drafts are visible to their organizer only; the list of fairs can be filtered by state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.fair.fairs.fair import ALLOWS, STATES
from tests.services.fair.site import PEOPLE, Site, is_problem
from tests.services.fair.story import Entry, Teller

t = Teller()
OTHERS = [who for who in PEOPLE if who != "organizer"]
READS = ["", "/counters", "/jobs", "/timeline", "/breakdown"]
PRIVATE = ["/applications", "/report", "/exports/jobs.csv"]


def by_organizer(entry: Entry) -> Entry:
    return replace(entry, envelope=replace(entry.envelope, role="organizer", org=t.unit))


DRAFT = [t.draft(), *(by_organizer(one) for one in (t.requested(), t.approved(), t.published()))]


@pytest.mark.parametrize("path", READS)
async def test_a_draft_is_there_for_its_organizer_alone(site: Site, path: str) -> None:
    """Every read of a draft is 404 for others; after publication, it works for everyone."""
    await site.fill(DRAFT)
    address = f"/v1/fairs/{t.fair}{path}"
    asked = {"by": "region"} if path == "/breakdown" else {}
    assert (await site.get(address, "organizer", **asked)).status_code == 200
    for who in OTHERS:
        assert is_problem(await site.get(address, who, **asked), 404)


async def test_a_published_draft_is_there_for_all(site: Site) -> None:
    """After publication everyone sees the fair with everything that was prepared in it."""
    await site.fill([*DRAFT, t.shown()])
    fair = (await site.get(f"/v1/fairs/{t.fair}")).json()
    assert (fair["state"], [booth["state"] for booth in fair["booths"]]) == ("scheduled", ["approved"])
    assert [job["title"] for job in await site.items(f"/v1/fairs/{t.fair}/jobs")] == ["Job a"]


@pytest.mark.parametrize("path", PRIVATE)
async def test_what_is_an_organizers_does_not_tell_of_anothers_draft(site: Site, path: str) -> None:
    """Organizer-only reads of another organizer's draft are 404: a 403 would reveal it."""
    await site.fill(DRAFT)
    assert is_problem(await site.get(f"/v1/fairs/{t.fair}{path}", "another organizer"), 404)
    assert (await site.get(f"/v1/fairs/{t.fair}{path}", "organizer")).status_code == 200


async def test_a_drafts_job_is_not_there(site: Site) -> None:
    """A draft's job is 404, also as schema.org data."""
    await site.fill(DRAFT)
    for accept in ("*/*", "application/ld+json"):
        assert is_problem(await site.get(f"/v1/jobs/{t.job('a')}", "student", accept), 404)
    job = (await site.get(f"/v1/jobs/{t.job('a')}", "organizer")).json()
    assert (job["title"], "draft" in job) == ("Job a", False)


async def test_fairs_by_state(site: Site) -> None:
    """Each state can be asked for; drafts list only the caller's own; an unknown state is 422."""
    moves = ("draft", "shown", "opened", "paused", "winding_down", "closed", "archived")
    tellers = {state: Teller() for state in STATES}
    log = [getattr(teller, name)() for n, teller in enumerate(tellers.values()) for name in moves[: n + 1]]
    await site.fill(log)
    for state, teller in tellers.items():
        found = [fair["id"] for fair in await site.items("/v1/fairs", "organizer", state=state)]
        assert found == [str(teller.fair)]
        fair = (await site.get(f"/v1/fairs/{teller.fair}", "organizer")).json()
        assert (fair["state"], fair["allows"]) == (state, sorted(ALLOWS[state]))
    for who, number in (("organizer", 7), ("another organizer", 6), ("guest", 6)):
        assert len(await site.items("/v1/fairs", who)) == number
    assert await site.items("/v1/fairs", state="draft") == []
    assert is_problem(await site.get("/v1/fairs", state="old"), 422, "state")
