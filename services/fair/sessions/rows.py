"""The sessions and drops of one batch, in memory: who stands in line, and the counters of each session's room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.fair.applications.application import Application
from services.fair.kernel.context import ITSELF, Context
from services.fair.kernel.items import Item
from services.fair.kernel.outcomes import Outcome
from services.fair.sessions.drop import ApplicationAdmitted, Drop, counted
from services.fair.sessions.session import Session, ViewersCounted

FUNNEL = {
    "ApplicationReceived": ("submissions",),
    "ApplicationWaitlisted": ("submissions", "waitlisted"),
    "ApplicationAdmitted": ("moved_up",),
    "ApplicationViewed": ("views",),
    "ApplicantShortlisted": ("shortlisted",),
    "ApplicationWithdrawn": ("withdrawn",),
}
"""What a step of an application that came through a drop adds to its minute of the session's funnel."""


@dataclass(slots=True)
class Wanted:
    """The keys of the rows that a batch touches."""

    sessions: set[UUID] = field(default_factory=set)
    drops: set[UUID] = field(default_factory=set)
    stages: set[UUID] = field(default_factory=set)
    """Sessions of which all drops are needed: one is dropped, or all end."""
    finales: set[UUID] = field(default_factory=set)
    """Sessions that end, with the lines of all their drops."""
    endings: set[UUID] = field(default_factory=set)
    """Fairs of which all live sessions are needed, since they end with the fair."""
    publications: set[UUID] = field(default_factory=set)
    """Fairs of which all sessions are needed: nobody has heard of their rooms yet."""
    lines: set[UUID] = field(default_factory=set)
    """Drops whose whole line is needed."""
    extended: list[tuple[UUID, int]] = field(default_factory=list)
    """Drops whose cap the batch raises, and to what."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What a session's room was told of one record, for the replay."""

    session: UUID
    context: Context
    items: tuple[Item, ...]


@dataclass(slots=True)
class SessionRows:
    """Rows by id. `counters`: of each session's room."""

    wanted: Wanted = field(default_factory=Wanted)
    sessions: dict[UUID, Session] = field(default_factory=dict)
    drops: dict[UUID, Drop] = field(default_factory=dict)
    lines: dict[UUID, dict[UUID, None]] = field(default_factory=dict)
    """The first of each drop's line, as far as they may move, and those who came to stand in it."""
    counters: dict[UUID, dict[str, int]] = field(default_factory=dict)
    funnel: dict[tuple[UUID, datetime], Counter[str]] = field(default_factory=dict)
    """What happened in each minute of a session, to be added to what is known of it."""
    seconds: dict[tuple[UUID, datetime], Drop] = field(default_factory=dict)
    """Each drop after each second in which submissions changed its numbers."""
    viewers: dict[tuple[UUID, datetime], tuple[int, int]] = field(default_factory=dict)
    happened: list[Happened] = field(default_factory=list)
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

    def drop(self, fair: UUID, drop: UUID) -> Drop | None:
        """The drop, if it is of this fair."""
        found = self.drops.get(drop)
        return found if found is not None and found.fair == fair else None

    def drops_of(self, session: UUID) -> tuple[Drop, ...]:
        """The loaded drops of a session, in their order."""
        return tuple(sorted((one for one in self.drops.values() if one.session == session), key=lambda one: one.number))

    def live_of(self, fair: UUID) -> list[Session]:
        """The loaded sessions of a fair that are live."""
        return [one for one in self.sessions.values() if one.fair == fair and one.state == "live"]

    def keep_session(self, after: Session) -> Session | None:
        """Take a session as it stands now; answers it as it stood before."""
        before = self.sessions.get(after.id)
        if after is before:
            return before
        if before is None:
            self.counters[after.id] = {"drops": 0, "applications": 0}
        if before is None or (before.state, before.muted) != (after.state, after.muted):
            self.announced.add(after.id)
        self.sessions[after.id] = after
        self.changed_sessions.add(after.id)
        return before

    def keep_drop(self, after: Drop) -> Drop | None:
        """Take a drop as it stands now; answers it as it stood before."""
        before, counters = self.drops.get(after.id), self.counters[after.session]
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
        return before

    def recounted(self, before: Application | None, after: Application) -> Iterator[Drop]:
        """The drops whose numbers an application takes with it: of the one that it left, of the one it came to.

        Each is to be kept before the next is asked for.
        """
        if after.drop is None and (before is None or before.drop is None):
            return
        submitted = before is None or before.offset != after.offset
        for one in dict.fromkeys((before.drop if before else None, after.drop)):
            if one is not None and (drop := self.drops.get(one)) is not None:
                recounted = counted(drop, before, after, submitted)
                if recounted is not drop:
                    self.seconds[one, after.history[-1].at.replace(microsecond=0)] = recounted
                    yield recounted
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

    def note_viewers(self, outcome: ViewersCounted) -> None:
        self.viewers[outcome.session.id, outcome.minute] = (outcome.viewers, outcome.peak)

    def _stand(self, drop: Drop, application: Application) -> None:
        """Keep who stands in line: a newcomer at its end; whoever leaves is gone."""
        line = self.lines.setdefault(drop.id, {})
        if application.state == "waitlisted" and application.drop == drop.id:
            line.setdefault(application.id)
        else:
            line.pop(application.id, None)
