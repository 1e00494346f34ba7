"""The fair's states, as tables: what each state allows, which moves exist, what closing ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from services.fair.applications.selection import InvitationExpired
from services.fair.fairs.fair import ALLOWED, ALLOWS, MOVES, STATES, Fair
from services.fair.kernel.context import ITSELF
from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.applications.test_selection import DAY, HOUR, by, of, states, t
from tests.services.fair.cards.story import shown
from tests.services.fair.cases import Row, holds, stranger
from tests.services.fair.deciding import Timed, play, without_books
from tests.services.fair.hosting import Host
from tests.services.fair.staff.story import handed, linked
from tests.services.fair.story import Entry, at

h = Host(t.fair)
JOBS = t.ready("a", "b")
FIRST, *READY = JOBS
STUDENTS = [t.submitted(f"stu-{n}") for n in (1, 2, 3, 4)]
BEGUN: list[Timed] = [
    *JOBS,
    *STUDENTS,
    t.submitted("stu-5", "b"),
    t.shortlisted("stu-2"),
    t.invited("stu-3", deadline=at(HOUR)),
    t.invited("stu-4"),
    t.accepted("stu-4"),
    h.planned("a", org=t.unit),
]
"""An open fair with one application in each state that matters here."""
MET: dict[str, list[Timed]] = {
    "draft": [t.draft()],
    "scheduled": [FIRST],
    "open": BEGUN,
    "paused": [*BEGUN, t.paused()],
    "closing": [*BEGUN, t.winding_down()],
    "closed": [*BEGUN, t.closed()],
    "archived": [*BEGUN, t.closed(), t.archived()],
}
DONE: dict[str, list[Entry]] = {
    "publish": [t.shown()],
    "open": [t.opened()],
    "pause": [t.paused()],
    "resume": [t.resumed()],
    "wind_down": [t.winding_down()],
    "close": [t.closed()],
    "reopen": [t.reopened()],
    "archive": [t.archived()],
    "amend": [t.fair_amended(title="Another")],
    "booths": [by(t.requested("org-2"), "boss", "organizer", t.unit)],
    "amend_booths": [t.booth_amended(intro="Come!")],
    "staff": [linked(t), handed(t, "hr of org-1")],
    "jobs": [t.published("c")],
    "amend_jobs": [t.amended(headcount=7), t.job_closed("b")],
    "cards": [shown(t, "stu-7")],
    "submit": [t.submitted("stu-6")],
    "select": [
        *(t.viewed("stu-1"), t.shortlisted("stu-1"), t.invited("stu-5", "b")),
        *(t.turned_down("stu-1"), t.ranked("stu-2")),
    ],
    "answer": [t.accepted("stu-3"), t.declined("stu-3")],
    "wish": [t.wished("stu-1", "a")],
    "settle": [t.round_held()],
    "sessions": [h.planned("b", name="later", org=t.unit)],
    "stage": [h.started(org=t.unit)],
    "questions": [h.asked("stu-1")],
    "hire": [t.hired("stu-4")],
    "withdraw": [t.withdrawn("stu-1"), t.withdrawn("stu-4")],
}
CELLS = [(state, what, entry) for state in STATES for what, entries in DONE.items() for entry in entries]


@pytest.mark.parametrize(("state", "what", "entry"), CELLS)
def test_a_state_allows_what_the_table_says(state: str, what: str, entry: Entry) -> None:
    """Every action in every state is done if the table allows it, else refused with the state; no row changes then."""
    before, _ = play(*MET[state])
    assert before.fairs[t.fair].state == state
    after, (outcome, *_) = play(*MET[state], entry)
    if not isinstance(outcome, Refused):
        assert state in ALLOWED[what]
        assert not isinstance(outcome, Unchanged)
        return
    assert without_books(after) == without_books(before)
    if state not in ALLOWED[what] and not outcome.reason.startswith("unknown_"):
        assert outcome.reason == ("fair_not_open" if state == "scheduled" else f"fair_{state}")
    else:  # the thing that the action needs does not exist yet
        assert state in ("draft", "scheduled")


def test_the_table_covers_everything() -> None:
    """Every action of the table is tested above, and the table by state holds the same pairs."""
    assert DONE.keys() == ALLOWED.keys()
    assert {what for what, _, _ in MOVES.values()} < ALLOWED.keys()
    assert all((what in ALLOWS[state]) == (state in states) for what, states in ALLOWED.items() for state in STATES)


@pytest.mark.parametrize("move", [*MOVES])
def test_a_move_is_its_organizers(move: type) -> None:
    """Anybody but the organizer is refused: for a draft as unknown, for a published fair as `not_yours`."""
    entry = DONE[MOVES[move][0]][0]
    for state, reason in (("draft", "unknown_fair"), ("open", "not_yours")):
        for sender in (("x", "organizer", "unit-2"), ("x", "enterprise", t.unit), ("x", "student", None)):
            assert play(*MET[state], by(entry, *sender))[1] == [Refused(reason)]


@pytest.mark.parametrize("entry", [t.requested(), t.published(), t.submitted(), t.amended(headcount=3)])
def test_a_draft_is_not_there_for_others(entry: Entry) -> None:
    """Anybody but the organizer gets the same refusal as for a fair that does not exist."""
    prepared = [by(one, "boss", "organizer", t.unit) for one in (t.requested(), t.approved(), t.published())]
    _, there = play(t.draft(), *prepared, entry)
    _, nowhere = play(entry)
    assert there == nowhere
    assert isinstance(there[0], Refused)


def test_closing_ends_every_open_invitation() -> None:
    """In log order and with the reason; no alternate moves up, and all other applications stay."""
    log = [*BEGUN, t.amended(headcount=3), t.invited("stu-1"), t.ranked("stu-2"), t.invited("stu-5", "b")]
    world, (closed, *lapsed) = play(*log, t.closed())
    assert type(closed).__name__ == "FairClosed"
    assert [type(one).__name__ for one in lapsed] == ["InvitationExpired"] * 3
    names = [one.application.student for one in lapsed if isinstance(one, InvitationExpired)]
    assert names == ["stu-1", "stu-3", "stu-5"]
    assert states(world) == {
        **dict.fromkeys(names, "expired"),
        "stu-2": "shortlisted",
        "stu-4": "accepted",
    }
    last = of(world, "stu-3").history[-1]
    assert (last.event, last.by, last.reason) == ("InvitationExpired", ITSELF, "fair_closed")
    assert (of(world, "stu-3").deadline, of(world, "stu-3").reason) == (None, "fair_closed")
    assert [job.invitations for job in world.jobs.values()] == [0, 0]


def test_a_place_that_falls_free_after_the_end_is_nobodys() -> None:
    """After the fair is closed, a withdrawn match invites no alternate."""
    world, outcomes = play(*BEGUN, t.ranked("stu-2"), t.closed(), t.withdrawn("stu-4"))
    assert (len(outcomes), states(world)["stu-2"]) == (1, "shortlisted")


def test_what_closing_could_not_end_ends_by_its_deadlines_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bound of one record, the watcher's record ends an invitation, whatever its deadline."""
    monkeypatch.setattr("services.fair.applications.endings.LAPSES_MAX", 1)
    log: list[Timed] = [*BEGUN, t.invited("stu-5", "b"), t.closed()]
    world, outcomes = play(*log)
    assert len(outcomes) == 2
    assert [states(world)[one] for one in ("stu-3", "stu-5")] == ["expired", "invited"]
    assert play(*log, t.accepted("stu-5", "b"))[1] == [Refused("fair_closed", "invited")]
    assert play(*log, t.archived())[1] == [Refused("invitations_open")]
    assert play(*log, t.reopened(at(2 * DAY)))[1] == [Refused("invitations_open")]
    world, (expired,) = play(*log, t.deadline_passed("stu-5", "b"))
    assert type(expired).__name__ == "InvitationExpired"
    assert of(world, "stu-5", "b").reason == "fair_closed"
    assert type(play(*log, t.deadline_passed("stu-5", "b"), t.archived())[1][0]).__name__ == "FairArchived"


