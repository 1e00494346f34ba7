"""Registers the closing round, and the students' rankings for it, with the engine."""

from __future__ import annotations

from collections.abc import Iterator

from services.fair.applications.application import Application
from services.fair.applications.looking import follow_match
from services.fair.applications.rows import ApplicationRows
from services.fair.closing_round import store, telling, wire
from services.fair.closing_round.closing_round import (
    ClosingRoundHeld,
    HoldClosingRound,
    MatchedInRound,
    ToHold,
    decide_hold,
    matched,
)
from services.fair.closing_round.reads import ClosingRoundReads
from services.fair.closing_round.rows import HeldRound, RoundRows
from services.fair.closing_round.wishes import JobsRanked, RankJobs, ToRankJobs, Wishes, decide_rank_jobs
from services.fair.fairs.fair import RELEASE
from services.fair.fairs.rows import FairRows
from services.fair.jobs.rows import JobRows
from services.fair.kernel.context import Context
from services.fair.kernel.noun import Noun, Rule, Silence
from services.fair.kernel.outcomes import Outcome
from services.fair.kernel.state import State


def _touch(state: State, command: RankJobs) -> None:
    state.of(JobRows).wanted.update(command.jobs)
    state.of(RoundRows).wanted.add((command.fair, command.student))


def _to_rank(state: State, command: RankJobs) -> ToRankJobs:
    jobs = state.of(JobRows)
    known = tuple(one for one in command.jobs if jobs.of_fair(command.fair, one) is not None)
    wishes = state.of(RoundRows).wishes.get((command.fair, command.student))
    return ToRankJobs(state.of(FairRows).fairs.get(command.fair), wishes, known)


def _to_hold(state: State, command: HoldClosingRound) -> ToHold:
    rows = state.of(RoundRows)
    fair, settled = state.of(FairRows).fairs.get(command.fair), rows.settled.get(command.fair)
    return ToHold(fair, settled, command.fair in rows.too_large)


def _keep(state: State, outcome: JobsRanked, context: Context) -> Wishes | None:
    return state.of(RoundRows).keep(outcome.wishes)


def _note_held(state: State, before: None, outcome: ClosingRoundHeld, context: Context) -> None:
    held = HeldRound(outcome.round, outcome.fair, context.now, context.offset, outcome.settled)
    state.of(RoundRows).held.append(held)


def _follow_round(state: State, before: None, outcome: ClosingRoundHeld, context: Context) -> Iterator[Outcome]:
    rows = state.of(ApplicationRows)
    return (matched(rows.applications[one.id], context) for one in outcome.settled.matches)


def _follow_match(state: State, before: Application, outcome: MatchedInRound, context: Context) -> list[Outcome]:
    """A match releases the other invitations that took part; in a fair whose rule is `release`, all of them."""
    rows, fair = state.of(ApplicationRows), state.of(FairRows).fairs[outcome.application.fair]
    taking_part = state.of(RoundRows).settled[fair.id].invitations
    held = rows.held.get((fair.id, outcome.application.student), ())
    let_go = [rows.applications[one] for one in held if fair.offers == RELEASE or one in taking_part]
    return [*follow_match(state, let_go, outcome, context)]


NOUN = Noun(
    "closing_round",
    rows=(RoundRows,),
    events=wire.COMMANDS,
    apart=wire.APART,
    rules=(
        Rule((RankJobs,), _to_rank, decide_rank_jobs),
        Rule((HoldClosingRound,), _to_hold, decide_hold),
    ),
    touches={RankJobs: _touch},
    keeps={JobsRanked: _keep},
    observes={ClosingRoundHeld: _note_held},
    follows={MatchedInRound: _follow_match},
    follows_together={ClosingRoundHeld: _follow_round},
    tells={
        JobsRanked: Silence("the order is the student's alone, who reads it"),
        ClosingRoundHeld: telling.of_round,
    },
    load=store.load,
    statements=store.STATEMENTS,
    writes=store.writes,
    reads=ClosingRoundReads,
)
