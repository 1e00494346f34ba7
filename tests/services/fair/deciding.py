"""A fair decided without servers: the same plan of loading and writing as on PostgreSQL, over dictionaries."""

from __future__ import annotations

from collections.abc import Coroutine, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from plumbing.eventlog.outbox import Record
from services.fair.applications import store as applications
from services.fair.applications.application import Applicant, Application
from services.fair.applications.response import Responses
from services.fair.booths import store as booths
from services.fair.booths.booth import Booth
from services.fair.cards import store as cards
from services.fair.cards.approach import Approach
from services.fair.cards.card import Card
from services.fair.closing_round import store as closing_round
from services.fair.closing_round.wishes import Wishes
from services.fair.engine.commands import command_of
from services.fair.engine.deciding import decide as decide_command
from services.fair.engine.deciding import new_state, touch
from services.fair.engine.loading import load
from services.fair.engine.store import cut, decide_records, senders_of
from services.fair.fairs import store as fairs
from services.fair.fairs.fair import Fair
from services.fair.fairs.rows import Books, FairRows
from services.fair.jobs import store as jobs
from services.fair.jobs.job import Job
from services.fair.kernel.context import Context
from services.fair.kernel.log import Told
from services.fair.kernel.outcomes import Outcome
from services.fair.kernel.port import Select
from services.fair.kernel.state import State
from services.fair.sessions import question_store
from services.fair.sessions import store as sessions
from services.fair.sessions.drop import Drop
from services.fair.sessions.question import Question
from services.fair.sessions.session import Session
from services.fair.staff import store as staff
from services.fair.staff.rows import acting
from services.fair.staff.staff import Staff, StaffLink
from tests.services.fair.dictionary import Dictionary, Row
from tests.services.fair.story import Entry, at, told

BATCHES = (1, 3, 1_000)
CUTTINGS = 4  # random ways to cut each log
Timed = Entry | tuple[float, Entry]
"""An entry one second after the one before, or at this number of seconds after the beginning."""
Answer = TypeVar("Answer")
Kept = TypeVar("Kept")


@dataclass(slots=True)
class World:
    """The stored rows of a log that was decided so far, and the records that it sent."""

    port: Dictionary = field(default_factory=Dictionary)
    records: list[Record] = field(default_factory=list)
    """The outbox records of the newest batch."""
    _read: dict[str, tuple[int, list[Any]]] = field(default_factory=dict)

    def apply(self, batch: Sequence[Told]) -> list[list[Outcome]]:
        """Decide a batch, cut as the store cuts it. For each record: its outcome, then those that follow from it."""
        collected = Collected()
        self.records = []
        for part in cut(batch):
            self.records += run(decide_records(self.port, part, collected))  # type: ignore[arg-type]  # all it adds to
        return collected.outcomes

    def _all(self, table: str, query: Select[Kept]) -> list[Kept]:
        """All rows of a table; cached until the next write."""
        known = self._read.get(table)
        if known is None or known[0] != self.port.writes:
            known = self._read[table] = (self.port.writes, [query.read(row) for row in self.port.rows(table)])
        return list(known[1])

    @property
    def fairs(self) -> dict[UUID, Fair]:
        return {fair.id: fair for fair, _ in self._all("fairs", fairs.FAIRS_BY_KEY)}

    @property
    def books(self) -> dict[UUID, Books]:
        return {fair.id: books for fair, books in self._all("fairs", fairs.FAIRS_BY_KEY)}

    @property
    def booths(self) -> dict[tuple[UUID, str], Booth]:
        return {(one.fair, one.org): one for one in self._all("booths", booths.BOOTHS_BY_KEY)}

    @property
    def jobs(self) -> dict[UUID, Job]:
        return {one.id: one for one in self._all("jobs", jobs.JOBS_BY_KEY)}

    @property
    def applications(self) -> dict[UUID, Application]:
        return {one.id: one for one in self._all("applications", applications.APPLICATIONS_BY_KEY)}

    @property
    def applicants(self) -> dict[tuple[UUID, str], Applicant]:
        return {(one.fair, one.student): one for one in self._all("applicants", applications.APPLICANTS_BY_KEY)}

    @property
    def responses(self) -> dict[tuple[UUID, str], Responses]:
        return {(one.fair, one.org): one for one in self._all("responses", applications.RESPONSES_TO_JOBS)}

    @property
    def wishes(self) -> dict[tuple[UUID, str], Wishes]:
        return {(one.fair, one.student): one for one in self._all("wishes", closing_round.WISHES_BY_KEY)}

    @property
    def cards(self) -> dict[UUID, Card]:
        words = ("major_words", "words")
        rows = ({name: row[name] for name in row if name not in words} for row in self.port.rows("cards"))
        return {row["id"]: cards.CARDS_OF.read(row) for row in rows}

    @property
    def approaches(self) -> dict[UUID, Approach]:
        return {one.id: one for one in self._all("approaches", cards.APPROACHES_BY_KEY)}

    @property
    def links(self) -> dict[UUID, StaffLink]:
        return {one.id: one for one in self._all("staff_links", staff.LINKS_BY_KEY)}

    @property
    def staff(self) -> dict[tuple[UUID, str], Staff]:
        return {(one.fair, one.person): one for one in self._all("staff", staff.STAFF_BY_KEY)}

    @property
    def sessions(self) -> dict[UUID, Session]:
        return {session.id: session for session, _ in self._all("sessions", sessions.SESSIONS)}

    @property
    def counters(self) -> dict[UUID, dict[str, int]]:
        """The counters of each session's room."""
        return {session.id: counters for session, counters in self._all("sessions", sessions.SESSIONS)}

    @property
    def drops(self) -> dict[UUID, Drop]:
        return {one.id: one for one in self._all("drops", sessions.DROPS)}

    @property
    def questions(self) -> dict[UUID, Question]:
        return {one.id: one for one in self._all("questions", question_store.QUESTIONS_OF)}

    @property
    def viewers(self) -> dict[tuple[UUID, datetime], tuple[int, int]]:
        """The viewers of a session by minute: the last number and the largest."""
        rows = (row for row in self.port.rows("session_minutes") if row["viewers"] is not None)
        return {(row["session"], row["minute"]): (row["viewers"], row["viewers_peak"]) for row in rows}

    def rows(self) -> dict[str, list[Row]]:
        """All stored rows, in an order that does not depend on the batches."""
        tables = {name: self.port.rows(name) for name in self.port.tables}
        return {name: sorted(rows, key=repr) for name, rows in sorted(tables.items()) if rows}