REOPENING: dict[str, tuple[float, datetime | None, object]] = {
    "until the end that it had": (100, None, at(DAY)),
    "until another": (100, at(2 * DAY), at(2 * DAY)),
    "after its end, until another": (DAY + 1, at(2 * DAY), at(2 * DAY)),
    "after its end": (DAY + 1, None, "ends_at_passed"),
    "until a time that has passed": (100, at(50), "ends_at_passed"),
    "before it starts": (-5, at(-1), "ends_before_it_starts"),
    "when it starts": (-5, at(0), "ends_before_it_starts"),
    "at the end that it had": (DAY, None, "ends_at_passed"),
    "until now": (100, at(100), "ends_at_passed"),
}


@pytest.mark.parametrize("name", REOPENING)
def test_reopening(name: str) -> None:
    """A closed fair can be reopened before its end by log time; expired invitations stay expired."""
    now, ends_at, then = REOPENING[name]
    log: list[Timed] = [(-10, entry) for entry in (t.scheduled(), t.opened(), t.closed())]
    if now > 0:
        log = [*BEGUN, t.closed()]
    world, (outcome,) = play(*log, (now, t.reopened(ends_at)))
    if isinstance(then, str):
        assert outcome == Refused(then)
    else:
        assert (world.fairs[t.fair].state, world.fairs[t.fair].ends_at) == ("open", then)
        assert states(world)["stu-3"] == "expired"


