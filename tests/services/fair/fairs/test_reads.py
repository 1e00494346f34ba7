"""Reads of fairs, booths, counters and the timeline."""

from __future__ import annotations

import pytest

from services.fair.fairs.counters import none_yet
from tests.services.fair.site import Site
from tests.services.fair.story import START, Teller


async def test_fairs_newest_first_page_by_page(site: Site) -> None:
    """Paging lists every fair once, for every page size, newest first."""
    tellers = [Teller() for _ in range(7)]
    await site.fill(*(teller.scheduled() for teller in tellers))
    expected = [str(teller.fair) for teller in reversed(tellers)]
    for limit in (1, 3, 7, 100):
        pages = await site.pages("/v1/fairs", limit=limit)
        assert [fair["id"] for page in pages for fair in page] == expected
        assert all(len(page) <= limit for page in pages)


async def test_a_fair_has_what_was_written(site: Site) -> None:
    """Its fields, state and counters; optional fields that were not set are left out."""
    teller = Teller()
    await site.fill(teller.scheduled(campaign="autumn"), teller.opened())
    fair = (await site.get(f"/v1/fairs/{teller.fair}")).json()
    assert fair["counters"] == none_yet()
    given = {"id": str(teller.fair), "org": "unit-1", "state": "open", "campaign": "autumn", "booths": []}
    assert given.items() <= fair.items()
    assert fair["starts_at"] == START.isoformat().replace("+00:00", "Z")
    assert "description" not in fair


async def test_booths_to_be_judged_are_seen_by_few(site: Site) -> None:
    """Everyone sees approved booths; only the organizer and the booth's enterprise see the others."""
    teller = Teller()
    await site.fill(
        *(teller.scheduled(), teller.requested("org-1"), teller.requested("org-2"), teller.requested("org-3")),
        *(teller.approved("org-3"), teller.refused("org-2", "too late")),
    )

    async def seen(who: str) -> dict[str, str]:
        booths = (await site.get(f"/v1/fairs/{teller.fair}", who)).json()["booths"]
        return {booth["org"]: booth["state"] for booth in booths}

    all_of_them = {"org-1": "requested", "org-2": "refused", "org-3": "approved"}
    assert await seen("organizer") == all_of_them
    for who in ("guest", "student", "another organizer"):
        assert await seen(who) == {"org-3": "approved"}
    assert await seen("enterprise") == {"org-1": "requested", "org-3": "approved"}
    assert await seen("another enterprise") == {"org-2": "refused", "org-3": "approved"}


async def test_counters_say_up_to_where(site: Site) -> None:
    """Counters come with the log position and the log time that they include."""
    teller = Teller()
    await site.fill(teller.ready(), teller.submitted())
    body = (await site.get(f"/v1/fairs/{teller.fair}/counters")).json()
    assert body["counters"] == none_yet() | {
        "enterprises": 1,
        "jobs": 1,
        "positions": 2,
        "applications": 1,
        "applicants": 1,
    }
    assert (body["decided"], body["as_of"]) == ("livefair.fairs:0:5", "2026-11-01T09:00:05Z")


async def test_the_timeline_has_each_minutes_end(site: Site) -> None:
    """Oldest first; minutes without a change are left out."""
    teller = Teller()
    students = [teller.submitted(f"stu-{n}") for n in range(60)]
    refused = [teller.submitted("stu-1") for _ in range(60)]
    await site.fill(teller.ready(), students, refused, teller.submitted("stu-last"))
    items = (await site.get(f"/v1/fairs/{teller.fair}/timeline")).json()["items"]
    assert [(item["at"], item["counters"]["applications"]) for item in items] == [
        ("2026-11-01T09:00:00Z", 55),
        ("2026-11-01T09:01:00Z", 60),
        ("2026-11-01T09:02:00Z", 61),
    ]


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("２０２６年秋季", True),
        ("秋季雙選會", True),
        ("秋季 高校", True),
        ("就业指导中心", True),
        ("career", True),
        ("浙江", True),
        ("春季", False),
        ("!?", False),
    ],
)
async def test_a_fair_is_found_by_its_words(site: Site, typed: str, finds: bool) -> None:
    """Those of its title, host, campaign and region; other words do not find it."""
    teller = Teller()
    words = {"title": "2026年秋季双选会（高校专场）", "host": "就业指导中心", "campaign": "Careers", "region": "杭州"}
    await site.fill(teller.scheduled(**words), Teller().scheduled(title="另一场"))
    found = [fair["id"] for fair in await site.items("/v1/fairs", q=typed)]
    assert found == ([str(teller.fair)] if finds else [])


async def test_a_fair_is_answered_in_its_zone(site: Site) -> None:
    """The instants that were written, with the offset that they had; a fair without one is answered in UTC."""
    there, here = Teller(), Teller()
    await site.fill(there.scheduled(utc_offset_minutes=480), here.scheduled())
    fair = (await site.get(f"/v1/fairs/{there.fair}")).json()
    assert (fair["starts_at"], fair["ends_at"]) == ("2026-11-01T17:00:00+08:00", "2026-11-02T17:00:00+08:00")
    listed = {one["id"]: one["starts_at"] for one in await site.items("/v1/fairs")}
    assert listed == {str(there.fair): "2026-11-01T17:00:00+08:00", str(here.fair): "2026-11-01T09:00:00Z"}
