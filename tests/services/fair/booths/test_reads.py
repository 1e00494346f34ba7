"""The list of booths: access, filters, orders, pages and counts by state."""

from __future__ import annotations

from typing import Any

import pytest

from schemas import booth as schemas
from services.fair.booths import reads as booth_reads
from services.fair.booths.booth import Opening
from services.fair.booths.reads import is_open
from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import Teller, at

t = Teller()
BOOTHS = f"/v1/fairs/{t.fair}/booths"
LOG = [
    t.scheduled(),
    t.requested("org-3", name="Cedar", region="上海", industry="互联网"),
    t.requested("org-1", name="Birch", region="杭州", industry="互联网"),
    t.requested("org-2", name="Ash", region="上海"),
    t.approved("org-3"),
    t.refused("org-2", "no room"),
]


async def found(site: Site, who: str = "organizer", **asked: Any) -> list[str]:
    return [booth["id"] for booth in await site.items(BOOTHS, who, **asked)]


async def test_who_sees_which(site: Site) -> None:
    """The public sees approved booths, an enterprise also its own, the organizer all."""
    await site.fill(LOG)
    for who in ("guest", "student", "another organizer"):
        assert await found(site, who) == ["org-3"]
    assert await found(site, "enterprise") == ["org-3", "org-1"]
    assert await found(site, "another enterprise") == ["org-3", "org-2"]
    assert await found(site) == ["org-3", "org-1", "org-2"]
    assert await found(site, "guest", state="refused") == []
    refused = (await site.items(BOOTHS, "organizer", state="refused"))[0]
    assert (refused["state"], refused["reason"]) == ("refused", "no room")
    assert is_problem(await site.get(f"/v1/fairs/{Teller().fair}/booths"), 404)


async def test_filters_are_all_to_be_met(site: Site) -> None:
    """A booth must match every filter: part of the name, region, industry and state."""
    await site.fill(LOG)
    assert await found(site, region="上海") == ["org-3", "org-2"]
    assert await found(site, region="上海", industry="互联网") == ["org-3"]
    assert await found(site, q="R") == ["org-3", "org-1"]
    assert await found(site, q="r", state="requested") == ["org-1"]
    assert await found(site, q="%") == []


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("place", ["org-3", "org-1", "org-2"]),
        ("newest", ["org-2", "org-1", "org-3"]),
        ("name", ["org-2", "org-1", "org-3"]),
    ],
)
async def test_each_order_page_by_page(site: Site, sort: str, order: list[str]) -> None:
    """In each order, the pages together are the whole list."""
    await site.fill(LOG)
    assert await found(site, sort=sort) == order
    pages = await site.pages(BOOTHS, "organizer", sort=sort, limit=1)
    assert [[booth["id"] for booth in page] for page in pages] == [[org] for org in order]
    first = (await site.get(BOOTHS, "organizer", sort="name", limit=1)).json()["next_cursor"]
    assert is_problem(await site.get(BOOTHS, "organizer", sort="place", cursor=first), 422, "cursor")


async def test_how_many_are_in_each_state(site: Site) -> None:
    """The counts follow the other filters, and include only booths that the caller may see."""
    await site.fill(LOG)
    counts = (await site.get(BOOTHS, "organizer", counts="true", state="refused", limit=1)).json()["counts"]
    assert counts == {"approved": 1, "requested": 1, "refused": 1}
    assert (await site.get(BOOTHS, counts="true")).json()["counts"] == {"approved": 1}


@pytest.mark.parametrize("name", ["state", "sort", "counts", "limit"])
async def test_a_filter_of_words_knows_its_words(site: Site, name: str) -> None:
    """An unknown filter value is answered with 422, which names the filter."""
    await site.fill(LOG)
    assert is_problem(await site.get(BOOTHS, **{name: "bogus"}), 422, name)


async def test_a_drafts_booths_are_its_organizers(site: Site) -> None:
    """Only the organizer can read them; for everybody else the draft does not exist."""
    teller = Teller()
    await site.fill(teller.scheduled(draft=True))
    path = f"/v1/fairs/{teller.fair}/booths"
    assert await site.items(path, "organizer") == []
    assert is_problem(await site.get(path), 404)


async def test_a_booth_tells_its_hours(site: Site) -> None:
    """Opening hours are shown in the booth and in the fair's list of booths."""
    hours = [schemas.Opening(begins=at(0), ends=at(60))]
    await site.fill([*t.ready(), t.booth_amended(hours=hours)])
    in_fair = (await site.get(f"/v1/fairs/{t.fair}")).json()["booths"]
    assert in_fair == await site.items(f"/v1/fairs/{t.fair}/booths")
    assert in_fair[0]["hours"] == [{"from": "2026-11-01T09:00:00Z", "to": "2026-11-01T09:01:00Z"}]
    assert in_fair[0]["open_now"] in (True, False)


async def test_a_booth_tells_its_website(site: Site) -> None:
    """In the fair and in the list of its booths; a booth that names none has no such field."""
    await site.fill([*t.ready(), t.requested("org-2"), t.approved("org-2"), t.booth_amended(website="https://x.cn/a")])
    listed = await site.items(BOOTHS)
    assert [booth.get("website") for booth in listed] == ["https://x.cn/a", None]
    assert (await site.get(f"/v1/fairs/{t.fair}")).json()["booths"] == listed


