"""What is published to students and enterprises about cards and approaches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from schemas.rooms import enterprise_room, person_room
from services.fair.cards.approach import ApproachDeclined, Approached, EnterpriseApproached
from services.fair.cards.card import CardChanged
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.items import Item


def of_card(outcome: CardChanged, command: Command, context: Context) -> Iterator[Item]:
    card = outcome.card
    yield Item(person_room(card.student), type(outcome).__name__, {"fair": card.fair, "card": card.id})


def of_approach(outcome: Approached, command: Command, context: Context) -> Iterator[Item]:
    """To the student: the enterprise and the job. To the enterprise: the card, without a name."""
    approach, event = outcome.approach, type(outcome).__name__
    data: dict[str, Any] = {"fair": approach.fair, "job": approach.job, "org": approach.org, "approach": approach.id}
    data |= {"card": approach.card, "state": approach.state, "deadline": approach.deadline}
    if approach.application is not None:
        data["application"] = approach.application
    named = {}
    if isinstance(outcome, EnterpriseApproached):
        named = {"enterprise": outcome.enterprise, "title": outcome.title}
    yield Item(person_room(approach.student), event, {**data, **named})
    yield Item(enterprise_room(approach.org), event, data)


def declined_id(outcome: ApproachDeclined, command: Command, context: Context) -> UUID:
    """A new id: the record's may be derived from the student's sub, from which the enterprise could identify them."""
    return uuid5(outcome.approach.id, type(outcome).__name__)
