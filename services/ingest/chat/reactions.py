"""Writes of reactions and clicks on drops. They are added up (`audience.py`) without naming anybody."""

from __future__ import annotations

import math
from collections.abc import Awaitable
from typing import Any
from uuid import UUID

from plumbing.http.problem import Problem
from plumbing.kafka.publisher import Overloaded, Unavailable
from plumbing.limits import PERSON, Limit
from services.ingest.chat.audience import Audience
from services.ingest.chat.bodies import ReactionBody
from services.ingest.edge.access import path_id
from services.ingest.edge.bodies import NothingBody
from services.ingest.edge.rate_limit import RateLimit
from services.ingest.edge.write import RETRY_SOON, Call, Logged, overloaded
from services.ingest.sessions.access import ROOM_WAITING_MAX, SessionAccess

PRESSES = Limit("reactions and clicks", None, unit="a second, 5 at once", shares={PERSON: 2}, over_share="429")
PER_SECOND = float(PRESSES.share(PERSON))
BURST = 5
TOO_OFTEN = "That is more than two presses a second. Say with `times` how often somebody pressed."
NOT_ACKNOWLEDGED = (
    "The log did not acknowledge in time; it may have counted this all the same. Nothing tells a retry from another "
    "press, so let it be, or press again and be counted twice."
)


class Reactions:
    """Counts presses in a live session. `limited` sets a rate limit for each person."""

    def __init__(self, sessions: SessionAccess, audience: Audience, *, limited: bool) -> None:
        self._sessions = sessions
        self._audience = audience
        self._limit = RateLimit(PER_SECOND if limited else math.inf, BURST, TOO_OFTEN)

    async def react(self, call: Call[ReactionBody]) -> Logged:
        """Clap, laugh, like: up to ten times in one call.

        The answer waits for the sum of all who reacted in the same half second, and its `event_id` is the sum's. An
        Idempotency-Key has no effect: who repeats a call is counted again.
        """
        session = await self._live(call)
        return await _counted(self._audience.react(session, call.body.reaction, call.body.times))

    async def click(self, call: Call[NothingBody]) -> Logged:
        """Say that one went to a drop's job, for the session's funnel. Counted as a reaction is."""
        session = await self._live(call)
        drop = path_id(call.path, "drop")
        await self._sessions.drop_of(drop, session, ROOM_WAITING_MAX)
        return await _counted(self._audience.click(session, drop))

    async def _live(self, call: Call[Any]) -> UUID:
        session = path_id(call.path, "session")
        await self._sessions.room(session, call.person)
        self._limit.spend(call.person.sub)
        return session


async def _counted(counting: Awaitable[Logged]) -> Logged:
    try:
        return await counting
    except Overloaded:
        raise overloaded() from None
    except Unavailable:
        raise Problem(503, NOT_ACKNOWLEDGED, headers=RETRY_SOON) from None
