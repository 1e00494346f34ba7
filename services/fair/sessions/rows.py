"""The stage of one batch: the sessions and drops it touches, who stands in line, the counters of each session's room.

Pure bookkeeping beside `world.py`, and what follows by itself: who moves up, and what ends with a drop, a session, a
fair. The domain decides each of these steps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.fair.applications.application import Application, ApplicationWithdrawn
from services.fair.booths.booth import Booth
from services.fair.engine.case import Case, Outcome
from services.fair.engine.touched import shown_by
from services.fair.fairs.fair import Fair, FairClosed
from services.fair.jobs.job import Job
from services.fair.kernel.said import ITSELF, Said
from services.fair.sessions import drop as drops
from services.fair.sessions import session as sessions
from services.fair.sessions.drop import ApplicationAdmitted, Drop, DropClosed, DropExtended, DropJob, OfDrop
from services.fair.sessions.mute import Hushed
from services.fair.sessions.question import OfQuestion, OnFloor
from services.fair.sessions.question_rows import QuestionRows
from services.fair.sessions.session import (
    AmendSession,
    FairSessionEnded,
    OfSession,
    Session,
    Staged,
    ViewersCounted,
)

FUNNEL = {
    "ApplicationReceived": ("submissions",),
    "ApplicationWaitlisted": ("submissions", "waitlisted"),
    "ApplicationAdmitted": ("moved_up",),
    "ApplicationViewed": ("views",),
    "ApplicantShortlisted": ("shortlisted",),
    "ApplicationWithdrawn": ("withdrawn",),
}
"""What a step of an application that came through a drop adds to its minute of the session's funnel."""
MOVES_THE_STAGE = (ApplicationWithdrawn, DropExtended, DropClosed, FairSessionEnded, FairClosed)
"""The outcomes on which something may follow by itself on stage."""
Step = tuple[Application | Case, Outcome]
"""What comes next, and whose: an application's, or a case of the stage."""


