"""Writes of questions in a session's room: ask, vote, answer, hide.

Only the session's state and host are checked here. Whether a question exists, and who has voted, is decided in the log.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from schemas.question import QuestionAnswered, QuestionAsked, QuestionHidden, QuestionUpvoted, question_id
from services.ingest.edge.access import path_id
from services.ingest.edge.bodies import NothingBody
from services.ingest.edge.sealing import Seals
from services.ingest.edge.write import Call, Draft
from services.ingest.sessions.access import SessionAccess
from services.ingest.sessions.bodies import AnnouncementBody, QuestionBody


class Questions:
    """Turns questions, votes and answers into events."""

    def __init__(self, sessions: SessionAccess, seals: Seals) -> None:
        self._sessions = sessions
        self._seals = seals

    async def ask(self, call: Call[QuestionBody]) -> Draft:
        """Ask something in public; at most three questions of one person are open at a time."""
        session, fair = await self._open(call)
        question = question_id(call.event_id)
        ids = {"fair": fair, "session": session, "question": question}
        text = await self._seals.of_person(fair, call.person.sub, call.body.text)
        return Draft(str(question), QuestionAsked(**ids, person=call.person.sub, sealed_text=text), str(fair))

    async def upvote(self, call: Call[NothingBody]) -> Draft:
        """Want to know it too, once."""
        session, fair = await self._open(call)
        question = path_id(call.path, "question")
        event = QuestionUpvoted(fair=fair, session=session, question=question, person=call.person.sub)
        return Draft(str(question), event, str(fair))

    async def answer(self, call: Call[AnnouncementBody]) -> Draft:
        """Answer a question, or answer it anew; its host alone."""
        ids = await self._hosted(call)
        text = await self._seals.of_person(ids["fair"], call.person.sub, call.body.text)
        return Draft(str(ids["question"]), QuestionAnswered(**ids, sealed_text=text), str(ids["fair"]))

    async def hide(self, call: Call[NothingBody]) -> Draft:
        """Take a question out of the room, for good; its host alone."""
        ids = await self._hosted(call)
        return Draft(str(ids["question"]), QuestionHidden(**ids), str(ids["fair"]))

    async def _open(self, call: Call[Any]) -> tuple[UUID, UUID]:
        """A session that has not ended, and its fair."""
        session = path_id(call.path, "session")
        return session, (await self._sessions.session(session, call.person, "scheduled", "live")).fair

    async def _hosted(self, call: Call[Any]) -> dict[str, UUID]:
        session, question = path_id(call.path, "session"), path_id(call.path, "question")
        states = ("scheduled", "live", "ended")
        fair = (await self._sessions.own_session(session, call.person, states)).fair
        return {"fair": fair, "session": session, "question": question}
