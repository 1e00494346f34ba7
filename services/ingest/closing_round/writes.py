"""Writes of the closing round: a student's ranking of jobs, and the round itself."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

from schemas.closing_round import ClosingRoundHeld, JobsRanked
from services.ingest.closing_round.bodies import WISHES, WishesBody
from services.ingest.edge.access import path_id
from services.ingest.edge.bodies import NOTHING, NothingBody
from services.ingest.edge.write import Call, Draft, Write, tagged
from services.ingest.fairs.access import FairAccess


class ClosingRounds:
    """Turns the students' rankings and the organizer's round into events. Enterprises rank in `applications`."""

    def __init__(self, fairs: FairAccess) -> None:
        self._fairs = fairs

    async def wish(self, call: Call[WishesBody]) -> Draft:
        """Say which jobs one would take in the fair's closing round, best first. It replaces what was said before."""
        fair = path_id(call.path, "fair")
        await self._fairs.fair(fair, call.person, "wish")
        return Draft(str(fair), JobsRanked(fair=fair, student=call.person.sub, jobs=call.body.jobs), str(fair))

    async def hold(self, call: Call[NothingBody]) -> Draft:
        """Hold the closing round: the places that are left are given by what both sides have ranked.

        What it would come to is read before: `GET /v1/fairs/{fair}/closing-round?dry_run=true`.
        """
        fair, round_id = path_id(call.path, "fair"), uuid5(call.event_id, "round")
        await self._fairs.own_fair(fair, call.person, "settle")
        return Draft(str(round_id), ClosingRoundHeld(fair=fair, round=round_id), str(fair))


def writes(fairs: FairAccess) -> list[Write[Any]]:
    """The writes of the closing round."""
    make = ClosingRounds(fairs)
    return tagged(
        "closingrounds",
        Write("PUT", "/v1/fairs/{fair}/ranking", ("student",), WISHES, make.wish),
        Write("POST", "/v1/fairs/{fair}/closing-round", ("organizer",), NOTHING, make.hold),
    )
