"""A fair decided in memory: the world and the domain, without a store or with one that is a few dictionaries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from uuid import UUID

from services.fair.domain.application import AT_THE_DESK
from services.fair.domain.case import Case, Command, Outcome
from services.fair.domain.said import Said
from services.fair.reach import Reach, at_desks, reach_of
from services.fair.store import cut_at_ends
from services.fair.touched import Touched
from services.fair.translate import Told, command_of
from services.fair.world import World
from tests.services.fair.story import Entry, at, told

ROWS = ("fairs", "booths", "jobs", "applications", "applicants")
Timed = Entry | tuple[float, Entry]
"""An entry a second after the one before, or so many seconds after the beginning."""


def decide(world: World, one: Told) -> list[tuple[Case, Outcome]]:
    """Decide one record, as the store does: its own outcome first, then what follows by itself."""
    command = command_of(one.event)
    seat(world, command)
    hold(world, command)
    said = said_of(world, one)
    answer = world.take(command, said)
    world.advance(command.fair, said)
    return answer


def said_of(world: World, one: Told) -> Said:
    """The circumstances of one record."""
    envelope, fair = one.envelope, command_of(one.event).fair
    now = world.now(fair, one.log_time)
    said = Said(envelope.id, envelope.actor, envelope.role, envelope.org, now, one.offset, one.position)
    return world.crew.speaking(fair, said)


def seat(world: World, command: Command) -> None:
    """Load the desks that a command may move."""
    touched = Touched()
    touched.add(command)
    for job in touched.desks:
        _seat_at(world, job)


def hold(world: World, command: Command) -> None:
    """Load what the students hold whose offers a command may move, and the desks of those jobs."""
    for student in reach_of([command], world).holders:
        world.held.setdefault(student, {})
        for application in list(world.applications.values()):
            world.seat(application)
            if application.id in world.held[student]:
                _seat_at(world, application.job)


def _seat_at(world: World, job: UUID) -> None:
    if job not in world.desks:
        world.desks[job] = {}
        for application in world.applications.values():
            if application.job == job:
                world.seat(application)


def decide_all(entries: Iterable[Entry]) -> tuple[World, list[Outcome]]:
    """Decide a log from its beginning; the outcome of each record itself."""
    world = World()
    return world, [decide(world, one)[0][1] for one in told(entries)]


def timed(moves: Iterable[Timed]) -> list[Told]:
    """A log whose records come when they are told to."""
    entries, times, now = [], [], -1.0
    for move in moves:
        now, entry = move if isinstance(move, tuple) else (now + 1, move)
        entries.append(entry)
        times.append(at(now))
    return [replace(one, log_time=time) for one, time in zip(told(entries), times, strict=True)]


def play(*moves: Timed) -> tuple[World, list[Outcome]]:
    """Decide a log with times; what became of its last record: its own outcome, and what followed by itself."""
    world, taken = World(), []
    for one in timed(moves):
        taken = decide(world, one)
    return world, [outcome for _, outcome in taken]


@dataclass(slots=True)
class Memory:
    """A store of dictionaries: for each batch it loads what the batch touches, and keeps what it changed."""

    kept: World = field(default_factory=World)

    def apply(self, batch: Sequence[Told]) -> None:
        """Decide a batch, cut as the store cuts it."""
        for part in cut_at_ends(batch):
            self._apply(part)

    def _apply(self, batch: Sequence[Told]) -> None:
        """In a world that has nothing but what was loaded for it."""
        touched = Touched()
        for one in batch:
            command = command_of(one.event)
            touched.add(command)
            touched.crew.speaks(command.fair, one.envelope.actor, one.envelope.role)
        world = self._loaded(touched, [command_of(one.event) for one in batch])
        for one in batch:
            command, said = command_of(one.event), said_of(world, one)
            world.take(command, said)
            world.advance(command.fair, said)
        for name in ROWS:
            changed = {key: getattr(world, name)[key] for key in getattr(world.changed, name)}
            getattr(self.kept, name).update(changed)
        kept, changed_rows = self.kept.employer_first, world.employer_first
        for card in changed_rows.changed_cards:
            kept.put(changed_rows.cards[card])
        kept.approaches.update({one: changed_rows.approaches[one] for one in changed_rows.changed_approaches})
        crew, moved = self.kept.crew, world.crew
        crew.links.update({link: moved.links[link] for link in moved.changed_links})
        crew.staff.update({person: moved.staff[person] for person in moved.changed_staff})
        self.kept.books.update(world.books)

    def _loaded(self, touched: Touched, commands: Sequence[Command]) -> World:
        kept = self.kept
        world = World(books={fair: deepcopy(books) for fair, books in kept.books.items() if fair in touched.fairs})
        for name in ("fairs", "booths", "applications"):
            self._load(world, name, touched)
        reach = reach_of(commands, world)
        self._load_held(world, reach, touched)
        self._load_employer_first(touched, world)
        world.crew.links.update({one: row for one, row in kept.crew.links.items() if one in touched.crew.links})
        world.crew.staff.update({one: row for one, row in kept.crew.staff.items() if one in touched.crew.people})
        world.desks = {job: {} for job in touched.desks}
        for row in sorted(kept.applications.values(), key=lambda one: one.place):
            if row.job in touched.desks and row.state in AT_THE_DESK:
                world.seat(world.applications.setdefault(row.id, row))
        touched.applicants.update(reach.applicants, at_desks(reach, world))
        for name in ("jobs", "applicants"):
            self._load(world, name, touched)
        for row in kept.applications.values():
            if row.fair in touched.closing and row.state == "invited":
                world.applications[row.id] = row
                world.jobs[row.job] = kept.jobs[row.job]
        return world

    def _load_employer_first(self, touched: Touched, world: World) -> None:
        wanted, kept, rows = touched.employer_first, self.kept.employer_first, world.employer_first
        for card in kept.cards.values():
            if card.id in wanted.cards or (card.fair, card.student) in wanted.owners:
                rows.put(card)
        rows.approaches.update({one: row for one, row in kept.approaches.items() if one in wanted.approaches})
        rows.open.update(row.job for row in kept.approaches.values() if row.state == "open" and row.job in wanted.jobs)

    def _load(self, world: World, name: str, touched: Touched) -> None:
        wanted = getattr(touched, name)
        getattr(world, name).update({key: row for key, row in getattr(self.kept, name).items() if key in wanted})

    def _load_held(self, world: World, reach: Reach, touched: Touched) -> None:
        touched.desks.update(reach.desks)
        world.held = {student: {} for student in reach.holders}
        for row in self.kept.applications.values():
            if (row.fair, row.student) in reach.holders and row.state == "invited":
                world.applications.setdefault(row.id, row)
                touched.jobs.add(row.job)
                touched.desks.add(row.job)
        for row in world.applications.values():
            world.seat(row)

    def rows(self) -> tuple[object, ...]:
        return rows_of(self.kept)


def rows_of(world: World) -> tuple[object, ...]:
    """Everything that is kept of a world."""
    employer_first, crew = world.employer_first, world.crew
    others = (employer_first.cards, employer_first.approaches, crew.links, crew.staff)
    return *(getattr(world, name) for name in ROWS), *others, world.books
