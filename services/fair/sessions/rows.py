"""The sessions and drops of one batch, in memory: the waitlists, and the counters of each session's room."""

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
from services.fair.sessions.drop import TURNED_AWAY_MAX, ApplicationAdmitted, Drop, counted
from services.fair.sessions.session import Session, ViewersCounted

ENDED_MAX = 20
"""How many live sessions end with their fair or booth, the first that were scheduled; the watcher ends the others."""
FUNNEL = {
    "ApplicationReceived": ("submissions",),
    "ApplicationWaitlisted": ("submissions", "waitlisted"),
    "ApplicationAdmitted": ("moved_up",),
    "ApplicationViewed": ("views",),
    "ApplicantShortlisted": ("shortlisted",),
    "ApplicationWithdrawn": ("withdrawn",),
}
"""What a step of an application that came through a drop adds to the current minute of the session's funnel."""


@dataclass(slots=True)
class Wanted:
    """The keys of the rows that a batch touches."""

    sessions: set[UUID] = field(default_factory=set)
    drops: set[UUID] = field(default_factory=set)
    stages: set[UUID] = field(default_factory=set)
    """Sessions whose drops are all needed: a job is dropped, or all drops end."""
    finales: set[UUID] = field(default_factory=set)
    """Sessions that a command ends; the waitlists of their drops are needed."""
    endings: Counter[tuple[UUID, str | None]] = field(default_factory=Counter)
    """Fairs, or booths (fair, org), whose first live sessions end with them, and how often the batch may end them."""
    publications: set[UUID] = field(default_factory=set)
    """Fairs whose sessions are all needed because their rooms are published for the first time."""
    lines: set[UUID] = field(default_factory=set)
    """Drops that a command closes; the front of their waitlist is needed."""
    extended: list[tuple[UUID, int]] = field(default_factory=list)
    """Drops whose cap the batch raises, with the new cap."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What one record published to a session's room, kept for the replay."""

    session: UUID
    context: Context
    items: tuple[Item, ...]


@dataclass(slots=True)
class SessionRows:
    """Rows by id. `counters` are those of each session's room."""

    wanted: Wanted = field(default_factory=Wanted)
    sessions: dict[UUID, Session] = field(default_factory=dict)
    drops: dict[UUID, Drop] = field(default_factory=dict)
    lines: dict[UUID, dict[UUID, None]] = field(default_factory=dict)
    """The front of each drop's waitlist, as far as it may move, and the applications that joined the waitlist."""
    turned_away: Counter[UUID] = field(default_factory=Counter)
    """How many applications on waitlists each record has refused, by event id."""
    counters: dict[UUID, dict[str, int]] = field(default_factory=dict)
    funnel: dict[tuple[UUID, datetime], Counter[str]] = field(default_factory=dict)
    """What happened in each minute of a session, to be added to the stored figures."""
    seconds: dict[tuple[UUID, datetime], Drop] = field(default_factory=dict)
    """The state of each drop after each second in which submissions changed its numbers."""
    viewers: dict[tuple[UUID, datetime], tuple[int, int]] = field(default_factory=dict)
    happened: list[Happened] = field(default_factory=list)
    """What happened on stage, in order, for the replay."""
    changed_sessions: set[UUID] = field(default_factory=set)
    changed_drops: set[UUID] = field(default_factory=set)
    restaged: set[UUID] = field(default_factory=set)
    """Sessions whose room gets an update."""
    announced: set[UUID] = field(default_factory=set)
    """Sessions and drops whose catalog entry must be written: new, in another state, or with other people muted."""

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

    def live_of(self, fair: UUID, org: str | None = None) -> list[Session]:
        """The first live sessions of a fair, or of one enterprise there: those that end with it."""
        live = (one for one in self.sessions.values() if one.fair == fair and one.state == "live")
        ours = (one for one in live if org is None or one.org == org)
        return sorted(ours, key=lambda one: (one.place, one.id))[:ENDED_MAX]

    def endings_wanted(self) -> list[tuple[UUID, str | None, int]]:
        """The fairs and booths that may end, with how many of their first live sessions the batch may need.

        A session that the batch ends before makes room for the next one.
        """
        alone = len(self.wanted.finales)
        return [(*ending, ENDED_MAX * times + alone) for ending, times in self.wanted.endings.items()]

    def first_in_line(self, drop: UUID, event: UUID) -> Iterator[UUID]:
        """The applications on a waitlist that this record still refuses."""
        for one in list(self.lines.get(drop, ()))[: TURNED_AWAY_MAX - self.turned_away[event]]:
            self.turned_away[event] += 1
            yield one

    def keep_session(self, after: Session) -> Session | None:
        """Store a session's new state; returns its previous state."""
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
        """Store a drop's new state; returns its previous state."""
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
        """The drops whose numbers change when an application moves: the one it left and the one it joined.

        The caller must keep each drop before it takes the next.
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
        """Count a step in the funnel of the session through whose drop the application came.

        A step that no command asked for counts only if it is a move in the waitlist: otherwise the drop may not be
        loaded.
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
        """Update the waitlist: append an application that joins, remove one that leaves."""
        line = self.lines.setdefault(drop.id, {})
        if application.state == "waitlisted" and application.drop == drop.id:
            line.setdefault(application.id)
        else:
            line.pop(application.id, None)
