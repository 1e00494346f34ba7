"""Flags of an ad, how a fair's rule treats them, and who receives them."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import replace
from time import thread_time
from typing import Any

import pytest

from plumbing.eventlog.outbox import Record
from schemas.job import Salary as Pay
from schemas.rooms import RoomItem
from services.fair.jobs.advertisement import (
    FLAGGED_MAX,
    FLAGS_MAX,
    PHRASE_CHARACTERS_MAX,
    WORDINGS,
    Flag,
    _in_text,
    check,
    excluding,
)
from services.fair.jobs.terms import Salary, Terms
from services.fair.jobs.wording import Wording, pattern
from services.fair.kernel.outcomes import Outcome, Refused
from tests.services.fair.deciding import World, decide
from tests.services.fair.hearing import items_by_room
from tests.services.fair.story import START, Entry, Teller, at, told

t = Teller()
PAY = Pay(min=8_000, max=12_000, period="month", currency="CNY")
GOOD: dict[str, Any] = {"region": "上海", "salary": PAY, "degree": "bachelor", "employment_type": "full_time"}
WHOLE = Terms("A job", 1, "上海", degree="any", salary=Salary(1, 2, "month", "CNY"), employment_type="full_time")
SHUT_OUT = "仅限男性,35岁以下"


def decided(log: list[Entry]) -> tuple[World, list[Outcome], dict[str, list[RoomItem]]]:
    """A log decided in memory: the world, each record's own outcome, and the room items."""
    world, outcomes, records = World(), list[Outcome](), list[Record]()
    for one in told(log):
        outcomes.append(decide(world, one)[0])
        records += world.records
    return world, outcomes, items_by_room(records)


def beginning(ads: str | None) -> list[Entry]:
    """An open fair with this rule, and a booth."""
    more = {} if ads is None else {"ads": ads}
    return [t.scheduled(**more), t.opened(), t.requested(), t.approved()]


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ({}, []),
        ({"region": None}, ["region"]),
        ({"salary": None}, ["salary"]),
        ({"employment_type": None}, ["employment_type"]),
        ({"degree": None}, ["description"]),
        ({"degree": None, "majors": ("数学",)}, []),
        ({"degree": None, "description": "SQL"}, []),
        ({"region": None, "salary": None, "employment_type": None}, ["region", "salary", "employment_type"]),
    ],
)
def test_what_the_rules_ask_for(without: dict[str, Any], missing: list[str]) -> None:
    """A flag is raised for a missing region, pay, kind of work, or any of degree, majors and description."""
    flags = check(replace(WHOLE, **without), START)
    assert [(flag.kind, flag.field, flag.phrase) for flag in flags] == [("missing", field, "") for field in missing]
    assert all(flag.rule for flag in flags)
    assert excluding(flags) == ()


def test_every_field_of_words_is_read() -> None:
    """Title, majors and description are checked, in this order; a phrase is flagged once per field."""
    ad = replace(WHOLE, title="前台(女)", majors=("数学", "限男生"), description="未婚优先。male only。未婚优先")
    found = [(flag.field, flag.kind, flag.phrase) for flag in check(ad, START)]
    assert found[:2] == [("title", "gender", "(女)"), ("majors", "gender", "限男生")]
    assert sorted(found[2:]) == [("description", "gender", "male only"), ("description", "marriage", "未婚优先")]


def test_each_major_is_a_clause() -> None:
    """A word ends where its major ends."""
    ad = replace(WHOLE, majors=("male only", "female only", "数学"))
    assert [flag.phrase for flag in check(ad, START)] == ["male only", "female only"]


def test_a_phrase_is_shown_without_the_signs_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """And with one space between its words."""
    wording = Wording("age", ("gen",), pattern(r"[ ,。;:、]*X\s+gen\s+X[ ,。;:、]*"))
    monkeypatch.setattr("services.fair.jobs.advertisement.WORDINGS", (wording,))
    (flag,) = check(replace(WHOLE, description="Wanted:、 X \n gen  X, 。"), START)
    assert flag.phrase == "X gen X"


def test_flags_are_bounded() -> None:
    """At most twenty flags, each with a phrase of bounded length."""
    many = (
        " ".join(f"{word}优先,要求{word}。" for word in ("男性", "女性", "未婚", "已婚", "汉族", "白人", "佛教徒")) * 50
    )
    many += "".join(f"{age}岁以下。" for age in range(20, 59))
    flags = check(replace(WHOLE, description=many, region=None), START)
    assert len(flags) == FLAGS_MAX
    assert max(len(flag.phrase) for flag in flags) <= PHRASE_CHARACTERS_MAX


def test_repetition_hides_nothing() -> None:
    """A phrase that is repeated a thousand times is one flag, and later phrases are still found."""
    ad = replace(WHOLE, description="男士优先。" * 1_000 + "性别不限,不限男性。" * 500 + "只招女生")
    assert [flag.phrase for flag in check(ad, START)] == ["只招女生", "男士优先"]


def test_many_matches_hide_nothing_and_take_little_time() -> None:
    """Thousands of matches, alike or in different contexts, take less than 0.15 s; the next match is a flag then."""
    numbers = itertools.count(10_000)
    alike = "18-35岁以下 " * 2_000
    others = "".join(f"不得限男性{next(numbers)}。限男性{next(numbers)}。" for _ in range(1_000))
    for text in (alike, others):
        ad = replace(WHOLE, description=text[:20_000])
        began = thread_time()
        flags = check(ad, START)
        assert thread_time() - began < 0.15
        assert flags
    denials = "".join(f"不得限男性{next(numbers)}。" for _ in range(600))
    assert [flag.kind for flag in check(replace(WHOLE, description=denials), START)] == ["gender"]


