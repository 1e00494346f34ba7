"""What is told of a decision: items for the rooms of those concerned, entries for the catalog. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

import msgspec

from plumbing.eventlog.outbox import Record
from schemas.catalog import AnyEntry, BoothEntry, FairEntry, JobEntry, booth_key
from schemas.rooms import enterprise_room, fair_room, person_room
from schemas.topics import CATALOG, ROOMS
from services.fair.applications import application as applications
from services.fair.applications.application import Application
from services.fair.booths import booth as booths
from services.fair.booths.booth import Booth
from services.fair.cards import approach as approaches
from services.fair.cards import card as cards
from services.fair.closing_round import closing_round, wishes
from services.fair.engine.case import Case, Command, Outcome
from services.fair.engine.world import World
from services.fair.fairs import fair as fairs
from services.fair.fairs.fair import Fair
from services.fair.jobs import job as jobs
from services.fair.jobs.job import Job
from services.fair.kernel.outcomes import Refused, Unchanged
from services.fair.kernel.said import SYSTEM, Said
from services.fair.sessions import drop as drops
from services.fair.sessions import telling as stage_telling
from services.fair.sessions.session import Staged
from services.fair.staff import staff
from services.fair.staff import telling as staff_telling

_json = msgspec.json.Encoder()
ITEMS_MAX = 5_000  # of a room, of one record of the log; a closing round may bring more, and 4 MiB is the end
ROOM_BYTES_MAX = 2 * 1_048_576
Item = tuple[str, str, dict[str, Any]]
"""A room, the event's name there, and its data."""


@dataclass(slots=True)
class Rooms:
    """What one batch tells each room, collected while it is decided."""

    items: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    causes: dict[str, list[str]] = field(default_factory=dict)
    """For each of a room's items the position of the record that caused it."""
    decided: dict[str, str] = field(default_factory=dict)
    fairs: dict[UUID, str] = field(default_factory=dict)
    """Up to which record the counters of each fair count in which something happened."""
    published: set[UUID] = field(default_factory=set)
    """Fairs whose rooms nobody has heard of before."""

    def tell(self, case: Case, command: Command, outcome: Outcome, said: Said) -> None:
        """Note what `outcome` means to whom."""
        draft = case.fair is not None and case.fair.state == "draft"
        if not draft and not isinstance(outcome, Refused | Unchanged):
            self.fairs[command.fair] = said.position
        if isinstance(outcome, fairs.FairPublished):
            self.published.add(command.fair)
        for room, event, data in _items(case, command, outcome, said):
            if draft and not room.startswith("me:"):
                continue  # nobody but its organizer knows of it
            item = {"event": event, "event_id": _event_id(case, command, outcome, said), "at": said.now, "data": data}
            self.items.setdefault(room, []).append(item)
            self.causes.setdefault(room, []).append(said.position)
            self.decided[room] = said.position

    def records(self, world: World) -> Iterator[Record]:
        """One record for each room: its new items, all its counters, up to which record of the log.

        Of a fair that is a draft there is no room, nor of its sessions.
        """
        drafts = {fair.id for fair in world.fairs.values() if fair.state == "draft"}
        for fair, decided in self.fairs.items():
            room = fair_room(fair)
            items, causes = self.items.pop(room, []), self.causes.pop(room, [])
            yield from _room(room, decided, items, causes, world.books[fair].counters)
        for room, item in stage_telling.votes(world.stage, drafts):
            self.items.setdefault(room, []).append(item)
            self.causes.setdefault(room, []).append(world.books[item["data"]["fair"]].decided)
        for room, fair, counters in stage_telling.rooms(world.stage, self.published, drafts):
            items, causes = self.items.pop(room, []), self.causes.pop(room, [])
            yield from _room(room, world.books[fair].decided, items, causes, counters)
        for room, items in self.items.items():
            yield from _room(room, self.decided[room], items, self.causes[room], None)


def _room(
    room: str, decided: str, items: list[dict[str, Any]], causes: list[str], counters: dict[str, int] | None
) -> Iterator[Record]:
    """The room's record. One that is too large is told in parts, each up to its own record of the log.

    Readers pass over a record of a room that is not newer than the one before it, so what one record of the log has
    caused stays together.
    """
    value = _value(room, decided, items, counters)
    middle = _middle(causes) if len(value) > ROOM_BYTES_MAX else None
    if middle is None:
        whole = len(items) <= ITEMS_MAX
        value = value if whole else _value(room, decided, items[-ITEMS_MAX:], counters)
        yield Record(ROOMS.name, room.encode(), value)
        return
    yield from _room(room, causes[middle - 1], items[:middle], causes[:middle], None)
    yield from _room(room, decided, items[middle:], causes[middle:], counters)


