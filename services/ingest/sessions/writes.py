"""Writes of livestream sessions and their drops: what a host plans, and does while the session is live.

Only the session's host and state are checked here. Whether a drop may follow, which submissions are admitted and which
move up is decided in the log.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from schemas.event import Event
from schemas.session import (
    DropClosed,
    DropExtended,
    FairSessionAmended,
    FairSessionEnded,
    FairSessionPaused,
    FairSessionResumed,
    FairSessionScheduled,
    FairSessionStarted,
    HostAnnounced,
    JobDropped,
    JobPinned,
    SessionChanges,
    drop_id,
    session_id,
)
from services.ingest.booths.access import BoothAccess
from services.ingest.edge.access import org_of, path_id
from services.ingest.edge.bodies import NOTHING, NothingBody
from services.ingest.edge.sealing import Seals
from services.ingest.edge.write import Call, Draft, Write, tagged
from services.ingest.facts import SessionFacts
from services.ingest.fairs.access import FairAccess
from services.ingest.jobs.access import JobAccess
from services.ingest.sessions.access import SessionAccess
from services.ingest.sessions.bodies import (
    ANNOUNCEMENT,
    CAP,
    DROP,
    NEXT_DROP,
    PIN,
    QUESTION,
    SESSION,
    SESSION_CHANGES,
    AnnouncementBody,
    CapBody,
    DropBody,
    NextDropBody,
    PinBody,
    SessionBody,
    SessionChangesBody,
    slots,
)
from services.ingest.sessions.questions import Questions


class Sessions:
    """Turns what hosts do into events."""

    def __init__(self, fairs: FairAccess, booths: BoothAccess, jobs: JobAccess, sessions: SessionAccess) -> None:
        self._fairs = fairs
        self._booths = booths
        self._jobs = jobs
        self._sessions = sessions

    async def schedule(self, call: Call[SessionBody]) -> Draft:
        """Plan a session: the fair's organizer, or an enterprise with a booth."""
        fair, session = path_id(call.path, "fair"), session_id(call.event_id)
        if call.person.role == "organizer":
            await self._fairs.own_fair(fair, call.person, "sessions")
        else:
            await self._fairs.fair(fair, call.person)
            await self._booths.approved(fair, org_of(call.person))
            await self._fairs.fair(fair, call.person, "sessions")
        body, shown = call.body, slots(call.body.run_of_show)
        await self._showable(fair, call, (slot.job for slot in shown))
        plan: dict[str, Any] = {**dict(body), "run_of_show": shown}
        event = FairSessionScheduled(fair=fair, session=session, org=org_of(call.person), **plan)
        return Draft(str(session), event, str(fair))

    async def amend(self, call: Call[SessionChangesBody]) -> Draft:
        """Change the plan of a session that has not begun."""
        session, facts = await self._own(call, "scheduled")
        await self._fairs.fair(facts.fair, call.person, "sessions")
        given = {name: getattr(call.body, name) for name in call.body.model_fields_set}
        if "run_of_show" in given:
            given["run_of_show"] = slots(given["run_of_show"])
            await self._showable(facts.fair, call, (slot.job for slot in given["run_of_show"]))
        changes = SessionChanges.model_validate(given)
        event = FairSessionAmended(fair=facts.fair, session=session, changes=changes)
        return Draft(str(session), event, str(facts.fair))

    async def start(self, call: Call[NothingBody]) -> Draft:
        """Begin: from then on jobs can be dropped."""
        session, facts = await self._own_to_move(call, "scheduled", "live")
        await self._fairs.fair(facts.fair, call.person, "stage")
        if facts.state == "scheduled":
            self._sessions.moves(session)
        return _draft(session, facts, FairSessionStarted(fair=facts.fair, session=session))

    async def end(self, call: Call[NothingBody]) -> Draft:
        """End the session: its drops close, and waitlisted applications are refused."""
        session, facts = await self._own_to_move(call, "live", "ended")
        if facts.state == "live":
            self._sessions.moves(session)
        return _draft(session, facts, FairSessionEnded(fair=facts.fair, session=session))

    async def pause(self, call: Call[NothingBody]) -> Draft:
        """Nothing is dropped until the session is resumed; open drops stay open."""
        session, facts = await self._own(call, "live")
        return _draft(session, facts, FairSessionPaused(fair=facts.fair, session=session))

    async def resume(self, call: Call[NothingBody]) -> Draft:
        """Go on after a pause."""
        session, facts = await self._own(call, "live")
        return _draft(session, facts, FairSessionResumed(fair=facts.fair, session=session))

    async def pin(self, call: Call[PinBody]) -> Draft:
        """Show one job above all; null takes it away."""
        session, facts = await self._own(call, "live")
        if call.body.job is not None:
            await self._showable(facts.fair, call, [call.body.job])
        return _draft(session, facts, JobPinned(fair=facts.fair, session=session, job=call.body.job))

    async def announce(self, call: Call[AnnouncementBody]) -> Draft:
        """Say something to everybody in the room."""
        session, facts = await self._own(call, "live")
        return _draft(session, facts, HostAnnounced(fair=facts.fair, session=session, text=call.body.text))

    async def drop(self, call: Call[DropBody]) -> Draft:
        """Drop a job: with a cap, the first submissions in the log get in, up to the cap."""
        session, facts = await self._own(call, "live")
        await self._fairs.fair(facts.fair, call.person, "stage")
        await self._showable(facts.fair, call, [call.body.job])
        return self._dropped(call, session, facts, call.body.job, call.body.cap)

    async def drop_next(self, call: Call[NextDropBody]) -> Draft:
        """Drop the next job of the run of show, with its cap unless another is given."""
        session, facts = await self._own(call, "live")
        await self._fairs.fair(facts.fair, call.person, "stage")
        return self._dropped(call, session, facts, None, call.body.cap)

    async def extend(self, call: Call[CapBody]) -> Draft:
        """Let more in: the first of those who wait move up."""
        session, facts, drop = await self._own_drop(call)
        event = DropExtended(fair=facts.fair, session=session, drop=drop, cap=call.body.cap)
        return Draft(str(drop), event, str(facts.fair))

    async def close(self, call: Call[NothingBody]) -> Draft:
        """Close a drop: it takes no submission any more, and waitlisted applications are refused."""
        session, facts, drop = await self._own_drop(call)
        return Draft(str(drop), DropClosed(fair=facts.fair, session=session, drop=drop), str(facts.fair))

    def _dropped(self, call: Call[Any], session: UUID, facts: SessionFacts, job: UUID | None, cap: int | None) -> Draft:
        drop = drop_id(call.event_id)
        event = JobDropped(fair=facts.fair, session=session, drop=drop, job=job, cap=cap)
        return Draft(str(drop), event, str(facts.fair))

    async def _own(self, call: Call[Any], *states: str) -> tuple[UUID, SessionFacts]:
        """The session that this host runs, in one of these states."""
        session = path_id(call.path, "session")
        return session, await self._sessions.own_session(session, call.person, states)

    async def _own_to_move(self, call: Call[Any], before: str, after: str) -> tuple[UUID, SessionFacts]:
        """The same for a transition. A request with an Idempotency-Key may be a retry, so the new state passes too."""
        await self._sessions.settled(path_id(call.path, "session"))
        return await self._own(call, before, after if call.repeatable else before)

    async def _own_drop(self, call: Call[Any]) -> tuple[UUID, SessionFacts, UUID]:
        session, facts = await self._own(call, "live", "ended")
        drop = path_id(call.path, "drop")
        found = await self._sessions.drop_of(drop, session)
        self._sessions.check_open(found, call.repeatable)
        return session, facts, drop

    async def _showable(self, fair: UUID, call: Call[Any], jobs: Iterable[UUID]) -> None:
        """Check that these are jobs of this fair, and of the enterprise where that is the host."""
        own = org_of(call.person) if call.person.role == "enterprise" else None
        for job in dict.fromkeys(jobs):
            await self._jobs.showable(job, fair, own)


