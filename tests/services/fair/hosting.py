"""What a host does in a session, as the edge writes it, and the resulting states."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from schemas import question as asking
from schemas import session as events
from schemas.event import Event
from services.fair.applications.application import Application
from services.fair.sessions.drop import Drop
from services.fair.sessions.session import Session
from tests.services.fair.deciding import World
from tests.services.fair.story import ORG, START, Entry, Teller, says


class Host(Teller):
    """Creates events of a fair with sessions, each run by an enterprise or, if `org` is the organizer's, by it."""

    def session(self, name: str = "s") -> UUID:
        return uuid5(self.fair, f"session {name}")

    def drop(self, name: str = "d") -> UUID:
        return uuid5(self.fair, f"drop {name}")

    def hosted(self, event: Event, org: str = ORG) -> Entry:
        role = "organizer" if org == self.unit else "enterprise"
        return says(event, f"host of {org}", role, org)

    def of(self, kind: type[Event], name: str = "s", org: str = ORG, **more: Any) -> Entry:
        return self.hosted(kind(**{"fair": self.fair, "session": self.session(name), **more}), org)

    def planned(self, *jobs: str, name: str = "s", org: str = ORG, **more: Any) -> Entry:
        run_of_show = [events.Slot(job=self.job(job)) for job in jobs]
        fields = {"title": "Live hour", "starts_at": START, "run_of_show": run_of_show, "org": org, **more}
        event = events.FairSessionScheduled(fair=self.fair, session=self.session(name), **fields)
        return self.hosted(event, org)

    def started(self, name: str = "s", org: str = ORG) -> Entry:
        return self.of(events.FairSessionStarted, name, org)

    def ended(self, name: str = "s", org: str = ORG) -> Entry:
        return self.of(events.FairSessionEnded, name, org)

    def dropped(
        self, job: str | None = "a", drop: str = "d", cap: int | None = None, name: str = "s", org: str = ORG
    ) -> Entry:
        shown = None if job is None else self.job(job)
        return self.of(events.JobDropped, name, org, drop=self.drop(drop), job=shown, cap=cap)

    def extended(self, cap: int, drop: str = "d", name: str = "s", org: str = ORG) -> Entry:
        return self.of(events.DropExtended, name, org, drop=self.drop(drop), cap=cap)

    def drop_closed(self, drop: str = "d", name: str = "s", org: str = ORG) -> Entry:
        return self.of(events.DropClosed, name, org, drop=self.drop(drop))

    def through(self, student: str, drop: str = "d", job: str = "a") -> Entry:
        return self.submitted(student, job, drop=self.drop(drop))

    def question(self, name: str = "q") -> UUID:
        return uuid5(self.fair, f"question {name}")

    def asked(self, person: str = "stu-1", name: str = "q", text: str = "Is there housing?", id: str = "s") -> Entry:
        return says(asking.QuestionAsked(**self._named(name, id), person=person, text=text), person, "student")

    def upvoted(self, person: str = "stu-2", name: str = "q", id: str = "s") -> Entry:
        return says(asking.QuestionUpvoted(**self._named(name, id), person=person), person, "student")

    def answered(self, text: str = "There is.", name: str = "q", org: str = ORG) -> Entry:
        return self.hosted(asking.QuestionAnswered(**self._named(name), text=text), org)

    def hidden(self, name: str = "q", org: str = ORG) -> Entry:
        return self.hosted(asking.QuestionHidden(**self._named(name)), org)

    def muted(self, person: str, org: str = ORG) -> Entry:
        return self.of(events.CommenterMuted, org=org, person=person)

    def unmuted(self, person: str, org: str = ORG) -> Entry:
        return self.of(events.CommenterUnmuted, org=org, person=person)

    def _named(self, name: str, session: str = "s") -> dict[str, UUID]:
        return {"fair": self.fair, "session": self.session(session), "question": self.question(name)}

    def live(self, *jobs: str, name: str = "s", org: str = ORG) -> list[Entry]:
        """An open fair with these jobs and a live session."""
        return [*self.ready(*(jobs or ("a",))), self.planned(*jobs, name=name, org=org), self.started(name, org)]


def states(world: World) -> dict[str, str]:
    """The state of each student's application."""
    return {one.student: one.state for one in world.applications.values()}


def of(world: World, student: str) -> Application:
    return next(one for one in world.applications.values() if one.student == student)


def session_of(world: World, host: Host, name: str = "s") -> Session:
    return world.sessions[host.session(name)]


def drop_of(world: World, host: Host, name: str = "d") -> Drop:
    return world.drops[host.drop(name)]
