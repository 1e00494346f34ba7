"""Reads of closing rounds: everyone sees their own result with its reason; the public sees rounded numbers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from schemas.application import application_id
from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import Entry, Teller
from tests.services.fair.tables import contents

NUMBERS = ("students", "jobs", "places", "matches")


def ranked(teller: Teller, students: int = 3) -> list[Entry]:
    """Job a: one opening, wanted by all, stu-1 ranked last. Job b: two, ranked second by stu-1 alone."""
    names = [f"stu-{n}" for n in range(1, students + 1)]
    log = [*teller.ready("a", "b"), teller.amended("a", headcount=1)]
    log += [teller.submitted(student) for student in names] + [teller.submitted("stu-1", "b")]
    log += [teller.ranked(*reversed(names)), teller.ranked("stu-1", name="b")]
    return [*log, teller.wished("stu-1", "a", "b"), *(teller.wished(student, "a") for student in names[1:])]


async def read(site: Site, path: str, who: str, **asked: Any) -> Any:
    answer = await site.get(path, who, **asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_student_reads_the_ranking_back(site: Site) -> None:
    """With job titles, and whether each application would take part now; empty before the student ranks."""
    teller = Teller()
    path = f"/v1/fairs/{teller.fair}/ranking"
    await site.fill(ranked(teller, students=1), teller.turned_down("stu-1", "b"))
    told = await read(site, path, "student")
    assert told["jobs"] == [item["id"] for item in told["items"]] == [str(teller.job(name)) for name in "ab"]
    assert [(item["title"], item["application"], item["counts"]) for item in told["items"]] == [
        ("Job a", "submitted", True),
        ("Job b", "refused", False),
    ]
    assert await read(site, path, "another student") == {"jobs": [], "items": [], "ranked_at": None}
    assert is_problem(await site.get(path, "enterprise"), 403)
    assert is_problem(await site.get(f"/v1/fairs/{uuid4()}/ranking", "student"), 404)


async def test_a_student_is_told_why(site: Site) -> None:
    """A reason for each job in the order of the ranking; rounds are listed newest first."""
    teller = Teller()
    await site.fill(ranked(teller), teller.round_held(), teller.round_held())
    (newest,), (first,) = await site.pages("/v1/me/closing-rounds", "student", limit=1)
    assert (newest["took_part"], [one["why"] for one in newest["told"]]) == (False, ["has_match"] * 2)
    assert (first["fair"], first["took_part"]) == (str(teller.fair), True)
    assert first["application"] == str(application_id(teller.job("b"), "stu-1"))
    titles = [(one["job"], one["title"], one["why"], one.get("places")) for one in first["told"]]
    assert titles == [
        (str(teller.job("a")), "Job a", "filled", 1),
        (str(teller.job("b")), "Job b", "matched", None),
    ]
    assert all("enterprise" in one for one in first["told"])
    assert await site.items("/v1/me/closing-rounds", "another student", limit=1) != []
    assert is_problem(await site.get("/v1/me/closing-rounds", "enterprise"), 403)


async def test_an_enterprise_is_told_why(site: Site) -> None:
    """A reason for each application in ranking order; only for its own jobs, and only after a round."""
    teller, quiet = Teller(), Teller()
    await site.fill(ranked(teller), teller.withdrawn("stu-2"), teller.round_held(), ranked(quiet))
    path = f"/v1/jobs/{teller.job('a')}/closing-round"
    told = await read(site, path, "enterprise")
    assert (told["job"], told["places"], told["matched"]) == (str(teller.job("a")), 1, 1)
    whys = {"stu-3": "matched", "stu-1": "filled", "stu-2": "no_part"}
    ids = {student: str(application_id(teller.job("a"), student)) for student in whys}
    assert told["told"] == [{"application": ids[student], "why": why} for student, why in whys.items()]
    assert is_problem(await site.get(path, "another enterprise"), 404)
    assert is_problem(await site.get(path, "student"), 403)
    assert is_problem(await site.get(f"/v1/jobs/{quiet.job('a')}/closing-round", "enterprise"), 404)


async def test_a_second_round_hides_no_account(site: Site) -> None:
    """The list has every round's account, page by page, for enterprise and student; the single read the newest."""
    teller = Teller()
    again = [teller.amended("b", headcount=3), teller.submitted("stu-2", "b"), teller.ranked("stu-2", name="b")]
    log = [*ranked(teller), teller.round_held(), *again, teller.wished("stu-2", "b"), teller.round_held()]
    await site.fill(log)
    path = f"/v1/jobs/{teller.job('b')}/closing-round"
    pages = await site.pages(f"{path}s", "enterprise", limit=1)
    newest, first = [one for each in pages for one in each]
    assert newest == await read(site, path, "enterprise")
    accounts = [(one["places"], one["matched"], [told["why"] for told in one["told"]]) for one in (newest, first)]
    assert accounts == [(2, 1, ["matched"]), (2, 1, ["matched"])]
    assert [one["told"][0]["application"] for one in (newest, first)] == [
        str(application_id(teller.job("b"), student)) for student in ("stu-2", "stu-1")
    ]
    assert len(await site.items("/v1/me/closing-rounds", "another student")) == 2
    assert is_problem(await site.get(f"{path}s", "another enterprise"), 404)
    assert is_problem(await site.get(f"{path}s", "student"), 403)


async def test_no_round_is_an_empty_list(site: Site) -> None:
    """The list is empty where the read of the newest round is 404."""
    teller = Teller()
    await site.fill(ranked(teller))
    assert await site.items(f"/v1/jobs/{teller.job('a')}/closing-rounds", "enterprise") == []


async def test_the_public_sees_rounded_numbers(site: Site) -> None:
    """Small numbers are left out; the organizer sees exact ones."""
    teller = Teller()
    path = f"/v1/fairs/{teller.fair}/closing-round"
    await site.fill(ranked(teller, students=13), teller.round_held())
    told = await read(site, path, "organizer")
    assert [told[name] for name in NUMBERS] == [13, 2, 3, 2]
    assert (told["exact"], told["dry_run"], told["fair"]) == (True, False, str(teller.fair))
    for who in ("guest", "student", "enterprise", "another organizer"):
        told = await read(site, path, who)
        assert [told[name] for name in NUMBERS] == [10, None, None, None]
        assert told["exact"] is False


async def test_a_dry_run_changes_nothing(site: Site) -> None:
    """The fair's organizer gets the numbers that a round would have, before and after one was held."""
    teller = Teller()
    path = f"/v1/fairs/{teller.fair}/closing-round"
    await site.fill(ranked(teller))
    before = await contents(site.api.settings.postgres)
    told = await read(site, path, "organizer", dry_run="true")
    numbers = {"students": 3, "jobs": 2, "places": 3, "matches": 2}
    assert told == {"fair": str(teller.fair), "dry_run": True, "exact": True, **numbers}
    assert await contents(site.api.settings.postgres) == before
    assert is_problem(await site.get(path, "organizer"), 404)
    assert is_problem(await site.get(path, "guest", dry_run="true"), 401)
    assert is_problem(await site.get(path, "student", dry_run="true"), 403)
    assert is_problem(await site.get(path, "another organizer", dry_run="true"), 403)
    assert is_problem(await site.get(path, "organizer", dry_run="yes"), 422, "dry_run")
    assert is_problem(await site.get(f"/v1/fairs/{uuid4()}/closing-round", "organizer", dry_run="true"), 404)
