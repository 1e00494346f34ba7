"""Registers cards and approaches with the engine."""

from __future__ import annotations

from services.fair.applications.looking import touch_submission
from services.fair.applications.rows import ApplicationRows
from services.fair.booths.rows import BoothRows
from services.fair.cards import store, telling, wire
from services.fair.cards.approach import (
    STEPS,
    AcceptApproach,
    Approach,
    ApproachAccepted,
    ApproachCard,
    ApproachDeclined,
    Approached,
    ApproachStep,
    AtApproach,
    ToApproach,
    decide_approach,
    decide_step,
)
from services.fair.cards.card import AtCard, Card, CardChanged, HideCard, ShowCard, decide_hide, decide_show
from services.fair.cards.reads import CardReads
from services.fair.cards.rows import CardRows
from services.fair.fairs.rows import FairRows
from services.fair.jobs.rows import JobRows
from services.fair.kernel.context import Context
from services.fair.kernel.noun import Indexed, Noun, Rule
from services.fair.kernel.outcomes import Outcome
from services.fair.kernel.state import State


def _touch_card(state: State, command: ShowCard | HideCard) -> None:
    state.of(CardRows).wanted.owners.add((command.fair, command.student))


def _touch_approach(state: State, command: ApproachCard) -> None:
    wanted = state.of(CardRows).wanted
    wanted.cards.add(command.card)
    wanted.approaches.add(command.approach)
    wanted.jobs.add(command.job)
    state.of(BoothRows).wanted.add((command.fair, command.org))
    state.of(JobRows).wanted.add(command.job)


def _touch_step(state: State, command: ApproachStep) -> None:
    state.of(CardRows).wanted.approaches.add(command.approach)
    if isinstance(command, AcceptApproach):
        touch_submission(state, command.submission)


def _at_card(state: State, command: ShowCard | HideCard) -> AtCard:
    card = state.of(CardRows).card_of(command.fair, command.student)
    return AtCard(state.of(FairRows).fairs.get(command.fair), card)


def _to_approach(state: State, command: ApproachCard) -> ToApproach:
    rows = state.of(CardRows)
    return ToApproach(
        state.of(FairRows).fairs.get(command.fair),
        state.of(BoothRows).booths.get((command.fair, command.org)),
        state.of(JobRows).of_fair(command.fair, command.job),
        rows.card(command.fair, command.card),
        rows.approach(command.fair, command.job, command.approach),
        rows.open[command.job],
    )


def _at_approach(state: State, command: ApproachStep) -> AtApproach:
    fair = state.of(FairRows).fairs.get(command.fair)
    approach = state.of(CardRows).approach(command.fair, command.job, command.approach)
    booth = None if approach is None else state.of(BoothRows).booths.get((approach.fair, approach.org))
    if not isinstance(command, AcceptApproach):
        return AtApproach(fair, approach, booth=booth)
    submission = command.submission
    job = state.of(JobRows).of_fair(submission.fair, submission.job)
    application = state.of(ApplicationRows).of_job(submission.fair, submission.job, submission.application)
    return AtApproach(fair, approach, job, application, booth)


def _keep_card(state: State, outcome: CardChanged, context: Context) -> Card | None:
    return state.of(CardRows).keep_card(outcome.card)


def _keep_approach(state: State, outcome: Approached, context: Context) -> Approach | None:
    return state.of(CardRows).keep_approach(outcome.approach)


def _follow_acceptance(
    state: State, before: Approach | None, outcome: ApproachAccepted, context: Context
) -> list[Outcome]:
    """Accepting an approach is a submission."""
    return [] if outcome.received is None else [outcome.received]


NOUN = Noun(
    "cards",
    rows=(CardRows,),
    events=wire.COMMANDS,
    rules=(
        Rule((ShowCard,), _at_card, decide_show),
        Rule((HideCard,), _at_card, decide_hide),
        Rule((ApproachCard,), _to_approach, decide_approach),
        Rule(tuple(STEPS), _at_approach, decide_step),
    ),
    touches={
        ShowCard: _touch_card,
        HideCard: _touch_card,
        ApproachCard: _touch_approach,
        ApproachStep: _touch_step,
    },
    keeps={CardChanged: _keep_card, Approached: _keep_approach},
    follows={ApproachAccepted: _follow_acceptance},
    tells={CardChanged: telling.of_card, Approached: telling.of_approach},
    ids={ApproachDeclined: telling.declined_id},
    named=("card", "approach"),
    load=store.load,
    statements=store.STATEMENTS,
    writes=store.writes,
    indexed=Indexed(store.CARDS_TO_INDEX, store.INDEX_CARDS),
    reads=CardReads,
)
