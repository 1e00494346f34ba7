"""The cards and approaches of one batch, in memory: what commands touch, what was loaded, what changed.

The share of `world.py` that employer-first needs. No SQL, no rules.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from services.fair.cards.approach import Approach, ApproachCard, ApproachStep, EmployerFirst
from services.fair.cards.card import Card, HideCard, ShowCard

CardCommand = ShowCard | HideCard | ApproachCard | ApproachStep
CARD_COMMANDS = (ShowCard, HideCard, ApproachCard, ApproachStep)


@dataclass(slots=True)
class TouchedCards:
    """The keys of the rows that a batch may touch."""

    owners: set[tuple[UUID, str]] = field(default_factory=set)
    cards: set[UUID] = field(default_factory=set)
    approaches: set[UUID] = field(default_factory=set)
    jobs: set[UUID] = field(default_factory=set)
    """Jobs of which must be known how many approaches are open."""

    def add(self, command: CardCommand) -> None:
        match command:
            case ShowCard() | HideCard():
                self.owners.add((command.fair, command.student))
            case ApproachCard():
                self.cards.add(command.card)
                self.approaches.add(command.approach)
                self.jobs.add(command.job)
            case ApproachStep():
                self.approaches.add(command.approach)


@dataclass(slots=True)
class CardRows:
    """Rows by id, and which of them changed. `ids` finds a card by its fair and student."""

    cards: dict[UUID, Card] = field(default_factory=dict)
    approaches: dict[UUID, Approach] = field(default_factory=dict)
    ids: dict[tuple[UUID, str], UUID] = field(default_factory=dict)
    open: Counter[UUID] = field(default_factory=Counter)
    """By job, how many approaches are open; right only for the jobs of which it was asked."""
    changed_cards: set[UUID] = field(default_factory=set)
    changed_approaches: set[UUID] = field(default_factory=set)

    def put(self, card: Card) -> None:
        """Keep a card where both its keys find it."""
        self.cards[card.id] = card
        self.ids[card.fair, card.student] = card.id

    def met(self, command: CardCommand) -> EmployerFirst:
        """What a command looks at. A row of another fair or job than it names is none."""
        match command:
            case ShowCard() | HideCard():
                card = self.ids.get((command.fair, command.student))
                return EmployerFirst(None if card is None else self.cards[card])
            case ApproachCard():
                found = self.cards.get(command.card)
                found = found if found is not None and found.fair == command.fair else None
                return EmployerFirst(found, self._approach(command), self.open[command.job])
            case ApproachStep():
                return EmployerFirst(approach=self._approach(command))

    def keep(self, before: EmployerFirst, after: EmployerFirst) -> None:
        """Take what a command changed."""
        card, approach = after.card, after.approach
        if card is not None and card is not before.card:
            self.put(card)
            self.changed_cards.add(card.id)
        if approach is not None and approach is not before.approach:
            self.approaches[approach.id] = approach
            self.changed_approaches.add(approach.id)
            was_open = before.approach is not None and before.approach.state == "open"
            self.open[approach.job] += (approach.state == "open") - was_open

    def _approach(self, command: ApproachCard | ApproachStep) -> Approach | None:
        approach = self.approaches.get(command.approach)
        if approach is None or (approach.job, approach.fair) != (command.job, command.fair):
            return None
        return approach
