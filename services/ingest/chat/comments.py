"""Writes of comments in a session's room: post, hide, mute and unmute.

Comments go to `livefair.chat`, where nothing is decided, so this is the only check of a comment: rate, length, author.
Muting is a request in the fair's log.
"""

from __future__ import annotations

import math
from typing import Any
from uuid import UUID

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from plumbing.limits import PERSON, Limit
from plumbing.telemetry import metrics
from schemas.chat import CommentHidden, CommentPosted, comment_id
from schemas.session import CommenterMuted, CommenterUnmuted
from schemas.topics import CHAT
from services.ingest.chat.bodies import CommentBody, CommenterBody, CommentsBody
from services.ingest.edge.access import path_id
from services.ingest.edge.rate_limit import RateLimit
from services.ingest.edge.sealing import Seals
from services.ingest.edge.write import Call, Draft, Many
from services.ingest.facts import SessionFacts
from services.ingest.sessions.access import SessionAccess

OF_PERSON = Limit("comments", None, unit="at once, then one in 3 s", shares={PERSON: 5}, over_share="429")
OF_ROOM = Limit("comments in a room", None, unit="a second, 200 at once", shares={"session": 100}, over_share="429")
PERSON_PER_SECOND, PERSON_BURST = 1 / 3, OF_PERSON.share(PERSON)
ROOM_PER_SECOND, ROOM_BURST = float(OF_ROOM.share("session")), 200
TOO_OFTEN = "You comment too often: five at once, then one in three seconds. This was not posted."
TOO_MANY = "Too many are talking in this room at the moment. This was not posted; try again."


class Comments:
    """Turns comments and their moderation into events. `limited` sets rate limits, which this instance counts alone."""

    def __init__(self, sessions: SessionAccess, seals: Seals, *, limited: bool) -> None:
        self._sessions = sessions
        self._seals = seals
        self._of_person = RateLimit(PERSON_PER_SECOND if limited else math.inf, PERSON_BURST, TOO_OFTEN)
        self._of_room = RateLimit(ROOM_PER_SECOND if limited else math.inf, ROOM_BURST, TOO_MANY)

    async def post(self, call: Call[CommentBody]) -> Draft:
        """Say something to everybody in the room, in one line, while the session is live.

        The receipt is of `livefair.chat`. A retry with the same Idempotency-Key is the same comment.
        """
        session, person = path_id(call.path, "session"), call.person
        fair = (await self._sessions.room(session, person)).fair
        await self._spend(session, person)
        comment, text = comment_id(call.event_id), await self._seals.of_person(fair, person.sub, call.body.text)
        said = {"comment": comment, "person": person.sub, "role": person.role, "sealed_text": text}
        return Draft(str(comment), CommentPosted(session=session, **said), str(session), CHAT.name)

    async def hide(self, call: Call[CommentsBody]) -> Many:
        """Take comments out of the room, for good; its host alone."""
        session, _ = await self._hosted(call, "scheduled", "live", "ended")
        hidden = {comment: CommentHidden(session=session, comment=comment) for comment in call.body.comments}
        drafts = [Draft(str(comment), event, str(session), CHAT.name) for comment, event in hidden.items()]
        return Many(str(session), drafts)

    async def mute(self, call: Call[CommenterBody]) -> Draft:
        """Let somebody say nothing more in this session; its host alone."""
        session, facts = await self._hosted(call, "scheduled", "live")
        event = CommenterMuted(fair=facts.fair, session=session, person=call.body.person)
        return Draft(str(session), event, str(facts.fair))

    async def unmute(self, call: Call[CommenterBody]) -> Draft:
        """Let the same person speak again."""
        session, facts = await self._hosted(call, "scheduled", "live")
        event = CommenterUnmuted(fair=facts.fair, session=session, person=call.body.person)
        return Draft(str(session), event, str(facts.fair))

    async def _spend(self, session: UUID, person: Person) -> None:
        """Check both rate limits, and that the person is not muted.

        Muted people spend their own limit too, so that their retries do not make the instance wait for the catalog.
        Raises Problem 403, 429.
        """
        _refusing("person", self._of_person, person.sub)
        if await self._sessions.is_muted(session, person):
            metrics.COMMENTS_REFUSED.labels("muted").inc()
            raise Problem(403, "The host has muted you in this session.")
        try:
            _refusing("room", self._of_room, str(session))
        except Problem:
            self._of_person.give_back(person.sub)
            raise

    async def _hosted(self, call: Call[Any], *states: str) -> tuple[UUID, SessionFacts]:
        session = path_id(call.path, "session")
        return session, await self._sessions.own_session(session, call.person, states)


def _refusing(why: str, limit: RateLimit, who: str) -> None:
    """Spend one comment of the limit; a refusal is counted in the metrics."""
    try:
        limit.spend(who)
    except Problem:
        metrics.COMMENTS_REFUSED.labels(why).inc()
        raise