AMENDMENTS: dict[str, tuple[Entry, object]] = {
    "a title": (t.fair_amended(title="Another"), {"title": "Another"}),
    "the same": (t.fair_amended(title="Autumn fair"), Unchanged("same_fair")),
    "a field that is cleared": (t.fair_amended(region=None), {"region": None}),
    "a rule that is cleared": (t.fair_amended(ads=None), {"ads": "warn"}),
    "a later end": (t.fair_amended(ends_at=at(2 * DAY)), {"ends_at": at(2 * DAY)}),
    "a sooner end": (t.fair_amended(ends_at=at(200)), {"ends_at": at(200)}),
    "an end that has passed": (t.fair_amended(ends_at=at(50)), Refused("ends_at_passed")),
    "an end that is now": (t.fair_amended(ends_at=at(100)), Refused("ends_at_passed")),
    "a beginning after the end": (t.fair_amended(starts_at=at(DAY)), Refused("ends_before_it_starts")),
    "both times": (t.fair_amended(starts_at=at(DAY), ends_at=at(2 * DAY)), {"starts_at": at(DAY)}),
    "a rule that holds already": (t.fair_amended(offers="release"), Refused("offers_fixed")),
    "by another": (by(t.fair_amended(title="x"), "x", "organizer", "unit-2"), Refused("not_yours")),
}


@pytest.mark.parametrize("name", AMENDMENTS)
def test_an_amendment(name: str) -> None:
    """An amendment changes only the named fields; its times must be consistent and lie ahead of log time."""
    entry, then = AMENDMENTS[name]
    given = [t.scheduled(region="上海", ads="refuse"), *READY]
    before, _ = play(*given)
    after, (outcome,) = play(*given, (100, entry))
    changes = then if isinstance(then, dict) else {}
    assert isinstance(then, dict) or outcome == then
    expected = replace(before.fairs[t.fair], **changes)
    if name == "both times":
        expected = replace(expected, ends_at=at(2 * DAY))
    assert after.fairs[t.fair] == expected


def test_after_its_end_a_fair_may_still_be_amended() -> None:
    """Only a new end has to lie ahead of log time."""
    assert type(play(*JOBS, (2 * DAY, t.fair_amended(title="Another")))[1][0]).__name__ == "FairAmended"


