"""A fair's log as the edge writes it: entries, the records they become, and batches of them for the store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from aiokafka import ConsumerRecord

from plumbing.eventlog.batch import Batch
from plumbing.eventlog.reading import Received
from schemas.application import (
    ApplicantHired,
    ApplicantInvited,
    ApplicantShortlisted,
    ApplicationRefused,
    ApplicationViewed,
    ApplicationWithdrawn,
    DeadlinePassed,
    InvitationAccepted,
    InvitationDeclined,
    ResumeRead,
    ResumeSubmitted,
    application_id,
)
from schemas.booth import BoothAmended, BoothApproved, BoothChanges, BoothRefused, BoothRequested
from schemas.closing_round import ClosingRoundHeld, JobsRanked
from schemas.envelope import Envelope
from schemas.event import Event
from schemas.fair import (
    FairAmended,
    FairArchived,
    FairChanges,
    FairClosed,
    FairClosingStarted,
    FairOpened,
    FairPaused,
    FairPublished,
    FairReopened,
    FairResumed,
    FairScheduled,
)
from schemas.job import ApplicantsRanked, JobAmended, JobChanges, JobClosed, JobPublished
from schemas.registry import CARRIED, key_of
from schemas.resume import Facets, ResumeCard, ResumeSaved, resume_id
from services.fair.kernel.log import Told, read

START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
UNIT = "unit-1"
ORG = "org-1"
SHA = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """An event and its sender."""

    event: Event
    envelope: Envelope

    @property
    def topic(self) -> str:
        return next(topic for topic, (kinds, _) in CARRIED.items() if type(self.event) in kinds)

    @property
    def key(self) -> bytes:
        return str(key_of(self.topic, self.event)).encode()

    @property
    def value(self) -> bytes:
        return self.event.wire_value()

    @property
    def headers(self) -> list[tuple[str, bytes]]:
        return self.envelope.to_headers()


def says(event: Event, actor: str, role: str, org: str | None = None, id: UUID | None = None) -> Entry:
    return Entry(event, Envelope(id or uuid4(), event.wire_type(), "/test", START, actor, role, org))


class Teller:
    """Creates the events of one fair, each with a sender who may send it."""

    def __init__(self, fair: UUID | None = None, unit: str = UNIT) -> None:
        self.fair = fair or uuid4()
        self.unit = unit

    def job(self, name: str) -> UUID:
        return uuid5(self.fair, f"job {name}")

    def _organizer(self, event: Event) -> Entry:
        return says(event, f"someone of {self.unit}", "organizer", self.unit)

    def scheduled(self, **more: Any) -> Entry:
        times = {"starts_at": START, "ends_at": START + timedelta(days=1)}
        fields = {"title": "Autumn fair", "host": "The university", **times, **more}
        return self._organizer(FairScheduled(fair=self.fair, org=self.unit, **fields))

    def opened(self) -> Entry:
        return self._organizer(FairOpened(fair=self.fair))

    def closed(self) -> Entry:
        return self._organizer(FairClosed(fair=self.fair))

    def draft(self, **more: Any) -> Entry:
        return self.scheduled(draft=True, **more)

    def shown(self) -> Entry:
        return self._organizer(FairPublished(fair=self.fair))

    def paused(self) -> Entry:
        return self._organizer(FairPaused(fair=self.fair))

    def resumed(self) -> Entry:
        return self._organizer(FairResumed(fair=self.fair))

    def winding_down(self) -> Entry:
        return self._organizer(FairClosingStarted(fair=self.fair))

    def reopened(self, ends_at: datetime | None = None) -> Entry:
        return self._organizer(FairReopened(fair=self.fair, ends_at=ends_at))

    def archived(self) -> Entry:
        return self._organizer(FairArchived(fair=self.fair))

    def fair_amended(self, **changes: Any) -> Entry:
        return self._organizer(FairAmended(fair=self.fair, changes=FairChanges(**changes)))

    def requested(self, org: str = ORG, **more: Any) -> Entry:
        event = BoothRequested(fair=self.fair, org=org, **{"name": f"Enterprise {org}", **more})
        return says(event, f"hr of {org}", "enterprise", org)

    def approved(self, org: str = ORG) -> Entry:
        return self._organizer(BoothApproved(fair=self.fair, org=org))

    def refused(self, org: str = ORG, reason: str = "no room") -> Entry:
        return self._organizer(BoothRefused(fair=self.fair, org=org, reason=reason))

    def booth_amended(self, org: str = ORG, **changes: Any) -> Entry:
        event = BoothAmended(fair=self.fair, org=org, changes=BoothChanges(**changes))
        return says(event, f"hr of {org}", "enterprise", org)

    def published(self, name: str = "a", org: str = ORG, **more: Any) -> Entry:
        fields = {"title": f"Job {name}", "headcount": 2, **more}
        event = JobPublished(fair=self.fair, org=org, job=self.job(name), **fields)
        return says(event, f"hr of {org}", "enterprise", org)

    def amended(self, name: str = "a", org: str = ORG, alternates: bool = True, **changes: Any) -> Entry:
        """`alternates`: as the edge writes it now; False as it did before a larger headcount invited anybody."""
        more = {"invites_alternates": True} if alternates else {}
        event = JobAmended(fair=self.fair, job=self.job(name), changes=JobChanges(**changes), **more)
        return says(event, f"hr of {org}", "enterprise", org)

    def job_closed(self, name: str = "a", org: str = ORG) -> Entry:
        return says(JobClosed(fair=self.fair, job=self.job(name)), f"hr of {org}", "enterprise", org)

    def job_closed_by_organizer(self, name: str = "a", reason: str | None = "no job") -> Entry:
        return self._organizer(JobClosed(fair=self.fair, job=self.job(name), reason=reason))

    def submitted(self, student: str = "stu-1", name: str = "a", id: UUID | None = None, **more: Any) -> Entry:
        job = self.job(name)
        application = application_id(job, student)
        facets = Facets(degree="master", major="数学", region="上海")
        card = ResumeCard(resume=resume_id(student), sha256=SHA, facets=facets)
        fields = {"fair": self.fair, "job": job, "application": application, "student": student, "resume": card, **more}
        return says(ResumeSubmitted(**fields), student, "student", id=id)

    def unstorable(self) -> Entry:
        """A submission that can be read, by a person whose id is longer than an index of PostgreSQL takes."""
        return self.submitted("".join(uuid4().hex for _ in range(200)))

    def withdrawn(self, student: str = "stu-1", name: str = "a") -> Entry:
        job = self.job(name)
        fields = {"fair": self.fair, "job": job, "application": application_id(job, student), "student": student}
        return says(ApplicationWithdrawn(**fields), student, "student")

    def resume_read(self, student: str = "stu-1", name: str = "a", org: str = ORG) -> Entry:
        return self._by_enterprise(ResumeRead, student, name, org)

    def _by_enterprise(self, kind: type[Event], student: str, name: str, org: str = ORG, **more: Any) -> Entry:
        return says(kind(**self._ids(student, name), **more), f"hr of {org}", "enterprise", org)

    def _ids(self, student: str, name: str) -> dict[str, UUID]:
        job = self.job(name)
        return {"fair": self.fair, "job": job, "application": application_id(job, student)}

    def viewed(self, student: str = "stu-1", name: str = "a") -> Entry:
        return self._by_enterprise(ApplicationViewed, student, name)

    def shortlisted(self, student: str = "stu-1", name: str = "a") -> Entry:
        return self._by_enterprise(ApplicantShortlisted, student, name)

    def invited(self, student: str = "stu-1", name: str = "a", **more: Any) -> Entry:
        return self._by_enterprise(ApplicantInvited, student, name, **more)

    def turned_down(self, student: str = "stu-1", name: str = "a", reason: str | None = None) -> Entry:
        return self._by_enterprise(ApplicationRefused, student, name, reason=reason)

    def hired(self, student: str = "stu-1", name: str = "a") -> Entry:
        return self._by_enterprise(ApplicantHired, student, name)

    def accepted(self, student: str = "stu-1", name: str = "a") -> Entry:
        return says(InvitationAccepted(**self._ids(student, name)), student, "student")

    def declined(self, student: str = "stu-1", name: str = "a") -> Entry:
        return says(InvitationDeclined(**self._ids(student, name)), student, "student")

    def deadline_passed(self, student: str = "stu-1", name: str = "a") -> Entry:
        return says(DeadlinePassed(**self._ids(student, name), deadline=START), "livefair", "system")

    def ranked(self, *students: str, name: str = "a", org: str = ORG) -> Entry:
        job = self.job(name)
        order = [application_id(job, student) for student in students]
        return says(ApplicantsRanked(fair=self.fair, job=job, applications=order), f"hr of {org}", "enterprise", org)

    def wished(self, student: str, *names: str) -> Entry:
        """The student's ranking of these jobs, best first."""
        event = JobsRanked(fair=self.fair, student=student, jobs=[self.job(name) for name in names])
        return says(event, student, "student")

    def round_held(self) -> Entry:
        return self._organizer(ClosingRoundHeld(fair=self.fair, round=uuid4()))

    def ready(self, *names: str, org: str = ORG) -> list[Entry]:
        """An open fair with a booth and these jobs."""
        jobs = [self.published(name, org) for name in names or ("a",)]
        return [self.scheduled(), self.opened(), self.requested(org), self.approved(org), *jobs]


