"""What is published about a closing round. Each match is also published on its own, to both sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from schemas.rooms import enterprise_room, fair_room, person_room
from services.fair.closing_round.closing_round import ClosingRoundHeld
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.items import Item


def of_round(outcome: ClosingRoundHeld, command: Command, context: Context) -> Iterator[Item]:
    """Everybody: it was held. Enterprises: their number of matches. Students without a match: that they got none."""
    event, settled = type(outcome).__name__, outcome.settled
    ids: dict[str, Any] = {"fair": outcome.fair, "round": outcome.round}
    yield Item(fair_room(outcome.fair), event, ids)
    for one in settled.students:
        if one.took_part and one.match is None:
            yield Item(person_room(one.student), event, {**ids, "matched": False})
    matched: Counter[str] = Counter()
    for job in settled.jobs:
        matched[job.org] += job.matched
    for org, number in matched.items():
        yield Item(enterprise_room(org), event, {**ids, "matches": number})