def _value(room: str, decided: str, items: list[dict[str, Any]], counters: dict[str, int] | None) -> bytes:
    return _json.encode({"room": room, "decided": decided, "items": items, "counters": counters})


def _middle(causes: list[str]) -> int | None:
    """Where to divide items, nearest to their middle, so that those of one record stay together. None: nowhere."""
    places = [place for place in range(1, len(causes)) if causes[place - 1] != causes[place]]
    return min(places, key=lambda place: abs(place - len(causes) // 2), default=None)


def _items(case: Case, command: Command, outcome: Outcome, said: Said) -> Iterator[Item]:
    match outcome:
        case Unchanged() | fairs.FairScheduled() | booths.BoothRequested():
            return
        case Refused(reason, state, flags):
            data = {**_ids(command), "request": type(command).__name__, "reason": reason}
            data |= ({"state": state} if state else {}) | ({"flags": flags} if flags else {})
            if said.role != SYSTEM:
                yield person_room(said.actor), "RequestRefused", data
        case jobs.ApplicantsRanked() | wishes.JobsRanked():
            return
        case closing_round.ClosingRoundHeld():
            yield from _of_round(outcome)
        case Staged():
            yield from stage_telling.items(case, outcome)
        case applications.Moved() | applications.ResumeRead():
            assert case.application is not None
            yield from _of_application(case.application, outcome)
        case jobs.JobPublished() | jobs.JobAmended() | jobs.JobClosed():
            assert case.job is not None
            yield fair_room(command.fair), type(outcome).__name__, _of_job(case.job)
            if isinstance(outcome, jobs.JobClosed):
                if said.role == "organizer":
                    why = {"reason": outcome.reason} if outcome.reason else {}
                    yield enterprise_room(case.job.org), "JobClosed", {**_of_job(case.job), **why}
            elif case.job.flags:
                yield enterprise_room(case.job.org), "JobFlagged", {**_of_job(case.job), "flags": case.job.flags}
        case cards.CardShown(card) | cards.CardHidden(card):
            yield person_room(card.student), type(outcome).__name__, {"fair": card.fair, "card": card.id}
        case approaches.Approached():
            yield from _of_approach(case, outcome)
        case staff.CrewChanged():
            yield from staff_telling.of_crew(outcome)
        case staff.ApplicantHandedOver(application):
            yield from staff_telling.of_hand_over(application)
        case booths.BoothApproved() | booths.BoothRefused() | booths.BoothAmended():
            assert case.booth is not None
            yield from _of_booth(case.booth, outcome)
        case fairs.FairChanged(fair):
            yield fair_room(fair.id), type(outcome).__name__, _of_fair(fair, outcome)


def _event_id(case: Case, command: Command, outcome: Outcome, said: Said) -> UUID:
    """The record's; what follows by itself on another application has one of its own, made of that."""
    match outcome:
        case applications.Moved(application=application):
            moved, named = application.id, getattr(command, "application", None)
        case drops.OnStage(drop=drop):
            moved, named = drop.id, getattr(command, "drop", None)
        case Staged(session=session):
            moved, named = session.id, getattr(command, "session", None)
        case approaches.ApproachDeclined(approach=approach):
            # The record's id may be made of the student's sub, and the enterprise shall not try whose it is.
            return uuid5(approach.id, type(outcome).__name__)
        case _:
            return said.event
    return said.event if moved == named else uuid5(said.event, str(moved))


def _ids(command: Command) -> dict[str, Any]:
    """The ids of the things that a command names."""
    names = ("fair", "job", "application", "org", "card", "approach", "session", "drop", "question")
    return {name: getattr(command, name) for name in names if getattr(command, name, None) is not None}


def _of_application(application: Application, outcome: applications.Moved | applications.ResumeRead) -> Iterator[Item]:
    """Each step is told to both sides; that a resume was read, to its student; and while it is in line, no step to
    the enterprise, since it cannot do anything with it."""
    event = type(outcome).__name__
    data: dict[str, Any] = {
        "fair": application.fair,
        "job": application.job,
        "application": application.id,
        "org": application.org,
        "state": application.state,
        "place": application.place,
    }
    if application.reason is not None:
        data["reason"] = application.reason
    if application.state == "invited":
        data["deadline"] = application.deadline
    if application.drop is not None:
        data |= {"drop": application.drop, "drop_place": application.drop_place}
    yield person_room(application.student), event, data
    in_line = application.drop is not None and not application.admitted
    if not isinstance(outcome, applications.ResumeRead) and not in_line:
        resume = application.resume
        facets = {"degree": resume.degree, "major": resume.major, "region": resume.region}
        yield enterprise_room(application.org), event, {**data, "student": application.student, "facets": facets}


def _of_approach(case: Case, outcome: approaches.Approached) -> Iterator[Item]:
    """Told to both sides: to the student by whom and for which job, to the enterprise by the card and not by name."""
    approach, event = outcome.approach, type(outcome).__name__
    data: dict[str, Any] = {"fair": approach.fair, "job": approach.job, "org": approach.org, "approach": approach.id}
    data |= {"card": approach.card, "state": approach.state, "deadline": approach.deadline}
    if approach.application is not None:
        data["application"] = approach.application
    named = {}
    if isinstance(outcome, approaches.EnterpriseApproached) and case.booth is not None and case.job is not None:
        named = {"enterprise": case.booth.name, "title": case.job.terms.title}
    yield person_room(approach.student), event, {**data, **named}
    yield enterprise_room(approach.org), event, data


def _of_round(outcome: closing_round.ClosingRoundHeld) -> Iterator[Item]:
    """That it was held: to all, to whoever took part and got nothing, to enterprises with the number of their matches.

    A match is told by itself, to both sides.
    """
    event, settled = type(outcome).__name__, outcome.settled
    ids: dict[str, Any] = {"fair": outcome.fair, "round": outcome.round}
    yield fair_room(outcome.fair), event, ids
    for one in settled.students:
        if one.took_part and one.match is None:
            yield person_room(one.student), event, {**ids, "matched": False}
    matched: Counter[str] = Counter()
    for job in settled.jobs:
        matched[job.org] += job.matched
    for org, number in matched.items():
        yield enterprise_room(org), event, {**ids, "matches": number}


def _of_booth(
    booth: Booth, outcome: booths.BoothApproved | booths.BoothRefused | booths.BoothAmended
) -> Iterator[Item]:
    event = type(outcome).__name__
    data: dict[str, Any] = {"fair": booth.fair, "org": booth.org, "name": booth.name, "state": booth.state}
    if booth.reason is not None:
        data["reason"] = booth.reason
    if booth.state == "approved":
        yield fair_room(booth.fair), event, data
    yield enterprise_room(booth.org), event, data
    if not isinstance(outcome, booths.BoothAmended):
        yield person_room(booth.requested_by), event, data


def _of_fair(fair: Fair, outcome: fairs.FairChanged) -> dict[str, Any]:
    data: dict[str, Any] = {"fair": fair.id, "state": fair.state}
    if isinstance(outcome, fairs.FairAmended | fairs.FairReopened):
        data |= {name: getattr(fair, name) for name in ("title", "host", "starts_at", "ends_at")}
    return data


def _of_job(job: Job) -> dict[str, Any]:
    data: dict[str, Any] = {
        "fair": job.fair,
        "job": job.id,
        "org": job.org,
        "title": job.terms.title,
        "headcount": job.terms.headcount,
        "state": job.state,
    }
    return data | ({"region": job.terms.region} if job.terms.region else {})


def catalog_records(world: World) -> Iterator[Record]:
    """The entries of what the batch made or changed, as the catalog keeps them."""
    for fair in world.changed.fairs:
        yield _entry(str(fair), _fair_entry(world.fairs[fair]))
    for key in world.changed.booths:
        booth = world.booths[key]
        yield _entry(booth_key(*key), BoothEntry(fair=booth.fair, org=booth.org, state=booth.state))
    for job in world.changed.jobs:
        kept = world.jobs[job]
        if job in world.announced:
            yield _entry(str(job), JobEntry(job=kept.id, fair=kept.fair, org=kept.org, state=kept.state))
    yield from staff_telling.catalog_records(world.crew)
    for name, entry in stage_telling.entries(world.stage):
        yield _entry(name, entry)


def _fair_entry(fair: Fair) -> FairEntry:
    allows = sorted(fairs.ALLOWS[fair.state])
    return FairEntry(fair=fair.id, org=fair.org, state=fair.state, ends_at=fair.ends_at, allows=allows)


def _entry(key: str, entry: AnyEntry) -> Record:
    return Record(CATALOG.name, key.encode(), entry.model_dump_json().encode())
