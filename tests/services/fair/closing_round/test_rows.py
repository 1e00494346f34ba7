"""Wishes and rounds of a batch in memory: what a rule reads, and what is kept."""

from __future__ import annotations

from services.fair.closing_round.closing_round import ClosingRoundHeld, HoldClosingRound, Settled, ToHold
from services.fair.closing_round.noun import NOUN
from services.fair.closing_round.rows import RoundRows
from services.fair.closing_round.wishes import RankJobs, ToRankJobs, Wishes
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.state import State
from tests.services.fair.deciding import one_batch, play, timed
from tests.services.fair.story import Teller, at

t = Teller()
LOG = timed(t.ready("a", "b"))
NOTHING = Settled((), frozenset(), (), ())
SAID = Context(t.fair, "boss", "organizer", t.unit, at(7), 7, "livefair.fairs:0:7")


def look(state: State, command: Command) -> object:
    """What the rule of a command reads."""
    (rule,) = (rule for rule in NOUN.rules if type(command) in rule.commands)
    return rule.look(state, command)


def test_a_command_meets_its_own_rows() -> None:
    """The rule reads the student's wishes in that fair, and only ranked jobs that belong to the fair."""
    wishes, other = Wishes(t.fair, "stu-1", (t.job("a"),), at(0)), Teller().fair
    state = one_batch(LOG)
    rows = state.of(RoundRows)
    rows.wishes[t.fair, "stu-1"], rows.settled[t.fair] = wishes, NOTHING
    fair = play(*t.ready("a", "b"))[0].fairs[t.fair]
    met = look(state, RankJobs(t.fair, "stu-1", (t.job("b"), Teller().job("a"))))
    assert met == ToRankJobs(fair, wishes, (t.job("b"),))
    assert look(state, RankJobs(other, "stu-1", (t.job("b"),))) == ToRankJobs(None, None, ())
    assert look(state, HoldClosingRound(t.fair, t.fair)) == ToHold(fair, NOTHING)
    assert look(state, HoldClosingRound(other, t.fair)) == ToHold(None, None)


def test_what_changed_is_written() -> None:
    """Wishes are written only if they changed."""
    wished, same = t.wished("stu-1", "a"), t.wished("stu-1", "a")
    world = play(*t.ready("a"), wished)[0]
    again = one_batch(timed([same]), world.port).of(RoundRows)
    assert (len(again.wishes), again.changed) == (1, set())
    assert one_batch(timed([t.wished("stu-1")]), world.port).of(RoundRows).changed == {(t.fair, "stu-1")}


def test_it_answers_what_was_before() -> None:
    """Keeping a row returns the one before it, or None."""
    rows, wishes, others = RoundRows(), Wishes(t.fair, "stu-1", (), at(0)), Wishes(t.fair, "stu-1", (), at(1))
    assert [rows.keep(one) for one in (wishes, others)] == [None, wishes]
    assert rows.wishes == {(t.fair, "stu-1"): others}


def test_a_round_that_was_held_is_kept() -> None:
    """The round is kept with the time and offset of its record."""
    state = one_batch(LOG)
    outcome = ClosingRoundHeld(t.fair, t.fair, NOTHING)
    NOUN.observes[ClosingRoundHeld](state, None, outcome, SAID)
    assert [(one.fair, one.held_at, one.offset) for one in state.of(RoundRows).held] == [(t.fair, at(7), 7)]


def test_a_round_is_over_when_it_was_held() -> None:
    """An acceptance after the round follows the fair's offer rule; the round itself releases nothing more."""
    for offers, then in (("keep", "invited"), ("release", "declined")):
        log = [t.scheduled(offers=offers), *t.ready("a", "b")[1:], *(t.submitted(name=name) for name in "ab")]
        log += [*(t.invited(name=name) for name in "ab"), t.wished("stu-2", "a"), t.round_held()]
        world, _ = play(*log, t.accepted(name="a"))
        found = {one.job: one.state for one in world.applications.values()}
        assert found == {t.job("a"): "accepted", t.job("b"): then}
