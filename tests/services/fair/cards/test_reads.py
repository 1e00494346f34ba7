"""Reads of employer-first: who may search cards, filters and order, and that a card does not reveal its owner."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from schemas.application import application_id
from schemas.person import PersonErased
from schemas.resume import Facets
from tests.services.fair.cards.story import (
    approach_of,
    approached,
    card_of,
    hidden,
    shown,
    taken_up,
    turned_away,
)
from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import START, Entry, Teller, saved, says

t = Teller()
CARDS, APPROACHES = f"/v1/fairs/{t.fair}/cards", f"/v1/jobs/{t.job('a')}/approaches"
READY = [*t.ready("a"), t.requested("org-2")]
WISHES: dict[str, Any] = {"regions": ["杭州"], "industries": ["软件"], "employment_types": ["internship"]}


def of(major: str, degree: str = "bachelor", region: str = "杭州") -> Facets:
    return Facets.model_validate({"degree": degree, "major": major, "region": region})


def a_crowd() -> list[Entry]:
    majors = ["数学", "应用数学", "软件工程", "Applied Mathematics", "会计"]
    cards = [shown(t, f"stu-{n}", facets=of(major)) for n, major in enumerate(majors)]
    return [*READY, *cards, shown(t, "stu-9", facets=of("会计", "master", "上海"), industries=["数学"])]


async def test_who_may_seek(site: Site) -> None:
    """Enterprises with an approved booth and the fair's organizer may search; a student sees only their own card."""
    await site.fill(READY, shown(t))
    for who in ("enterprise", "organizer"):
        assert [item["id"] for item in await site.items(CARDS, who)] == [str(card_of(t))]
    denied = (("another enterprise", 403), ("another organizer", 403), ("student", 403), ("guest", 401))
    for who, status in denied:
        assert is_problem(await site.get(CARDS, who), status)
    assert is_problem(await site.get(f"/v1/fairs/{uuid4()}/cards", "enterprise"), 404)
    assert await site.items("/v1/me/cards", "another student") == []
    [mine] = await site.items("/v1/me/cards", "student")
    assert (mine["id"], mine["state"], mine["title"]) == (str(card_of(t)), "shown", "Autumn fair")


async def test_nothing_tells_whose_a_card_is(site: Site) -> None:
    """Until the student applies, no answer contains the student's id or an id derived from it."""
    await site.fill(READY, shown(t, **WISHES), approached(t))
    for path, who in ((CARDS, "enterprise"), (CARDS, "organizer"), (APPROACHES, "enterprise")):
        text = (await site.get(path, who)).text
        assert "stu-1" not in text
        assert str(application_id(t.job("a"), "stu-1")) not in text
    [item] = await site.items(CARDS, "enterprise")
    assert item == {
        "id": str(card_of(t)),
        "fair": str(t.fair),
        "facets": {"degree": "master", "major": "数学", "region": "上海"},
        "wants": WISHES,
        "shown_at": START.isoformat().replace("+00:00", "Z"),
        "approaches": [{"id": str(approach_of(t)), "job": str(t.job("a")), "state": "open"}],
    }
    assert "approaches" not in (await site.items(CARDS, "organizer"))[0]


async def test_the_best_match_comes_first(site: Site) -> None:
    """A match in the major ranks before other matches; among equals, the newest card comes first."""
    await site.fill(a_crowd())
    found = await site.items(CARDS, "enterprise", q="数学")
    assert [item["facets"]["major"] for item in found] == ["应用数学", "数学", "会计"]
    assert [item["facets"]["major"] for item in await site.items(CARDS, "enterprise", q="applied MATHEMATICS")] == [
        "Applied Mathematics"
    ]
    assert await site.items(CARDS, "enterprise", q="!?") == []
    assert len(await site.items(CARDS, "enterprise")) == 6


FILTERS = [
    ({"degree": "master"}, ["stu-9"]),
    ({"major": "会计"}, ["stu-9", "stu-4"]),
    ({"region": "上海"}, ["stu-9"]),
    ({"industry": "数学"}, ["stu-9"]),
    ({"employment_type": "internship"}, []),
    ({"q": "会计", "degree": "bachelor"}, ["stu-4"]),
]


