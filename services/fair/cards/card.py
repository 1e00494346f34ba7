"""The card: what a student shows of oneself in a fair. Shown, hidden. Its commands, outcomes and rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.fair.fairs.fair import Fair
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged

SHOWN, HIDDEN = "shown", "hidden"


@dataclass(frozen=True, slots=True)
class Facets:
    """What may be known of a student without knowing who it is."""

    degree: str | None = None
    major: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Wants:
    """What the student is looking for."""

    regions: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    employment_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A student's one card in a fair. `id` is all that enterprises learn of whose it is; `place` its last showing's."""

    id: UUID
    fair: UUID
    student: str
    state: str
    facets: Facets
    wants: Wants
    place: int
    shown_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ShowCard(Command):
    """`card` is the id that it gets if there is none yet."""

    student: str
    card: UUID
    facets: Facets
    wants: Wants


@dataclass(frozen=True, slots=True)
class HideCard(Command):
    student: str


@dataclass(frozen=True, slots=True)
class CardChanged(Outcome):
    """This is how the card stands afterwards."""

    card: Card


class CardShown(CardChanged):
    __slots__ = ()


class CardHidden(CardChanged):
    __slots__ = ()


class AtCard(NamedTuple):
    """The fair, and the student's card there."""

    fair: Fair | None
    card: Card | None


def decide_show(met: AtCard, command: ShowCard, context: Context) -> Outcome:
    """Shown before the fair opens or while it takes place; again at any time, with what is so now."""
    fair, card = met
    if context.role != "student" or context.actor != command.student:
        return Refused("not_yours")
    if fair is None or fair.hidden_from(context):
        return Refused("unknown_fair")
    if refused := fair.refusal("cards"):
        return refused
    if card is not None and (card.state, card.facets, card.wants) == (SHOWN, command.facets, command.wants):
        return Unchanged("card_shown")
    first = (card.id, card.created_at) if card else (command.card, context.now)
    shown = (command.fair, command.student, SHOWN, command.facets, command.wants, context.offset, context.now)
    return CardShown(Card(first[0], *shown, first[1]))


def decide_hide(met: AtCard, command: HideCard, context: Context) -> Outcome:
    """At any time. What was approached meanwhile may still be answered."""
    card = met.card
    if card is None or context.role != "student" or context.actor != command.student:
        return Refused("unknown_card")
    return Unchanged("card_hidden") if card.state == HIDDEN else CardHidden(replace(card, state=HIDDEN))
