"""The card: what a student shows to a fair, without a name. Shown, hidden. Its commands, outcomes and rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.fair.fairs.fair import Fair
from services.fair.kernel.commands import Command
from services.fair.kernel.context import SYSTEM, Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged

SHOWN, HIDDEN = "shown", "hidden"


@dataclass(frozen=True, slots=True)
class Facets:
    """What may be published about a student without revealing who it is."""

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
    """A student's one card in a fair. Enterprises know only its `id`; `place` is the offset of its latest showing."""

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
    """`card` is the id for a new card."""

    student: str
    card: UUID
    facets: Facets
    wants: Wants


@dataclass(frozen=True, slots=True)
class HideCard(Command):
    student: str


@dataclass(frozen=True, slots=True)
class CardChanged(Outcome):
    """`card` is the card's new state."""

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
    """Before the fair opens or while it takes place. Showing the card again updates it."""
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
    """By its student at any time, or by the watcher since the student was erased. Open approaches to it can still be
    answered.
    """
    card, own = met.card, context.role == "student" and context.actor == command.student
    if card is None or not (own or context.role == SYSTEM):
        return Refused("unknown_card")
    return Unchanged("card_hidden") if card.state == HIDDEN else CardHidden(replace(card, state=HIDDEN))
