"""The plan of loading and writing gives the same rows on dictionaries and on PostgreSQL, for every batching."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import services.fair
from schemas.session import JobDropped
from schemas.topics import FAIRS
from services.fair.engine.registry import NOUNS
from services.fair.kernel.log import Told
from services.fair.kernel.outcomes import Outcome
from services.fair.kernel.port import Select
from services.fair.kernel.tables import Table
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.cards import test_store as of_cards
from tests.services.fair.deciding import World
from tests.services.fair.dictionary import QUERIES
from tests.services.fair.engine import test_store as of_all
from tests.services.fair.everything import Everything
from tests.services.fair.hosting import Host
from tests.services.fair.sessions import test_store as of_sessions
from tests.services.fair.staff import test_store as of_staff
from tests.services.fair.stories import drawn_of_nouns
from tests.services.fair.story import Entry, Teller, told
from tests.services.fair.tables import filled

TABLES: dict[str, Table] = {one.table.name: one.table for noun in NOUNS for one in noun.statements}
SIZE = 40


def questions(host: Host) -> list[Entry]:
    """Questions that are asked, upvoted, answered and hidden in a session."""
    log = [*host.live("a"), host.asked(), host.asked("stu-2", "r"), host.upvoted(), host.upvoted("stu-3")]
    return [*log, host.upvoted("stu-3"), host.answered(), host.hidden("r"), host.upvoted("stu-4", "r")]


def a_log(seed: int) -> list[Entry]:
    """A fair with everything and the logs of the nouns' tests, interleaved at random; each keeps its own order."""
    logs = [of_all.a_log(seed), of_cards.a_log(seed), of_staff.a_log(seed)]
    logs += [of_sessions.a_show(Host()), questions(Host())]
    logs += [[entry for entry in Everything().entries() if entry.topic == FAIRS.name]]
    order = [number for number, log in enumerate(logs) for _ in log]
    random.Random(seed).shuffle(order)
    one_by_one = [iter(log) for log in logs]
    return [next(one_by_one[number]) for number in order]


def without_repetitions(log: Sequence[Told]) -> list[Told]:
    """The first record of each event id, as the inbox deduplicates."""
    first = {one.envelope.id: one.offset for one in reversed(log)}
    return [one for one in log if first[one.envelope.id] == one.offset]


@pytest.mark.parametrize("seed", range(2))
async def test_dictionaries_keep_what_postgresql_keeps(database: str, seed: int) -> None:
    """All columns of all tables that the nouns write are equal after the same log."""
    log, world = a_log(seed), World()
    await filled(database, log, size=SIZE)
    fresh = without_repetitions(told(log))
    for first in range(0, len(fresh), SIZE):
        world.apply(fresh[first : first + SIZE])
    async with connection_to(database) as connection:
        for name, table in TABLES.items():
            kept = [dict(row) for row in await connection.fetch(f"SELECT * FROM {name}")]
            assert normal(table, world.port.rows(name)) == normal(table, kept), name
            assert kept, name


def normal(table: Table, rows: Sequence[dict[str, Any]]) -> list[str]:
    """Rows as text, sorted."""
    return sorted(repr({one.name: plain(row[one.name]) for one in table.columns}) for row in rows)


def plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, dict):
        return {key: plain(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def selects() -> Iterator[Select[Any]]:
    """Every loading query of the nouns, in the module that defines it."""
    root = Path(services.fair.__file__).parent
    for path in sorted((*root.glob("*/*store.py"), *root.glob("*/telling.py"))):
        module = import_module(f"services.fair.{path.parent.name}.{path.stem}")
        for held in vars(module).values():
            yield from (one for one in (held if isinstance(held, tuple) else (held,)) if isinstance(one, Select))


def test_every_query_has_its_like() -> None:
    """Query names are unique, and the dictionaries implement those of decisions that are no look-ups by key."""
    distinct = set(selects())
    names = [one.name for one in distinct]
    assert len(set(names)) == len(names) == len(distinct) > 20
    of_old_rows = {noun.indexed.waiting for noun in NOUNS if noun.indexed}
    assert QUERIES.keys() == {one.name for one in distinct - of_old_rows if one.table is None}


HOSTS = (Host(UUID(int=11)), Host(UUID(int=12)))
host = st.sampled_from(HOSTS)
student, job = st.sampled_from([f"stu-{n}" for n in range(4)]), st.sampled_from("ab")
drop = st.sampled_from("defg")
Say = Callable[..., Entry]
OF_APPLICATIONS: tuple[Say, ...] = (
    *(Teller.submitted, Teller.submitted, Teller.withdrawn, Teller.viewed, Teller.shortlisted, Teller.invited),
    *(Teller.accepted, Teller.declined, Teller.turned_down, Teller.hired, Teller.resume_read, Teller.deadline_passed),
)
OF_FAIRS: tuple[Say, ...] = (
    *(Teller.paused, Teller.resumed, Teller.round_held, Teller.approved, Teller.refused, Teller.requested),
    *(Host.planned, Host.started, Host.ended, Host.asked, Host.upvoted, Host.answered),
)
ANY_ENTRY = st.one_of(
    st.builds(lambda say, *parts: say(*parts), st.sampled_from(OF_APPLICATIONS), host, student, job),
    st.builds(lambda say, *parts: say(*parts), st.sampled_from(OF_APPLICATIONS), host, student, job),
    st.builds(lambda say, one: say(one), st.sampled_from(OF_FAIRS), host),
    st.builds(lambda one, *order, name: one.ranked(*order, name=name), host, student, student, name=job),
    st.builds(lambda one, *wished: one.wished(*wished), host, student, job),
    st.builds(lambda one, name, number: one.amended(name, headcount=number), host, job, st.integers(1, 3)),
    st.builds(lambda one, what, name: one.dropped(what, name, 1), host, job, drop),
    st.builds(lambda one, *parts: one.through(*parts), host, student, drop, job),
    st.builds(lambda one, name, number: one.extended(number, name), host, drop, st.integers(1, 3)),
    st.builds(lambda one, name: one.drop_closed(name), host, drop),
    *drawn_of_nouns(host, student, job),
    st.builds(lambda one, how: how(one), host, st.sampled_from([Teller.closed, Teller.winding_down, Teller.opened])),
)
KEEPS, RELEASES = HOSTS
BEGINNING = [*KEEPS.live("a", "b"), RELEASES.scheduled(offers="release"), *RELEASES.live("a", "b")[1:]]


def with_new_drops(entries: list[Entry]) -> list[Entry]:
    """Drops each drop whose id was used before: the edge draws every id anew."""
    first: dict[UUID, Entry] = {}
    for entry in entries:
        if isinstance(entry.event, JobDropped):
            first.setdefault(entry.event.drop, entry)
    return [one for one in entries if not isinstance(one.event, JobDropped) or first[one.event.drop] is one]


LOGS = st.builds(lambda entries: told([*BEGINNING, *with_new_drops(entries)]), st.lists(ANY_ENTRY, max_size=60))


@given(LOGS, st.sets(st.integers(1, 80)))
@settings(max_examples=100, deadline=None)
def test_decisions_do_not_depend_on_how_the_log_is_cut(log: list[Told], cuts: set[int]) -> None:
    """Record by record and in random batches: the same outcomes, and the same rows in every table."""
    one_by_one, in_batches = World(), World()
    outcomes = [outcome for one in log for outcome in one_by_one.apply([one])]
    places = sorted(cut for cut in cuts if cut < len(log))
    found: list[list[Outcome]] = []
    for first, last in pairwise((0, *places, len(log))):
        found += in_batches.apply(log[first:last])
    assert found == outcomes
    assert in_batches.rows() == one_by_one.rows()