def test_a_wording_flags_a_bounded_number_of_phrases() -> None:
    """Of thousands that are alike; another wording behind them flags its phrase all the same."""
    text = "18-35岁以下 " * 1_500 + "限男性。"
    flagged = Counter(flag.kind for flag in _in_text("description", text, START))
    assert flagged["gender"] == 1
    assert FLAGGED_MAX <= flagged["age"] <= 3 * FLAGGED_MAX


def test_a_fair_that_says_nothing_warns() -> None:
    """The default rule warns: the job is published with its flags."""
    world, outcomes, rooms = decided([*beginning(None), t.published(description=SHUT_OUT, **GOOD)])
    assert type(outcomes[-1]).__name__ == "JobPublished"
    assert [flag.phrase for flag in world.jobs[t.job("a")].flags] == ["仅限男性", "35岁以下"]
    [item] = [item for item in rooms["enterprise:org-1"] if item.event == "JobFlagged"]
    assert item.data["job"] == str(t.job("a"))
    assert [flag["kind"] for flag in item.data["flags"]] == ["gender", "age"]
    assert all("flags" not in item.data for item in rooms[f"fair:{t.fair}"])


def test_a_good_ad_is_told_to_nobody() -> None:
    """Without flags there is no item."""
    world, _, rooms = decided([*beginning("warn"), t.published(**GOOD)])
    assert world.jobs[t.job("a")].flags == ()
    assert [item.event for item in rooms["enterprise:org-1"]] == ["BoothApproved"]


def test_a_fair_may_refuse() -> None:
    """The sender gets the phrases; the job does not exist, and nothing is counted."""
    world, outcomes, rooms = decided([*beginning("refuse"), t.published(description=SHUT_OUT)])
    refused = outcomes[-1]
    assert isinstance(refused, Refused)
    phrases = [flag.phrase for flag in refused.flags if isinstance(flag, Flag)]
    assert (refused.reason, phrases) == ("ad_refused", ["仅限男性", "35岁以下"])
    assert (world.jobs, world.books[t.fair].counters["jobs"]) == ({}, 0)
    data = rooms["me:hr of org-1"][-1].data
    assert (data["reason"], [flag["field"] for flag in data["flags"]]) == ("ad_refused", ["description"] * 2)


def test_a_missing_part_only_warns() -> None:
    """A missing part never refuses an ad, since it excludes nobody and can be added later."""
    world, outcomes, _ = decided([*beginning("refuse"), t.published()])
    assert type(outcomes[-1]).__name__ == "JobPublished"
    assert {flag.kind for flag in world.jobs[t.job("a")].flags} == {"missing"}


def test_an_ad_is_checked_by_the_rules_of_its_log_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wording that is no longer in force when the job is published does not flag it."""
    log = [*beginning("warn"), t.published(description=SHUT_OUT, **GOOD)]
    for seconds, flags in ((len(log) - 1, 0), (len(log), 2)):
        now = tuple(replace(one, until=at(seconds)) for one in WORDINGS)
        monkeypatch.setattr("services.fair.jobs.advertisement.WORDINGS", now)
        assert len(decided(log)[0].jobs[t.job("a")].flags) == flags


def test_an_amendment_is_checked_as_a_whole() -> None:
    """An amendment can remove a flag; with `refuse`, one that adds a flag leaves the job unchanged."""
    log = [*beginning("warn"), t.published(description=SHUT_OUT, **GOOD), t.amended(description="数据分析")]
    world, _, _ = decided(log)
    assert world.jobs[t.job("a")].flags == ()
    log = [*beginning("refuse"), t.published(**GOOD), t.amended(title="女文员")]
    world, outcomes, _ = decided(log)
    gender = Flag("gender", "title", "女文员", "妇女权益保障法第四十三条")
    assert outcomes[-1] == Refused("ad_refused", flags=(gender,))
    assert (world.jobs[t.job("a")].terms.title, world.jobs[t.job("a")].flags) == ("Job a", ())


def test_a_closed_job_is_told_once() -> None:
    """Closing a job sends its flags no second time."""
    _, _, rooms = decided([*beginning("warn"), t.published(), t.job_closed()])
    assert [item.event for item in rooms["enterprise:org-1"]].count("JobFlagged") == 1


def test_a_fair_may_look_away() -> None:
    """With `off`, ads are not checked and have no flags."""
    world, outcomes, _ = decided([*beginning("off"), t.published(description=SHUT_OUT)])
    assert type(outcomes[-1]).__name__ == "JobPublished"
    assert world.jobs[t.job("a")].flags == ()


def test_no_ad_holds_the_log_up() -> None:
    """15,000 spaces before an age take less than a second of CPU; quadratic patterns took 15 seconds."""
    log = [*beginning("warn"), t.published(description="a" + " " * 15_000 + "岁", **GOOD)]
    began = thread_time()
    world, _, _ = decided(log)
    assert thread_time() - began < 1
    assert world.jobs[t.job("a")].flags == ()


def test_a_submission_leaves_the_flags() -> None:
    """Counting a submission does not change a job's flags."""
    log = [*beginning("warn"), t.published(description=SHUT_OUT, **GOOD), t.submitted()]
    world, _, _ = decided(log)
    job = world.jobs[t.job("a")]
    assert (job.submissions, len(job.flags)) == (1, 2)
