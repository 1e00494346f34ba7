"""The public breakdown: its numbers, and that they never reveal a small cell."""

from __future__ import annotations

import asyncio
from collections import Counter
from itertools import accumulate, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbing.limits import ADDRESS
from services.fair.kernel.rounding import BASE, SHOWN_MIN
from services.fair.report import breakdown as breakdowns
from services.fair.report.breakdown import cells_of, published
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.selecting import applied
from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import Entry, Teller

VALUES = "abcde"
SMALL = range(1, BASE)
World = list[str]
"""The cell of each received application, in log order."""


def told(world: World) -> list[dict[str, Any]]:
    """Every table that was ever published, one after each application."""
    return [published(Counter(world[: n - n % BASE])) for n in range(len(world) + 1)]


def another_world(world: World, small: str) -> World:
    """A world where open applications of other cells belong to the small one, which then holds 5.

    Open are the newest of a cell, since its count last passed a multiple of the base.
    """
    counted, others = len(world) - len(world) % BASE, world.copy()
    missing, tail = BASE - world[:counted].count(small), Counter(world[:counted])
    for place in reversed(range(counted)):
        value = world[place]
        left_open = tail[value] % BASE if tail[value] >= SHOWN_MIN else tail[value]
        moved = sum(1 for was, now in zip(world, others, strict=True) if was == value != now)
        if missing and value != small and moved < left_open:
            others[place], missing = small, missing - 1
    assert not missing, "where there is a small cell, enough others are open"
    return others


@given(st.lists(st.tuples(st.sampled_from(VALUES), st.integers(1, 12)), max_size=14), st.integers(0, 4))
def test_a_small_cell_always_looks_like_one_that_is_not(runs: list[tuple[str, int]], more: int) -> None:
    """Every table ever published is the same in a world where the small cell holds 5."""
    world = [value for value, number in runs for _ in range(number)] + ["a"] * more
    cells = Counter(world[: len(world) - len(world) % BASE])
    for small in (value for value, number in cells.items() if number in SMALL):
        other = another_world(world, small)
        assert Counter(other[: len(world) - len(world) % BASE])[small] == BASE
        assert told(other) == told(world)


@given(st.lists(st.sampled_from("aaabbc"), max_size=120))
def test_every_number_and_difference_is_a_multiple_of_the_base(world: World) -> None:
    """For cells, totals, remainders and consecutive tables; no cell below the bound is published."""
    for table in told(world):
        numbers = [cell["applications"] for cell in table["cells"]]
        assert all(number % BASE == 0 and number >= SHOWN_MIN for number in numbers)
        assert (table["received"] - sum(numbers)) % BASE == 0
        assert table["received"] >= sum(numbers)
    totals = [table["received"] for table in told(world)]
    assert all(after - before in (0, BASE) for before, after in pairwise(totals))
    assert totals == [*accumulate(totals, max)]


