"""Registers imports with the engine."""

from __future__ import annotations

from services.fair.fairs.rows import FairRows
from services.fair.imports import store, telling, wire
from services.fair.imports.job_import import AtImport, ImportReported, JobImport, ReportImport, decide_report
from services.fair.imports.reads import ImportReads
from services.fair.imports.rows import ImportRows
from services.fair.kernel.context import Context
from services.fair.kernel.noun import Noun, Rule
from services.fair.kernel.state import State


def _touch(state: State, command: ReportImport) -> None:
    state.of(ImportRows).wanted.add(command.job_import)


def _at_import(state: State, command: ReportImport) -> AtImport:
    known = state.of(ImportRows).imports.get(command.job_import)
    return AtImport(state.of(FairRows).fairs.get(command.fair), known)


def _keep(state: State, outcome: ImportReported, context: Context) -> JobImport | None:
    return state.of(ImportRows).keep(outcome.job_import)


NOUN = Noun(
    "imports",
    rows=(ImportRows,),
    events=wire.COMMANDS,
    rules=(Rule((ReportImport,), _at_import, decide_report),),
    touches={ReportImport: _touch},
    keeps={ImportReported: _keep},
    tells={ImportReported: telling.of_report},
    named=("job_import",),
    load=store.load,
    statements=store.STATEMENTS,
    writes=store.writes,
    reads=ImportReads,
)