@pytest.mark.parametrize(("asked", "students"), FILTERS)
async def test_filters(site: Site, asked: dict[str, str], students: list[str]) -> None:
    """Each filter works alone and combined with search words."""
    await site.fill(a_crowd())
    found = await site.items(CARDS, "enterprise", **asked)
    assert [item["id"] for item in found] == [str(card_of(t, student)) for student in students]


async def test_a_wanted_region_is_found_as_ones_own(site: Site) -> None:
    """A region filter finds students who want to work there as well as students who live there."""
    await site.fill(READY, shown(t, **WISHES))
    for asked in ({"region": "杭州"}, {"industry": "软件"}, {"employment_type": "internship"}, {"q": "杭州"}):
        assert len(await site.items(CARDS, "enterprise", **asked)) == 1
    assert is_problem(await site.get(CARDS, "enterprise", degree="genius"), 422, "degree")


@pytest.mark.parametrize("limit", [1, 2, 100])
@pytest.mark.parametrize("query", ["", "数学"])
async def test_pages_have_no_gap_and_no_double(site: Site, limit: int, query: str) -> None:
    """The pages together equal one long page."""
    await site.fill(a_crowd())
    pages = await site.pages(CARDS, "enterprise", limit=limit, q=query)
    whole = await site.items(CARDS, "enterprise", q=query)
    assert [item["id"] for page in pages for item in page] == [item["id"] for item in whole]


async def test_a_hidden_card_is_found_no_more(site: Site) -> None:
    """It is not found, and its facets disappear from the list of approaches unless its owner has applied."""
    log = [shown(t), shown(t, "stu-2"), approached(t), approached(t, "stu-2"), taken_up(t, "stu-2")]
    await site.fill(READY, log, hidden(t), hidden(t, "stu-2"))
    assert await site.items(CARDS, "enterprise") == []
    first, second = await site.items(APPROACHES, "enterprise")
    assert ("facets" in first, "application" in first) == (False, False)
    assert (second["facets"]["major"], second["application"]) == ("数学", str(application_id(t.job("a"), "stu-2")))
    [mine] = await site.items("/v1/me/cards", "student")
    assert mine["state"] == "hidden"


ERASED = says(PersonErased(person="stu-1"), "stu-1", "student")


@pytest.mark.parametrize(
    ("since", "number"), [([], 1), ([ERASED], 0), ([ERASED, saved("stu-1")], 1)], ids=["before", "erased", "begun anew"]
)
async def test_the_card_of_an_erased_person_is_shown_to_nobody(site: Site, since: list[Entry], number: int) -> None:
    """Neither with its wishes in a search nor beside an approach, until they save another resume."""
    await site.fill(READY, [saved("stu-1"), shown(t), approached(t)], since)
    for asked in (CARDS, f"{CARDS}?q=数学"):
        assert len(await site.items(asked, "enterprise")) == number
    (approach,) = await site.items(APPROACHES, "enterprise")
    assert len({"facets", "wants"} & approach.keys()) == 2 * number


ENDED = {
    "closing": [t.winding_down()],
    "closed": [t.closed()],
    "archived": [t.closed(), t.archived()],
}


@pytest.mark.parametrize("state", ENDED)
async def test_nobody_is_found_after_the_fair(site: Site, state: str) -> None:
    """Neither enterprises nor the organizer find cards; approaches lose their facets; students keep their own card."""
    log = [shown(t), shown(t, "stu-2"), approached(t), approached(t, "stu-2"), taken_up(t, "stu-2")]
    await site.fill(READY, log, ENDED[state])
    for who, asked in (("enterprise", {}), ("organizer", {}), ("enterprise", {"q": "数学"})):
        assert await site.items(CARDS, who, **asked) == []
    assert is_problem(await site.get(CARDS, "another enterprise"), 403)
    assert ["facets" in item for item in await site.items(APPROACHES, "enterprise")] == [False, True]
    assert [item["state"] for item in await site.items("/v1/me/cards", "student")] == ["shown"]