def beside(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    """The published tables by industry (a job's first letter) and by job."""
    counted = world[: len(world) - len(world) % BASE]
    return published(Counter(job[0] for job in counted)), published(Counter(counted))


def left_open(number: int) -> int:
    """How many of a cell's applications its published number leaves open."""
    return number % BASE if number >= SHOWN_MIN else number


def with_five(jobs: Counter[str], small: str) -> Counter[str]:
    """A world where open applications to other industries' jobs belong to the small industry, which then has 5."""
    industries = Counter[str]()
    for job, number in jobs.items():
        industries[job[0]] += number
    missing, others = BASE - industries[small], Counter(jobs)
    target = next(job for job in jobs if job[0] == small)
    for industry in industries.keys() - {small}:
        left = left_open(industries[industry])
        for job in (job for job in jobs if job[0] == industry):
            moved = min(missing, left, left_open(jobs[job]))
            others[job], others[target] = others[job] - moved, others[target] + moved
            missing, left = missing - moved, left - moved
    assert missing == 0, "enough are open in jobs, too"
    return +others


@given(
    st.lists(st.tuples(st.sampled_from(["a1", "a2", "b1", "b2", "b3", "c1", "d1"]), st.integers(1, 14)), max_size=14)
)
def test_jobs_and_industries_together_give_no_small_industry_away(runs: list[tuple[str, int]]) -> None:
    """The list of jobs and the breakdown together also fit a world where the small industry holds 5."""
    world = [job for job, number in runs for _ in range(number)]
    world = world[: len(world) - len(world) % BASE]
    jobs = Counter(world)
    for small in {job[0] for job in jobs}:
        if sum(number for job, number in jobs.items() if job[0] == small) in SMALL:
            other = with_five(jobs, small)
            assert sum(number for job, number in other.items() if job[0] == small) == BASE
            assert beside([*other.elements()]) == beside(world)


async def breakdown(site: Site, teller: Teller, by: str) -> dict[str, Any]:
    answer = await site.get(f"/v1/fairs/{teller.fair}/breakdown", by=by)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def submissions(teller: Teller) -> list[Entry]:
    """27: 13 masters of 上海, 11 bachelors without region, 3 doctors of 拉萨. The newest two are masters."""
    log = [applied(teller, f"d-{n}", "a", degree="doctorate", region="拉萨") for n in range(3)]
    log += [applied(teller, f"b-{n}", "b", degree="bachelor") for n in range(11)]
    return log + [applied(teller, f"m-{n}", "a", degree="master", region="上海") for n in range(13)]


async def test_it_tells_large_cells_rounded_down(site: Site) -> None:
    """By the student's degree and region and the job's industry; a withdrawal changes nothing."""
    teller = Teller()
    log = [*teller.ready("a"), teller.published("b", industry="软件")]
    await site.fill(log, submissions(teller), teller.withdrawn("m-0"))
    table = {"received": 25, "base": BASE, "withheld_below": SHOWN_MIN}
    masters, bachelors = ({"value": value, "applications": 10} for value in ("master", "bachelor"))
    assert await breakdown(site, teller, "degree") == {"by": "degree", **table, "cells": [bachelors, masters]}
    cells = [{"value": None, "applications": 10}, {"value": "上海", "applications": 10}]
    assert await breakdown(site, teller, "region") == {"by": "region", **table, "cells": cells}
    cells = [{"value": None, "applications": 10}, {"value": "软件", "applications": 10}]
    assert await breakdown(site, teller, "industry") == {"by": "industry", **table, "cells": cells}


async def test_a_fair_with_few_tells_nothing(site: Site) -> None:
    """With four applications the total is 0 and there are no cells; an unknown fair is 404, another grouping 422."""
    teller = Teller()
    await site.fill(teller.ready("a"), [applied(teller, f"stu-{n}", degree="master") for n in range(4)])
    body = await breakdown(site, teller, "degree")
    assert (body["received"], body["cells"]) == (0, [])
    assert is_problem(await site.get(f"/v1/fairs/{Teller().fair}/breakdown", by="degree"), 404)
    for by in ("student", "", "degree;"):
        assert is_problem(await site.get(f"/v1/fairs/{teller.fair}/breakdown", by=by), 422, "by")
    assert is_problem(await site.get(f"/v1/fairs/{teller.fair}/breakdown"), 422, "by")


async def test_only_so_many_wait_for_it(site: Site) -> None:
    """It is public and counts all applications, so each address has a share of the places to wait for it."""
    teller, crowd = Teller(), 60
    await site.fill([*teller.ready("a"), teller.published("b")], submissions(teller))
    path, share = f"/v1/fairs/{teller.fair}/breakdown", breakdowns.COUNTING.share(ADDRESS)
    async with connection_to(site.api.settings.postgres) as holder:
        async with holder.transaction():
            await holder.execute("LOCK TABLE applications IN ACCESS EXCLUSIVE MODE")
            asked = [asyncio.create_task(site.get(path, by="degree")) for _ in range(crowd)]
            async with asyncio.timeout(20):
                while sum(one.done() for one in asked) < crowd - 1 - share:
                    await asyncio.sleep(0.01)
            refused = [one.result() for one in asked if one.done()]
            mine = asyncio.create_task(site.get(path, "student", by="degree"))
        answers = await asyncio.gather(mine, *asked)
    assert {(answer.status_code, answer.headers["Retry-After"]) for answer in refused} == {(429, "1")}
    assert [answer.status_code for answer in answers].count(200) == 1 + 1 + share
    assert answers[0].json()["received"] == 25


async def test_a_table_that_is_no_longer_cached_is_computed_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cache is bounded; a table is the same from it and from the database."""
    monkeypatch.setattr(breakdowns, "KEPT_MAX", 1)
    teller = Teller()
    await site.fill(teller.ready("a"), teller.published("b"), submissions(teller))
    first = [await breakdown(site, teller, by) for by in ("degree", "region", "degree")]
    assert first[0] == first[2] != first[1]


async def test_the_names_of_one_region_are_one_cell(site: Site) -> None:
    """Cells that are small apart are counted together, and shown under one name."""
    teller = Teller()
    names = ("杭州", "杭州市", "浙江省杭州市", "330100") * 3
    await site.fill(teller.ready("a"), [applied(teller, f"s-{n}", "a", region=name) for n, name in enumerate(names)])
    assert (await breakdown(site, teller, "region"))["cells"] == [{"value": "杭州", "applications": 10}]


def test_a_region_that_is_shown_is_no_smaller() -> None:
    """Texts that name no region stay apart, and so does the cell of those who named none."""
    rows = [
        {"value": value, "applications": n} for n, value in enumerate(("杭州", "330100", "Mars", None, "杭州西湖区"), 1)
    ]
    assert dict(cells_of(rows, "region")) == {"杭州": 8, "Mars": 3, None: 4}
    assert cells_of(rows[:2], "degree") == {"杭州": 1, "330100": 2}