def saved(person: str, sha256: str = SHA, **more: Any) -> Entry:
    """A resume that a student saved."""
    fields = {"resume": resume_id(person), "sha256": sha256, "person": person, **more}
    return says(ResumeSaved(**fields), person, "student")


def at(seconds: float) -> datetime:
    """The log time at this number of seconds after the beginning."""
    return START + timedelta(seconds=seconds)


def record(entry: Entry, offset: int, partition: int = 0, time: datetime | None = None, **other: Any) -> ConsumerRecord:
    """The record as the client reads it; `other` overrides its fields."""
    fields = {
        "topic": entry.topic,
        "partition": partition,
        "offset": offset,
        "timestamp": int((time or at(offset)).timestamp() * 1000),
        "timestamp_type": 1,
        "key": entry.key,
        "value": entry.value,
        "checksum": None,
        "serialized_key_size": 0,
        "serialized_value_size": 0,
        "headers": tuple(entry.headers),
        **other,
    }
    return ConsumerRecord(**fields)


def told(entries: Iterable[Entry], first: int = 0, partition: int = 0) -> list[Told]:
    """The entries as read from the log, one a second by log time."""
    found = [read(record(entry, offset, partition)) for offset, entry in enumerate(entries, first)]
    assert all(isinstance(one, Received) for one in found)
    return [one for one in found if isinstance(one, Received)]


def batch(entries: Sequence[Entry], first: int = 0, partition: int = 0) -> Batch[Envelope, Event]:
    """Consecutive records of one partition."""
    return Batch(entries[0].topic, partition, first, first + len(entries), told(entries, first, partition))


def batches(entries: Sequence[Entry], size: int, partition: int = 0) -> list[Batch[Envelope, Event]]:
    """One topic's entries from offset 0 on, `size` at a time."""
    return [batch(entries[n : n + size], n, partition) for n in range(0, len(entries), size)]
