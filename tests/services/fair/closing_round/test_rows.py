"""Wishes and rounds of a batch in memory: what a command looks at, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace

from services.fair.closing_round.closing_round import Closing, ClosingRoundHeld, HoldClosingRound, Settled
from services.fair.closing_round.rows import RoundRows
from services.fair.closing_round.wishes import RankJobs, Wishes
from services.fair.kernel.said import Said
from tests.services.fair.memory import play
from tests.services.fair.story import Teller, at

t = Teller()
FAIR = play(*t.ready("a", "b"))[0]
NOTHING = Settled((), frozenset(), (), ())
SAID = Said(t.fair, "boss", "organizer", t.unit, at(7), 7, "livefair.fairs:0:7")


def test_a_command_meets_its_own_rows() -> None:
    """The student's wishes in that fair, and those of the ranked jobs that are the fair's."""
    wishes = Wishes(t.fair, "stu-1", (t.job("a"),), at(0))
    rows = RoundRows({(t.fair, "stu-1"): wishes}, settled={t.fair: NOTHING})
    met = rows.met(RankJobs(t.fair, "stu-1", (t.job("b"), Teller().job("a"))), FAIR.jobs)
    assert met == Closing(wishes, (t.job("b"),))
    assert rows.met(RankJobs(Teller().fair, "stu-1", (t.job("b"),)), FAIR.jobs) == Closing()
    assert rows.met(HoldClosingRound(t.fair, t.fair), FAIR.jobs) == Closing(settled=NOTHING)


def test_what_changed_is_written() -> None:
    """Wishes that are the same as before are not."""
    rows, wishes = RoundRows(), Wishes(t.fair, "stu-1", (), at(0))
    rows.keep(Closing(wishes), Closing(wishes))
    assert rows.changed_wishes == set()
    rows.keep(Closing(), Closing(wishes))
    assert rows.changed_wishes == {(t.fair, "stu-1")}


def test_a_round_is_over_when_it_was_held() -> None:
    """It is written, and what it settled releases nothing any more."""
    fair = replace(FAIR.fairs[t.fair], offers="keep")
    settled = replace(NOTHING, invitations=frozenset({t.job("a")}))
    rows = RoundRows(settled={t.fair: settled})
    assert list(rows.let_go(fair, [t.job("a"), t.job("b")])) == [t.job("a")]
    rows.hold(ClosingRoundHeld(t.fair, t.fair, settled), SAID)
    assert [(one.fair, one.held_at, one.offset) for one in rows.held] == [(t.fair, at(7), 7)]
    assert list(rows.let_go(fair, [t.job("a")])) == []
    assert list(rows.let_go(replace(fair, offers="release"), [t.job("b")])) == [t.job("b")]