def test_a_sooner_end_leaves_deadlines() -> None:
    """An earlier end keeps given deadlines; it bounds the deadlines of new invitations."""
    world, _ = play(*BEGUN, t.fair_amended(ends_at=at(300)), t.invited("stu-5", "b"))
    assert (of(world, "stu-3").deadline, of(world, "stu-5", "b").deadline) == (at(HOUR), at(300))


@pytest.mark.parametrize("is_draft", [True, False])
def test_a_fair_has_what_its_organizer_scheduled(is_draft: bool) -> None:
    """Each field, and the log time; a rule that is not named has its default."""
    fields: dict[str, Any] = {"title": "Spring fair", "host": "The city", "starts_at": at(HOUR), "ends_at": at(DAY)}
    fields |= {"campaign": "2026", "region": "上海", "description": "Come!", "ads": "refuse", "offers": "release"}
    world, _ = play(t.scheduled(draft=is_draft, **fields))
    state = "draft" if is_draft else "scheduled"
    assert world.fairs == {t.fair: Fair(t.fair, t.unit, state=state, created_at=at(0), **fields)}
    world, _ = play(t.scheduled())
    assert (world.fairs[t.fair].ads, world.fairs[t.fair].offers) == ("warn", "keep")


def test_a_rule_of_offers_that_is_cleared_is_the_default() -> None:
    """As for a fair that never named one."""
    world, _ = play(t.scheduled(offers="release"), t.fair_amended(offers=None))
    assert world.fairs[t.fair].offers == "keep"


BEGINNING_AND_END: dict[str, Row] = {
    "a fair is scheduled": ([], t.scheduled(), "FairScheduled"),
    "it is scheduled once": ([t.scheduled()], t.scheduled(title="Again"), Unchanged("already_scheduled")),
    "not for another unit": ([], stranger(t.scheduled()), Refused("not_yours")),
    "not by an enterprise": ([], by(t.scheduled(), "e", "enterprise", "unit-1"), Refused("not_yours")),
    "it opens": ([t.scheduled()], t.opened(), "FairOpened"),
    "it opens once": ([t.scheduled(), t.opened()], t.opened(), Refused("fair_open")),
    "an unknown fair does not open": ([], t.opened(), Refused("unknown_fair")),
    "another organizer does not open it": ([t.scheduled()], stranger(t.opened()), Refused("not_yours")),
    "it does not open again": ([*JOBS, t.closed()], t.opened(), Refused("fair_closed")),
    "it closes": ([t.scheduled(), t.opened()], t.closed(), "FairClosed"),
    "it does not close before it opened": ([t.scheduled()], t.closed(), Refused("fair_not_open")),
    "it closes once": ([*JOBS, t.closed()], t.closed(), Refused("fair_closed")),
    "an unknown fair does not close": ([], t.closed(), Refused("unknown_fair")),
    "another organizer does not close it": (JOBS, stranger(t.closed()), Refused("not_yours")),
    "an unknown fair is not amended": ([], t.fair_amended(title="x"), Refused("unknown_fair")),
    "nor a draft by another": ([t.draft()], stranger(t.fair_amended(title="x")), Refused("unknown_fair")),
    "before it is open its rule of offers may change": (
        [t.scheduled()],
        t.fair_amended(offers="release"),
        "FairAmended",
    ),
    "that of a draft too": ([t.draft()], t.fair_amended(offers="release"), "FairAmended"),
    "not once it is closed": ([*JOBS, t.closed()], t.fair_amended(title="x"), Refused("fair_closed")),
}


@pytest.mark.parametrize("name", BEGINNING_AND_END)
def test_given_when_then(name: str) -> None:
    """Given these events, this event has the expected outcome; an unchanged or refused one changes no row."""
    holds(BEGINNING_AND_END[name])
