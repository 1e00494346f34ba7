"""Registers the application with the engine."""

from __future__ import annotations

from services.fair.applications import endings, looking, selection, store, telling, wire
from services.fair.applications.application import (
    Moved,
    NoteResumeRead,
    ResumeRead,
    SubmitResume,
    WithdrawApplication,
    decide_read,
    decide_submit,
    decide_withdraw,
)
from services.fair.applications.reads import ApplicationReads
from services.fair.applications.rows import AnswerRows, ApplicationRows
from services.fair.applications.selection import STEPS, PassDeadline, Step
from services.fair.booths.booth import BoothRefused, RefuseBooth
from services.fair.fairs.fair import ArchiveFair, CloseFair, FairClosed, ReopenFair
from services.fair.jobs.job import AmendJob, JobAmended, RankApplicants, decide_rank
from services.fair.kernel.context import Context
from services.fair.kernel.noun import Noun, Rule, id_of
from services.fair.kernel.state import State


def _note_read(state: State, before: None, outcome: ResumeRead, context: Context) -> None:
    state.of(AnswerRows).reads.append(outcome.receipt)


NOUN = Noun(
    "applications",
    rows=(ApplicationRows, AnswerRows),
    events=wire.COMMANDS,
    rules=(
        Rule((SubmitResume,), looking.to_submit, decide_submit),
        Rule((WithdrawApplication,), looking.at_application, decide_withdraw),
        Rule((NoteResumeRead,), looking.application, decide_read),
        Rule(tuple(one for one in STEPS if one is not PassDeadline), looking.to_step, selection.decide),
        Rule((PassDeadline,), looking.to_step, endings.decide),
        Rule((RankApplicants,), looking.to_rank, decide_rank),
    ),
    touches={
        SubmitResume: looking.touch_submission,
        WithdrawApplication: looking.touch_withdrawal,
        NoteResumeRead: looking.touch_read,
        Step: looking.touch_step,
        RankApplicants: looking.touch_ranking,
        AmendJob: looking.touch_amendment,
        CloseFair: looking.touch_end,
        ArchiveFair: looking.touch_end,
        ReopenFair: looking.touch_end,
        RefuseBooth: looking.touch_refusal,
    },
    keeps={Moved: looking.keep},
    observes={ResumeRead: _note_read, BoothRefused: looking.note_refusal},
    follows={Moved: looking.follow_step, FairClosed: looking.follow_closing, JobAmended: looking.follow_amendment},
    tells={Moved: telling.of_step, ResumeRead: telling.of_read},
    ids={Moved: id_of(lambda outcome: outcome.application.id, "application")},
    named=("application",),
    late_items=telling.refusals,
    statements=store.STATEMENTS,
    writes=store.writes,
    reads=ApplicationReads,
)