@pytest.mark.parametrize("moves", [[t.paused()], [t.closed(), t.reopened()]])
async def test_a_fair_that_goes_on_has_its_cards(site: Site, moves: list[Entry]) -> None:
    """A paused or reopened fair still has its cards."""
    await site.fill(READY, shown(t), approached(t), moves)
    assert [item["id"] for item in await site.items(CARDS, "enterprise")] == [str(card_of(t))]
    assert ["facets" in item for item in await site.items(APPROACHES, "enterprise")] == [True]


async def test_both_sides_see_an_approach(site: Site) -> None:
    """The student sees the booth's name, the job's title and the message, by state; nobody else's approaches."""
    await site.api.reader.objects.put("messages/x.txt", "您好".encode())
    await site.fill(READY, shown(t), shown(t, "stu-2"), approached(t, message="messages/x.txt"), approached(t, "stu-2"))
    [mine] = await site.items("/v1/me/approaches", "student")
    assert (mine["enterprise"], mine["title"], mine["message"]) == ("Enterprise org-1", "Job a", "您好")
    assert (mine["state"], mine["job"], mine["card"]) == ("open", str(t.job("a")), str(card_of(t)))
    theirs = await site.items(APPROACHES, "enterprise", state="open", limit=1)
    assert [item["message"] for item in theirs] == ["您好"]
    assert len([item for page in await site.pages(APPROACHES, "enterprise", limit=1) for item in page]) == 2
    assert await site.items("/v1/me/approaches", "student", state="declined") == []
    assert is_problem(await site.get(APPROACHES, "another enterprise"), 404)
    assert is_problem(await site.get(APPROACHES, "student"), 403)
    assert is_problem(await site.get(APPROACHES, "enterprise", state="viewed"), 422, "state")


async def test_a_decline_tells_nothing_but_that(site: Site) -> None:
    """The enterprise sees the state `declined`, and still not who the student is."""
    await site.fill(READY, shown(t), approached(t), turned_away(t))
    [theirs] = await site.items(APPROACHES, "enterprise", state="declined")
    assert "application" not in theirs
    assert "stu-1" not in str(theirs)


@pytest.mark.parametrize("asked", [{"region": name} for name in ("杭州", "杭州市", "浙江省杭州市", "330100", "浙江")])
async def test_a_region_is_one_region(site: Site, asked: dict[str, str]) -> None:
    """A card is found by any name of the student's region, of a wished one, and of what they lie in."""
    await site.fill(READY, shown(t, **{**WISHES, "regions": ["330106"]}))
    assert len(await site.items(CARDS, "enterprise", **asked)) == 1
    assert await site.items(CARDS, "enterprise", region="南京") == []


@pytest.mark.parametrize("typed", ["數學", "软件", "軟體", "浙江省杭州市"])
async def test_other_spellings_find_a_card(site: Site, typed: str) -> None:
    """Traditional characters, and the full name of a region."""
    await site.fill(READY, shown(t, **WISHES))
    assert len(await site.items(CARDS, "enterprise", q=typed)) == 1


async def test_a_search_marks_what_matched(site: Site) -> None:
    """With `highlights=true` each card says where the words stand: in the major, the region, or a wish."""
    await site.fill(a_crowd())
    cards = await site.items(CARDS, "enterprise", q="数学", highlights="true")
    assert [card["highlights"] for card in cards] == [
        {"major": [[2, 4]]},
        {"major": [[0, 2]]},
        {"industries": [[[0, 2]]]},
    ]
    [card] = await site.items(CARDS, "enterprise", q="shanghai", highlights="true")
    assert card["highlights"] == {"region": [[0, 2]]}
    for asked in ({"q": "数学"}, {"highlights": "true"}):
        assert all("highlights" not in one for one in await site.items(CARDS, "enterprise", **asked))


async def test_a_misspelt_search_has_a_suggestion(site: Site) -> None:
    """The nearest query that finds a card that is shown, under the other filters."""
    await site.fill(a_crowd(), hidden(t, "stu-2"))

    async def suggested(**asked: str) -> str | None:
        suggestion: str | None = (await site.get(CARDS, "enterprise", **asked)).json().get("suggestion")
        return suggestion

    assert await suggested(q="Mathematcs") == "mathematics"
    assert await suggested(q="Mathematcs", degree="master") is None
    assert await suggested(q="软件工成") is None
    assert await suggested(q="会记") == "会计"
    assert await suggested(q="会计") is None
