"""Registers the booth with the engine."""

from __future__ import annotations

from schemas.catalog import BoothEntry
from services.fair.booths import store, telling, wire
from services.fair.booths.booth import (
    AmendBooth,
    ApproveBooth,
    AtBooth,
    Booth,
    BoothChanged,
    BoothRequested,
    OfBooth,
    RefuseBooth,
    RequestBooth,
    adds,
    decide_amend,
    decide_approve,
    decide_refuse,
    decide_request,
)
from services.fair.booths.reads import BoothReads
from services.fair.booths.rows import BoothRows
from services.fair.fairs.rows import FairRows
from services.fair.kernel.context import Context
from services.fair.kernel.noun import Indexed, Noun, Rule, Silence
from services.fair.kernel.state import State


def _touch(state: State, command: OfBooth) -> None:
    state.of(BoothRows).wanted.add((command.fair, command.org))


def _look(state: State, command: OfBooth) -> AtBooth:
    booth = state.of(BoothRows).booths.get((command.fair, command.org))
    return AtBooth(state.of(FairRows).fairs.get(command.fair), booth)


def _keep(state: State, outcome: BoothChanged, context: Context) -> Booth | None:
    before = state.of(BoothRows).keep(outcome.booth)
    state.of(FairRows).recount(outcome.booth.fair, adds(before), adds(outcome.booth))
    return before


NOUN = Noun(
    "booths",
    rows=(BoothRows,),
    events=wire.COMMANDS,
    rules=(
        Rule((RequestBooth,), _look, decide_request),
        Rule((ApproveBooth,), _look, decide_approve),
        Rule((RefuseBooth,), _look, decide_refuse),
        Rule((AmendBooth,), _look, decide_amend),
    ),
    touches={OfBooth: _touch},
    keeps={BoothChanged: _keep},
    tells={
        BoothRequested: Silence("the organizer sees it in the list of booths; everybody is told once it is approved"),
        BoothChanged: telling.of_booth,
    },
    named=("org",),
    statements=store.STATEMENTS,
    writes=store.writes,
    entries=telling.entries,
    catalog=telling.CATALOG,
    entry_models=(BoothEntry,),
    indexed=Indexed(store.BOOTHS_TO_INDEX, store.INDEX_BOOTHS),
    reads=BoothReads,
)