async def test_a_fair_tells_a_bounded_part_of_its_booths(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of long intros the beginning, of many booths the first ones; to an enterprise its own in full, wherever it is."""
    monkeypatch.setattr(booth_reads, "BOOTHS_MAX", 2)
    orgs, intro = ("org-3", "org-4", "org-2"), "介绍" * 10_000
    others = [step for org in orgs for step in (t.requested(org, intro=intro), t.approved(org))]
    await site.fill([*t.ready(), *others])
    path = f"/v1/fairs/{t.fair}"
    for who, seen in (("guest", ["org-1", "org-3"]), ("another enterprise", ["org-1", "org-3", "org-2"])):
        told = (await site.get(path, who)).json()
        assert ([booth["org"] for booth in told["booths"]], told["more_booths"]) == (seen, True)
        assert told["booths"][1]["intro"] == intro[:200]
    assert told["booths"][2]["intro"] == intro
    assert [booth["intro"] for booth in (await site.items(f"{path}/booths"))[1:]] == [intro] * 3
    monkeypatch.setattr(booth_reads, "BOOTHS_MAX", 4)
    assert (await site.get(path)).json()["more_booths"] is False


OPEN: dict[str, tuple[float, str, list[tuple[float, float]], bool]] = {
    "within": (30, "open", [(0, 60)], True),
    "at its beginning": (0, "open", [(0, 60)], True),
    "at its end": (60, "open", [(0, 60)], False),
    "between two": (90, "open", [(0, 60), (120, 180)], False),
    "in the second": (130, "open", [(0, 60), (120, 180)], True),
    "without hours": (130, "open", [], True),
    "in a pause": (30, "paused", [(0, 60)], True),
    "near the end": (30, "closing", [], True),
    "after the end": (30, "closed", [], False),
    "before it opens": (30, "scheduled", [], False),
}


@pytest.mark.parametrize("name", OPEN)
def test_a_booth_is_open_now(name: str) -> None:
    """A booth is open while the fair is held and the clock is within its hours."""
    seconds, fair, times, expected = OPEN[name]
    hours = [Opening(at(begins), at(ends)) for begins, ends in times]
    assert is_open(hours, fair, at(seconds)) is expected


async def test_a_booth_that_is_not_approved_is_not_open(site: Site) -> None:
    """Without approval it is not open, even while the fair is held; an approved booth without hours is."""
    await site.fill([*t.ready(), t.requested("org-2")])
    booths = await site.items(BOOTHS, "organizer")
    assert [(booth["state"], booth["open_now"]) for booth in booths] == [("approved", True), ("requested", False)]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("云栖精密机械（杭州）有限公司", ["org-1"]),
        ("云栖精密机械(杭州)有限公司", ["org-1"]),
        ("雲棲精密機械", ["org-1"]),
        ("精密机械 杭州", ["org-1"]),
        ("ABC", ["org-2"]),
        ("ＡＢＣ科技", ["org-2"]),
        ("abc 科技", ["org-2"]),
        ("engineer", ["org-3"]),
        ("Engineers", ["org-3"]),
        ("ngine", ["org-3"]),
        ("（）", []),
    ],
)
async def test_a_name_finds_itself(site: Site, typed: str, ids: list[str]) -> None:
    """However it is spelt: width, script, brackets, spaces, the form of a word; and so does a part of it."""
    names = {"org-1": "云栖精密机械（杭州）有限公司", "org-2": "ＡＢＣ科技", "org-3": "Precision Engineers Ltd"}
    await site.fill(t.scheduled(), [t.requested(org, name=name) for org, name in names.items()])
    assert await found(site, q=typed) == ids
    body = (await site.get(BOOTHS, "organizer", q=typed, counts="true")).json()
    assert body["counts"] == ({"requested": len(ids)} if ids else {})


@pytest.mark.parametrize("region", ["杭州", "杭州市", "浙江省杭州市", "330100"])
async def test_a_region_is_one_region(site: Site, region: str) -> None:
    """A booth is found by any name of its region."""
    names = ("杭州", "浙江省杭州市", "330100", "上海")
    await site.fill(t.scheduled(), [t.requested(f"org-{n}", region=name) for n, name in enumerate(names)])
    assert await found(site, region=region) == ["org-0", "org-1", "org-2"]


async def test_a_list_marks_what_was_searched(site: Site) -> None:
    """With `highlights=true` each booth says where the words stand in its name, also as a part of a word."""
    await site.fill(LOG)
    [birch] = await site.items(BOOTHS, "organizer", q="IRC", highlights="true")
    assert birch["highlights"] == {"name": [[1, 4]]}
    [cedar] = await site.items(BOOTHS, q="cedar", highlights="true")
    assert cedar["highlights"] == {"name": [[0, 5]]}
    for asked in ({"q": "cedar"}, {"highlights": "true"}):
        assert all("highlights" not in one for one in await site.items(BOOTHS, **asked))


async def test_a_misspelt_name_has_a_suggestion(site: Site) -> None:
    """The nearest name that finds a booth the reader may see, under the other filters; nothing where some are found."""
    await site.fill(LOG)

    async def suggested(who: str, **asked: Any) -> str | None:
        suggestion: str | None = (await site.get(BOOTHS, who, **asked)).json().get("suggestion")
        return suggestion

    assert await suggested("organizer", q="Brich") == "birch"
    assert await suggested("guest", q="Brich") is None
    assert await suggested("guest", q="Ceder") == "cedar"
    assert await suggested("organizer", q="Ceder", state="refused") is None
    assert await suggested("organizer", q="cedar") is None
    assert await suggested("organizer", q="（）") is None