def _draft(session: UUID, facts: SessionFacts, event: Event) -> Draft:
    return Draft(str(session), event, str(facts.fair))


def writes(
    fairs: FairAccess, booths: BoothAccess, jobs: JobAccess, sessions: SessionAccess, seals: Seals
) -> list[Write[Any]]:
    """The writes of sessions, their drops, and the questions in their rooms."""
    make, hosts, one = Sessions(fairs, booths, jobs, sessions), ("organizer", "enterprise"), "/v1/sessions/{session}"
    return [
        *tagged(
            "sessions",
            Write("POST", "/v1/fairs/{fair}/sessions", hosts, SESSION, make.schedule, adds="entry"),
            Write("PATCH", one, hosts, SESSION_CHANGES, make.amend),
            Write("POST", f"{one}/start", hosts, NOTHING, make.start),
            Write("POST", f"{one}/end", hosts, NOTHING, make.end),
            Write("POST", f"{one}/pause", hosts, NOTHING, make.pause),
            Write("POST", f"{one}/resume", hosts, NOTHING, make.resume),
            Write("POST", f"{one}/pin", hosts, PIN, make.pin),
            Write("POST", f"{one}/announce", hosts, ANNOUNCEMENT, make.announce),
            Write("POST", f"{one}/drops", hosts, DROP, make.drop, adds="entry"),
            Write("POST", f"{one}/drops/next", hosts, NEXT_DROP, make.drop_next, adds="entry"),
            Write("POST", f"{one}/drops/{{drop}}/extend", hosts, CAP, make.extend),
            Write("POST", f"{one}/drops/{{drop}}/close", hosts, NOTHING, make.close),
        ),
        *_of_questions(Questions(sessions, seals), f"{one}/questions", hosts),
    ]


def _of_questions(questions: Questions, path: str, hosts: tuple[str, ...]) -> list[Write[Any]]:
    """Everybody in the room asks and votes; the host answers."""
    one, everybody = f"{path}/{{question}}", (*hosts, "student")
    return tagged(
        "questions",
        Write("POST", path, everybody, QUESTION, questions.ask),
        Write("POST", f"{one}/upvote", everybody, NOTHING, questions.upvote),
        Write("POST", f"{one}/answer", hosts, ANNOUNCEMENT, questions.answer),
        Write("POST", f"{one}/hide", hosts, NOTHING, questions.hide),
    )