@dataclass(slots=True)
class Stage:
    """Rows by key, and which of them changed. `counters`: of each session's room."""

    sessions: dict[UUID, Session] = field(default_factory=dict)
    drops: dict[UUID, Drop] = field(default_factory=dict)
    lines: dict[UUID, dict[UUID, None]] = field(default_factory=dict)
    """The first of each drop's line, as far as they may move, and who came to stand in it."""
    counters: dict[UUID, dict[str, int]] = field(default_factory=dict)
    funnel: dict[tuple[UUID, datetime], Counter[str]] = field(default_factory=dict)
    """What happened in each minute of a session, to be added to what is known of it."""
    seconds: dict[tuple[UUID, datetime], Drop] = field(default_factory=dict)
    """Each drop after each second in which submissions changed its numbers."""
    viewers: dict[tuple[UUID, datetime], tuple[int, int]] = field(default_factory=dict)
    questions: QuestionRows = field(default_factory=QuestionRows)
    happened: list[tuple[Case, Staged, Said]] = field(default_factory=list)
    """What happened on stage, one after the other, for the replay."""
    changed_sessions: set[UUID] = field(default_factory=set)
    changed_drops: set[UUID] = field(default_factory=set)
    restaged: set[UUID] = field(default_factory=set)
    """Sessions whose room hears something."""
    announced: set[UUID] = field(default_factory=set)
    """Sessions and drops of which the catalog must hear: new ones, in another state, with others who are muted."""

    def session(self, fair: UUID, session: UUID) -> Session | None:
        """The session, if it is of this fair."""
        found = self.sessions.get(session)
        return found if found is not None and found.fair == fair else None

    def drop(self, fair: UUID, drop: UUID | None) -> Drop | None:
        """The drop, if it is of this fair."""
        found = None if drop is None else self.drops.get(drop)
        return found if found is not None and found.fair == fair else None

    def case(self, fair: Fair | None, booth: Booth | None, jobs: Mapping[UUID, Job], command: OfSession) -> Case:
        """What a host's command may look at."""
        session = self.session(command.fair, command.session)
        named = shown_by(command)
        if session is not None and (isinstance(command, AmendSession) or (isinstance(command, DropJob) and not named)):
            named += [slot.job for slot in session.run_of_show]
        shown = tuple(jobs[one] for one in dict.fromkeys(named) if one in jobs)
        if isinstance(command, OfQuestion):
            return Case(fair, session=session, floor=self.questions.floor(command))
        drop = self.drop(command.fair, command.drop) if isinstance(command, OfDrop) else None
        drops = self.drops_of(command.session) if isinstance(command, DropJob) else ()
        return Case(fair, booth, session=session, drop=drop, drops=drops, shown=shown)

    def drops_of(self, session: UUID) -> tuple[Drop, ...]:
        """Those that are known of a session, in their order."""
        return tuple(sorted((one for one in self.drops.values() if one.session == session), key=lambda one: one.number))

    def keep_session(self, before: Session | None, after: Session) -> None:
        if before is None:
            self.counters[after.id] = {"drops": 0, "applications": 0}
        if before is None or (before.state, before.muted) != (after.state, after.muted):
            self.announced.add(after.id)
        self.sessions[after.id] = after
        self.changed_sessions.add(after.id)

    def keep_drop(self, before: Drop | None, after: Drop) -> None:
        counters = self.counters[after.session]
        if before is None:
            counters["drops"] += 1
        if before is None or before.state != after.state:
            self.announced.add(after.id)
        counters["applications"] += after.standing - (before.standing if before else 0)
        counters[f"drop:{after.id}:applications"] = after.standing
        if after.remaining is not None:
            counters[f"drop:{after.id}:remaining"] = after.remaining
        self.drops[after.id] = after
        self.changed_drops.add(after.id)
        self.restaged.add(after.session)

    def keep_application(self, before: Application | None, after: Application) -> None:
        """An application takes the numbers of its drop with it: of the one that it left, and of the one it came to."""
        if after.drop is None and (before is None or before.drop is None):
            return
        submitted = before is None or before.offset != after.offset
        for one in dict.fromkeys((before.drop if before else None, after.drop)):
            if one is not None and (drop := self.drops.get(one)) is not None:
                counted = drops.counted(drop, before, after, submitted)
                if counted is not drop:
                    self.keep_drop(drop, counted)
                    self.seconds[one, after.history[-1].at.replace(microsecond=0)] = counted
                self._stand(drop, after)

    def count(self, outcome: Outcome, application: Application, now: datetime) -> None:
        """Note a step in the funnel of the session through whose drop the application came.

        A step that follows by itself counts only where it is the line's: of others the drop need not be loaded.
        """
        drop = None if application.drop is None else self.drops.get(application.drop)
        if drop is None or (application.history[-1].by == ITSELF and not isinstance(outcome, ApplicationAdmitted)):
            return
        if names := FUNNEL.get(type(outcome).__name__):
            minute = now.replace(second=0, microsecond=0)
            self.funnel.setdefault((drop.session, minute), Counter()).update(names)

    def note(self, case: Case, outcome: Staged, said: Said) -> None:
        """What happens on stage is told there. The number of those who watch is kept; who is muted, is told alone."""
        if isinstance(outcome, ViewersCounted):
            self.viewers[outcome.session.id, outcome.minute] = (outcome.viewers, outcome.peak)
            return
        if isinstance(outcome, Hushed):
            return
        self.restaged.add(outcome.session.id)
        self.happened.append((case, outcome, said))
        if isinstance(outcome, OnFloor):
            self.questions.keep(outcome, said.now)

    def _stand(self, drop: Drop, application: Application) -> None:
        """Keep who stands in line: whoever comes stands at its end, whoever leaves is gone."""
        line = self.lines.setdefault(drop.id, {})
        if application.state == "waitlisted" and application.drop == drop.id:
            line.setdefault(application.id)
        else:
            line.pop(application.id, None)


def follow_on_stage(
    stage: Stage, applications: Mapping[UUID, Application], after: Case, outcome: Outcome, said: Said
) -> Iterator[Step]:
    """What follows by itself on `outcome`, one after the other: each is to be kept before the next is asked for."""
    match outcome:
        case ApplicationWithdrawn(application=application):
            if application.drop is not None and application.admitted:
                yield from _move_up(stage, applications, application.drop, said)
        case DropExtended(drop=drop):
            yield from _move_up(stage, applications, drop.id, said)
        case DropClosed(drop=drop):
            for one in list(stage.lines.get(drop.id, ())):
                yield applications[one], drops.turned_away(applications[one], said)
        case FairSessionEnded(session=session):
            for open_one in [one for one in stage.drops_of(session.id) if one.state == "open"]:
                case = Case(after.fair, session=session, drop=open_one)
                yield case, drops.closed(session, open_one, said)
        case FairClosed():
            fair = after.fair
            assert fair is not None
            for live in [one for one in stage.sessions.values() if one.fair == fair.id and one.state == "live"]:
                yield Case(fair, session=live), sessions.ended(live, said)


def _move_up(stage: Stage, applications: Mapping[UUID, Application], drop: UUID, said: Said) -> Iterator[Step]:
    """The first of the line, as long as there are places."""
    while (kept := stage.drops.get(drop)) is not None and kept.state == "open" and (kept.remaining or 0) > 0:
        first = next(iter(stage.lines.get(drop, ())), None)
        if first is None:
            return
        yield applications[first], drops.moves_up(applications[first], said)
