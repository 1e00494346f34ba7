"""The cards and approaches of one batch, in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from services.fair.cards.approach import Approach
from services.fair.cards.card import Card

StudentKey = tuple[UUID, str]
"""A fair and a student's sub."""


@dataclass(slots=True)
class Wanted:
    """The keys of the rows that a batch touches."""

    owners: set[StudentKey] = field(default_factory=set)
    cards: set[UUID] = field(default_factory=set)
    approaches: set[UUID] = field(default_factory=set)
    jobs: set[UUID] = field(default_factory=set)
    """Jobs whose number of open approaches is needed."""


@dataclass(slots=True)
class CardRows:
    """Rows by id. `ids` finds a card by its fair and student."""

    wanted: Wanted = field(default_factory=Wanted)
    cards: dict[UUID, Card] = field(default_factory=dict)
    approaches: dict[UUID, Approach] = field(default_factory=dict)
    ids: dict[StudentKey, UUID] = field(default_factory=dict)
    open: Counter[UUID] = field(default_factory=Counter)
    """The number of open approaches by job; correct only for the wanted jobs."""
    changed_cards: set[UUID] = field(default_factory=set)
    changed_approaches: set[UUID] = field(default_factory=set)

    def put(self, card: Card) -> None:
        """Index a card by both of its keys."""
        self.cards[card.id] = card
        self.ids[card.fair, card.student] = card.id

    def card_of(self, fair: UUID, student: str) -> Card | None:
        """The student's card in this fair."""
        card = self.ids.get((fair, student))
        return None if card is None else self.cards[card]

    def card(self, fair: UUID, card: UUID) -> Card | None:
        """The card, if it belongs to this fair."""
        found = self.cards.get(card)
        return found if found is not None and found.fair == fair else None

    def approach(self, fair: UUID, job: UUID, approach: UUID) -> Approach | None:
        """The approach, if it belongs to this job and this fair."""
        found = self.approaches.get(approach)
        if found is None or (found.job, found.fair) != (job, fair):
            return None
        return found

    def keep_card(self, card: Card) -> Card | None:
        """Store a card's new state; returns its previous state."""
        before = self.cards.get(card.id)
        self.put(card)
        self.changed_cards.add(card.id)
        return before

    def keep_approach(self, approach: Approach) -> Approach | None:
        """Store an approach's new state; returns its previous state."""
        before = self.approaches.get(approach.id)
        self.approaches[approach.id] = approach
        self.changed_approaches.add(approach.id)
        was_open = before is not None and before.state == "open"
        self.open[approach.job] += (approach.state == "open") - was_open
        return before
