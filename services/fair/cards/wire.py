"""From the events of cards and approaches to their commands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from schemas import card as events
from services.fair.applications.wire import submit
from services.fair.cards import approach as approaches
from services.fair.cards import card as cards
from services.fair.kernel.commands import Command, CommandOf


def _show(event: events.CardShown) -> Command:
    wants = event.wants
    wanted = cards.Wants(tuple(wants.regions), tuple(wants.industries), tuple(wants.employment_types))
    facets = cards.Facets(event.facets.degree, event.facets.major, event.facets.region)
    return cards.ShowCard(event.fair, event.student, event.card, facets, wanted)


def _approach(event: events.EnterpriseApproached) -> Command:
    ids = (event.fair, event.org, event.job, event.card, event.approach)
    return approaches.ApproachCard(*ids, event.deadline, event.message)


def _step(event: Any) -> tuple[UUID, UUID, UUID]:
    return event.fair, event.job, event.approach


COMMANDS: CommandOf = {
    events.CardShown: _show,
    events.CardHidden: lambda event: cards.HideCard(event.fair, event.student),
    events.EnterpriseApproached: _approach,
    events.ApproachAccepted: lambda event: approaches.AcceptApproach(*_step(event), submit(event)),
    events.ApproachDeclined: lambda event: approaches.DeclineApproach(*_step(event)),
    events.ApproachDeadlinePassed: lambda event: approaches.PassApproachDeadline(*_step(event)),
}
