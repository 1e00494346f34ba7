"""Decides one command after the other, in memory. Knows no noun: handlers are found by class.

A rule returns an outcome, which is kept; then the outcomes that follow from it are decided. The same log gives the same
rows, however it is cut into batches.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.fair.engine.dispatch import FAIR, Dispatch, Reaction
from services.fair.fairs.rows import FairRows
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Outcome
from services.fair.kernel.state import State


def new_state(dispatch: Dispatch = FAIR) -> State:
    """The state of a batch before loading."""
    return State(dispatch.rows)


def touch(state: State, command: Command, dispatch: Dispatch = FAIR) -> None:
    """Note which rows the command will read or change."""
    for one in dispatch.touches[type(command)]:
        one(state, command)


def decide(state: State, command: Command, context: Context, dispatch: Dispatch = FAIR) -> list[Outcome]:
    """Decide one command and keep what it changed: first its own outcome, then those that follow from it."""
    rule = dispatch.rules[type(command)]
    outcome = rule.decide(rule.look(state, command), command, context)
    taken: list[Outcome] = []
    _happen(state, outcome, context, taken, dispatch)
    fairs = state.of(FairRows)
    if any(dispatch.reactions[type(one)].keep for one in taken):
        fairs.note_minute(command.fair, context.now)
    fairs.advance(command.fair, context)
    return taken


def now(state: State, command: Command, log_time: datetime) -> datetime:
    """The time of the decision: the record's, but never before the fair's last one."""
    return state.of(FairRows).now(command.fair, log_time)


def _happen(state: State, outcome: Outcome, context: Context, taken: list[Outcome], dispatch: Dispatch) -> None:
    reaction = dispatch.reactions[type(outcome)]
    before = _keep(state, reaction, outcome, context)
    taken.append(outcome)
    _follow(state, reaction, before, outcome, context, taken, dispatch)


def _keep(state: State, reaction: Reaction, outcome: Outcome, context: Context) -> Any:
    before = None if reaction.keep is None else reaction.keep(state, outcome, context)
    for observe in reaction.observe:
        observe(state, before, outcome, context)
    return before


def _follow(
    state: State,
    reaction: Reaction,
    before: Any,
    outcome: Outcome,
    context: Context,
    taken: list[Outcome],
    dispatch: Dispatch,
) -> None:
    for follow in reaction.follow_together:
        _happen_together(state, list(follow(state, before, outcome, context)), context, taken, dispatch)
    for follow in reaction.follow:
        for then in follow(state, before, outcome, context):
            _happen(state, then, context, taken, dispatch)


def _happen_together(
    state: State, outcomes: Sequence[Outcome], context: Context, taken: list[Outcome], dispatch: Dispatch
) -> None:
    """Keep all of them before anything that follows from one of them is decided."""
    reactions = [dispatch.reactions[type(outcome)] for outcome in outcomes]
    kept = [_keep(state, reaction, one, context) for reaction, one in zip(reactions, outcomes, strict=True)]
    taken += outcomes
    for reaction, before, one in zip(reactions, kept, outcomes, strict=True):
        _follow(state, reaction, before, one, context, taken, dispatch)
