"""Registers the fair with the engine."""

from __future__ import annotations

from schemas.catalog import FairEntry
from services.fair.fairs import store, telling, wire
from services.fair.fairs.fair import (
    MOVES,
    RELEASE,
    AmendFair,
    Fair,
    FairArchived,
    FairChanged,
    FairPublished,
    FairScheduled,
    FairToMove,
    MoveFair,
    ScheduleFair,
    decide_amend,
    decide_move,
    decide_schedule,
)
from services.fair.fairs.reads import FairReads
from services.fair.fairs.retention import FairForgotten, PassRetention, decide_retention
from services.fair.fairs.rows import FairRows
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.noun import Indexed, Noun, Rule, Silence
from services.fair.kernel.state import State


def _touch(state: State, command: Command) -> None:
    state.of(FairRows).wanted.add(command.fair)


def _touch_offers(state: State, command: ScheduleFair | AmendFair) -> None:
    """A fair may begin to release other offers within this batch."""
    offers = command.offers if isinstance(command, ScheduleFair) else dict(command.changes).get("offers")
    if offers == RELEASE:
        state.of(FairRows).releasing.add(command.fair)


def _fair(state: State, command: Command) -> Fair | None:
    return state.of(FairRows).fairs.get(command.fair)


def _to_move(state: State, command: MoveFair) -> FairToMove:
    return FairToMove(_fair(state, command), command.fair in state.of(FairRows).with_open_invitations)


def _keep(state: State, outcome: FairChanged, context: Context) -> Fair | None:
    rows = state.of(FairRows)
    before = rows.fairs.get(outcome.fair.id)
    rows.keep(outcome.fair, context)
    if isinstance(outcome, FairPublished):
        rows.published.add(outcome.fair.id)
    if isinstance(outcome, FairArchived):
        rows.archived.add(outcome.fair.id)
    return before


NOUN = Noun(
    "fairs",
    rows=(FairRows,),
    events=wire.COMMANDS,
    apart=wire.APART,
    rules=(
        Rule((ScheduleFair,), _fair, decide_schedule),
        Rule((AmendFair,), _fair, decide_amend),
        Rule((PassRetention,), _fair, decide_retention),
        Rule(tuple(MOVES), _to_move, decide_move),
    ),
    touches={Command: _touch, ScheduleFair: _touch_offers, AmendFair: _touch_offers},
    keeps={FairChanged: _keep},
    tells={
        FairScheduled: Silence("nobody is in its room yet"),
        FairForgotten: Silence("nobody is in its room any more"),
        FairChanged: telling.of_fair,
    },
    named=("fair",),
    statements=store.STATEMENTS,
    writes=store.writes,
    entries=telling.entries,
    catalog=telling.CATALOG,
    entry_models=(FairEntry,),
    indexed=Indexed(store.FAIRS_TO_INDEX, store.INDEX_FAIRS),
    reads=FairReads,
)
