"""A fair decided in memory: the world and the domain, without a store or with one that is a few dictionaries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from itertools import pairwise
from random import Random
from uuid import UUID

from services.fair.applications.application import AT_THE_DESK
from services.fair.applications.reach import Reach, asked_for, reach_of
from services.fair.closing_round.closing_round import TAKES_PART, Entrants, HoldClosingRound, Standing, refusal, settle
from services.fair.closing_round.store import desks_of
from services.fair.engine.case import Case, Command, Outcome
from services.fair.engine.store import booths_of, cut, speakers_of
from services.fair.engine.touched import Touched
from services.fair.engine.translate import Told, command_of
from services.fair.engine.world import World
from services.fair.fairs.fair import RELEASE, Fair
from services.fair.kernel.said import Said
from services.fair.sessions.rows import Stage
from services.fair.sessions.store import wanted_lines
from tests.services.fair.story import Entry, at, told

BATCHES = (1, 3, 1_000)
CUTTINGS = 4  # at random, of each log
ROWS = ("fairs", "booths", "jobs", "applications", "applicants")
Timed = Entry | tuple[float, Entry]
"""An entry a second after the one before, or so many seconds after the beginning."""


def decide(world: World, one: Told) -> list[tuple[Case, Outcome]]:
    """Decide one record, as the store does: its own outcome first, then what follows by itself."""
    command = command_of(one.event)
    seat(world, command)
    hold(world, command)
    said = said_of(world, one)
    if isinstance(command, HoldClosingRound) and refusal(world.fairs.get(command.fair), said) is None:
        enter(world, command.fair)
    answer = world.take(command, said)
    world.advance(command.fair, said)
    return answer


def said_of(world: World, one: Told) -> Said:
    """The circumstances of one record."""
    envelope, fair = one.envelope, command_of(one.event).fair
    now = world.now(fair, one.log_time)
    said = Said(envelope.id, envelope.actor, envelope.role, envelope.org, now, one.offset, one.position)
    return world.crew.speaking(fair, said, world.booths)


def enter(world: World, fair: UUID) -> None:
    """Settle a closing round, and load what its matches move."""
    world.closing.settled[fair] = settled = settle(entrants(world, fair))
    for one in settled.matches:
        world.held.setdefault((fair, one.student), {})
        _seat_at(world, one.job)
    for application in list(world.applications.values()):
        world.seat(application)
    for invitation in [one for held in world.held.values() for one in held]:
        _seat_at(world, world.applications[invitation].job)


def entrants(world: World, fair: UUID) -> Entrants:
    """All that a round of this fair looks at."""
    jobs = {job.id: job for job in world.jobs.values() if job.fair == fair}
    wishes = {student: row.jobs for (of, student), row in world.closing.wishes.items() if of == fair and row.jobs}
    standing = [
        Standing(row.id, row.job, row.student, row.state, row.place)
        for row in world.applications.values()
        if row.job in wishes.get(row.student, ()) and row.state in TAKES_PART
    ]
    placed = frozenset(row.student for row in world.applicants.values() if row.fair == fair and row.matches)
    return Entrants(jobs, wishes, standing, placed & wishes.keys())


def seat(world: World, command: Command) -> None:
    """Load the desks that a command may move."""
    (touched := Touched()).add(command)
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


def is_outcome(outcome: Outcome, then: object) -> bool:
    """Whether it came out as a table says: this very refusal, or an outcome of this name."""
    return type(outcome).__name__ == then if isinstance(then, str) else outcome == then


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
        for part in cut(batch):
            self._apply(part)

    def _apply(self, batch: Sequence[Told]) -> None:
        """In a world that has nothing but what was loaded for it."""
        touched = Touched()
        for one in batch:
            touched.add(command_of(one.event))
        commands = [command_of(one.event) for one in batch]
        touched.crew.people.update(speakers_of(batch, commands))
        touched.booths.update(booths_of(batch, commands))
        world = self._loaded(touched, commands)
        for one in batch:
            command, said = command_of(one.event), said_of(world, one)
            if isinstance(command, HoldClosingRound) and refusal(world.fairs.get(command.fair), said) is None:
                self._enter(world, world.fairs[command.fair])
            world.take(command, said)
            world.advance(command.fair, said)
        self.kept.closing.wishes.update(world.closing.wishes)
        self.kept.closing.held += world.closing.held
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
        self.kept.footprints.responses.update(world.footprints.responses)
        self.kept.footprints.reads.extend(world.footprints.reads)
        self.kept.books.update(world.books)
        self._keep_stage(world.stage)

    def _keep_stage(self, stage: Stage) -> None:
        kept = self.kept.stage
        kept.sessions.update({one: stage.sessions[one] for one in stage.changed_sessions})
        kept.drops.update({one: stage.drops[one] for one in stage.changed_drops})
        kept.counters.update({one: stage.counters[one] for one in stage.restaged})
        kept.viewers.update(stage.viewers)
        for minute, numbers in stage.funnel.items():
            kept.funnel.setdefault(minute, Counter()).update(numbers)

    def _load_stage(self, world: World, touched: Touched, commands: Sequence[Command]) -> None:
        """As the store does: an application brings its drop, a drop its session, and a line its applications."""
        kept, stage = self.kept.stage, world.stage
        of_fairs = {one.id for one in kept.sessions.values() if one.fair in touched.endings and one.state == "live"}
        stages = touched.stages | of_fairs
        drops = touched.drops | {one.drop for one in world.applications.values() if one.drop is not None}
        for drop in kept.drops.values():
            if drop.id in drops or drop.session in stages:
                stage.drops[drop.id] = drop
        told_of = {one.id for one in kept.sessions.values() if one.fair in touched.publications}
        sessions = touched.sessions | of_fairs | told_of | {drop.session for drop in stage.drops.values()}
        for session in sessions & kept.sessions.keys():
            stage.sessions[session], stage.counters[session] = kept.sessions[session], dict(kept.counters[session])
            touched.jobs.update(slot.job for slot in stage.sessions[session].run_of_show)
        for wanted, number in wanted_lines(commands, touched, touched.finales | of_fairs, world).items():
            line = [one for one in self.kept.applications.values() if (one.drop, one.state) == (wanted, "waitlisted")]
            touched.jobs.add(stage.drops[wanted].job)
            for one in sorted(line, key=lambda one: one.offset)[:number]:
                world.applications.setdefault(one.id, one)
                stage.lines.setdefault(wanted, {})[one.id] = None

    def _loaded(self, touched: Touched, commands: Sequence[Command]) -> World:
        kept = self.kept
        world = World(books={fair: deepcopy(books) for fair, books in kept.books.items() if fair in touched.fairs})
        world.crew.links.update({one: row for one, row in kept.crew.links.items() if one in touched.crew.links})
        world.crew.staff.update({one: row for one, row in kept.crew.staff.items() if one in touched.crew.people})
        touched.booths.update((staff.fair, staff.org) for staff in world.crew.staff.values())
        for name in ("fairs", "booths", "applications"):
            self._load(world, name, touched)
        self._load_stage(world, touched, commands)
        reach = reach_of(commands, world)
        self._load_held(world, reach, touched)
        self._load_employer_first(touched, world)
        world.footprints.responses.update(kept.footprints.responses)
        for student in touched.wishes & kept.closing.wishes.keys():
            world.closing.wishes[student] = kept.closing.wishes[student]
        self._load_desks(world, reach, touched)
        self._load(world, "jobs", touched)
        for row in kept.applications.values():
            if row.fair in touched.closing and row.state == "invited":
                world.applications[row.id] = row
                world.jobs[row.job] = kept.jobs[row.job]
        return world

    def _enter(self, world: World, fair: Fair) -> None:
        """A closing round: only what moves is loaded in full."""
        settled = world.closing.settled[fair.id] = settle(entrants(self.kept, fair.id))
        world.jobs.update({job.id: job for job in self.kept.jobs.values() if job.fair == fair.id})
        students = {(fair.id, one.student) for one in settled.matches}
        reach = Reach({fair.id} if fair.offers == RELEASE else set(), students, students)
        touched = Touched(applications={one.id for one in settled.matches}, desks=desks_of(world, settled))
        self._load(world, "applications", touched)
        self._load_held(world, reach, touched)
        self._load_desks(world, reach, touched)

    def _load_desks(self, world: World, reach: Reach, touched: Touched) -> None:
        world.desks |= {job: {} for job in touched.desks}
        for row in sorted(self.kept.applications.values(), key=lambda one: one.place):
            if row.job in touched.desks and row.state in AT_THE_DESK:
                world.seat(world.applications.setdefault(row.id, row))
        touched.applicants.update(asked_for(reach, world))
        self._load(world, "applicants", touched)

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


def replays(log: Sequence[Told]) -> Iterator[Memory]:
    """The same log from its beginning on, cut into batches in several ways: no decision may depend on it."""
    for cuts in cuttings(log):
        memory = Memory()
        for first, last in pairwise((0, *cuts, len(log))):
            memory.apply(log[first:last])
        yield memory


def cuttings(log: Sequence[Told]) -> Iterator[Sequence[int]]:
    """Where batches end: record by record, a few at a time, all at once, and at random, in each log elsewhere."""
    for size in BATCHES:
        yield range(size, len(log), size)
    random = Random(" ".join(one.envelope.type for one in log))
    for _ in range(CUTTINGS):
        share = random.random()
        yield [place for place in range(1, len(log)) if random.random() < share]


def rows_of(world: World) -> tuple[object, ...]:
    """Everything that is kept of a world."""
    cards, footprints, crew = world.employer_first, world.footprints, world.crew
    own = (world.closing.wishes, world.closing.held, footprints.responses, footprints.reads, crew.links, crew.staff)
    return *(getattr(world, name) for name in ROWS), cards.cards, cards.approaches, *own, world.books
