"""The card: what a student shows of oneself in a fair. Shown, hidden. Its commands, outcomes and rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.fair.fairs.fair import Fair
from services.fair.kernel.outcomes import Refused, Unchanged
from services.fair.kernel.said import Said

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
class ShowCard:
    """`card` is the id that it gets if there is none yet."""

    fair: UUID
    student: str
    card: UUID
    facets: Facets
    wants: Wants


@dataclass(frozen=True, slots=True)
class HideCard:
    fair: UUID
    student: str


@dataclass(frozen=True, slots=True)
class CardShown:
    card: Card


@dataclass(frozen=True, slots=True)
class CardHidden:
    card: Card


CardOutcome = CardShown | CardHidden | Refused | Unchanged


def decide_show(fair: Fair | None, card: Card | None, command: ShowCard, said: Said) -> CardOutcome:
    """Shown before the fair opens or while it takes place; again at any time, with what is so now."""
    if said.role != "student" or said.actor != command.student:
        return Refused("not_yours")
    if fair is None or fair.hidden_from(said):
        return Refused("unknown_fair")
    if refused := fair.refusal("cards"):
        return refused
    if card is not None and (card.state, card.facets, card.wants) == (SHOWN, command.facets, command.wants):
        return Unchanged("card_shown")
    first = (card.id, card.created_at) if card else (command.card, said.now)
    shown = (command.fair, command.student, SHOWN, command.facets, command.wants, said.offset, said.now)
    return CardShown(Card(first[0], *shown, first[1]))


def decide_hide(card: Card | None, command: HideCard, said: Said) -> CardOutcome:
    """At any time. What was approached meanwhile may still be answered."""
    if card is None or said.role != "student" or said.actor != command.student:
        return Refused("unknown_card")
    return Unchanged("card_hidden") if card.state == HIDDEN else CardHidden(replace(card, state=HIDDEN))