@dataclass(slots=True)
class Collected:
    """Replaces the inbox: keeps the outcomes."""

    outcomes: list[list[Outcome]] = field(default_factory=list)

    def add(self, told: Told, outcomes: Sequence[Outcome] = ()) -> None:
        self.outcomes.append(list(outcomes))


def run(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Run a coroutine that never waits."""
    try:
        work.send(None)
    except StopIteration as done:
        answer: Answer = done.value
        return answer
    raise AssertionError("it waits for something")


def decide(world: World, one: Told) -> list[Outcome]:
    """Decide one record: its own outcome, then those that follow from it."""
    [taken] = world.apply([one])
    return taken


def touched(*entries: Entry) -> State:
    """The state of a batch of these entries before any row is loaded: what they want to load."""
    state = new_state()
    for entry in entries:
        touch(state, command_of(entry.event))
    return state


def one_batch(log: Sequence[Told], port: Dictionary | None = None) -> State:
    """The state after a batch that holds this whole log. Records that need a batch of their own get none here."""
    commands = [command_of(one.event) for one in log]
    state = run(load(port or Dictionary(), commands, senders_of(log, commands)))
    for one, command in zip(log, commands, strict=True):
        envelope, now = one.envelope, state.of(FairRows).now(command.fair, one.log_time)
        said = Context(envelope.id, envelope.actor, envelope.role, envelope.org, now, one.offset, one.position)
        decide_command(state, command, acting(state, command.fair, said))
    return state


def decide_all(entries: Iterable[Entry]) -> tuple[World, list[Outcome]]:
    """Decide a log from its beginning; returns each record's own outcome."""
    world = World()
    return world, [decide(world, one)[0] for one in told(entries)]


def is_outcome(outcome: Outcome, then: object) -> bool:
    """Whether the outcome is this very refusal, or an instance of the class of this name."""
    return type(outcome).__name__ == then if isinstance(then, str) else outcome == then


def timed(moves: Iterable[Timed]) -> list[Told]:
    """A log whose records have the given times."""
    entries, times, now = [], [], -1.0
    for move in moves:
        now, entry = move if isinstance(move, tuple) else (now + 1, move)
        entries.append(entry)
        times.append(at(now))
    return [replace(one, log_time=time) for one, time in zip(told(entries), times, strict=True)]


def without_books(world: World) -> dict[str, list[Row]]:
    """All stored rows except those that change with every record: the fairs and their minutes."""
    return {name: rows for name, rows in world.rows().items() if name not in ("fairs", "fair_minutes")}


def play(*moves: Timed) -> tuple[World, list[Outcome]]:
    """Decide a log with times; returns the outcomes of its last record, its own first."""
    world, log = World(), timed(moves)
    return world, world.apply(log)[-1] if log else []


def replays(log: Sequence[Told]) -> Iterator[World]:
    """Decide the same log with several ways to cut it into batches: no decision may depend on them."""
    for cuts in cuttings(log):
        world = World()
        for first, last in pairwise((0, *cuts, len(log))):
            world.apply(log[first:last])
        yield world


def cuttings(log: Sequence[Told]) -> Iterator[Sequence[int]]:
    """Where batches end: every record, a few at a time, all at once, and at random, seeded by the log."""
    for size in BATCHES:
        yield range(size, len(log), size)
    random = Random(" ".join(one.envelope.type for one in log))
    for _ in range(CUTTINGS):
        share = random.random()
        yield [place for place in range(1, len(log)) if random.random() < share]
