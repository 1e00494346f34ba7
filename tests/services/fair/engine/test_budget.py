"""A decision has a budget: what one record loads, ends and tells is bounded, and the watcher names the rest.

The bounds are lowered here, so that a handful of rows exceeds them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from schemas.job import JobClosed
from schemas.rooms import enterprise_room
from schemas.session import FairSessionEnded
from services.fair.applications import offers
from services.fair.applications import store as applications
from services.fair.closing_round import store as closing_round
from services.fair.closing_round.store import ENTRIES
from services.fair.engine import overdue
from services.fair.jobs import rows as job_rows
from services.fair.kernel.outcomes import Refused, Unchanged
from services.fair.kernel.port import Select
from services.fair.sessions import rows as session_rows
from services.fair.sessions import store as sessions
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.deciding import Timed, World, play, replays, timed
from tests.services.fair.dictionary import Dictionary
from tests.services.fair.hearing import items_by_room
from tests.services.fair.hosting import Host, states
from tests.services.fair.story import Entry, at, says
from tests.services.fair.tables import filled

h = Host()
NAMES = ("a", "b", "c", "d")
STUDENTS = ("stu-1", "stu-2", "stu-3", "stu-4", "stu-5")


@pytest.fixture(autouse=True)
def low(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two jobs, one session, two applications on a waitlist and one offer end with their cause."""
    monkeypatch.setattr(job_rows, "CLOSED_MAX", 2)
    monkeypatch.setattr(session_rows, "ENDED_MAX", 1)
    for module in (session_rows, sessions):
        monkeypatch.setattr(module, "TURNED_AWAY_MAX", 2)
    for module in (offers, applications):
        monkeypatch.setattr(module, "RELEASED_MAX", 1)


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many rows each query of the loading plan found, since the counter was last cleared."""
    found: Counter[str] = Counter()
    select = Dictionary.select

    async def counted(self: Dictionary, query: Select[Any], *arguments: Any) -> Sequence[Any]:
        rows = await select(self, query, *arguments)
        found[query.name] += len(rows)
        return rows

    monkeypatch.setattr(Dictionary, "select", counted)
    return found


def by_itself(event: JobClosed | FairSessionEnded) -> Entry:
    """A record of the watcher."""
    return says(event, "livefair", "system")


def closes(name: str) -> Entry:
    return by_itself(JobClosed(fair=h.fair, job=h.job(name)))


def ends(name: str) -> Entry:
    return by_itself(FairSessionEnded(fair=h.fair, session=h.session(name)))


def open_jobs(world: World) -> str:
    jobs = sorted(world.jobs.values(), key=lambda job: job.place)
    return "".join(name for job in jobs for name in NAMES if job.id == h.job(name) and job.state == "open")


def alike(log: Sequence[Timed]) -> World:
    """The world after this log, which is the same however the log is cut into batches."""
    first, *others = replays(timed(log))
    rows = first.rows()
    assert all(world.rows() == rows for world in others)
    return first


def test_a_refusal_closes_the_first_jobs(loaded: Counter[str]) -> None:
    """No more are loaded or closed with it. The counters count those that are still open."""
    world = World()
    log = timed([*h.ready(*NAMES), h.refused()])
    world.apply(log[:-1])
    loaded.clear()
    world.apply(log[-1:])
    assert (open_jobs(world), loaded["open jobs of booths"], loaded["jobs by key"]) == ("cd", 2, 0)
    assert (world.books[h.fair].counters["jobs"], world.books[h.fair].counters["positions"]) == (2, 4)


def test_nobody_applies_to_a_job_that_is_still_open() -> None:
    """The refusal counts from its record on, whichever jobs it closed."""
    beginning = [*h.ready(*NAMES), h.refused()]
    [outcome] = play(*beginning, h.submitted("stu-1", "d"))[1]
    assert outcome == Refused("job_closed")
    alike([*beginning, h.submitted("stu-1", "d"), h.approved(), h.submitted("stu-1", "d")])
    assert not isinstance(play(*beginning, h.approved(), h.submitted("stu-1", "d"))[1][0], Refused)


def test_the_watcher_closes_the_other_jobs() -> None:
    """Each by a record, told like the first ones; after a new approval the others stay open, as do those of others."""
    log = [*h.ready(*NAMES), h.refused(), closes("c")]
    world, [outcome] = play(*log)
    assert type(outcome).__name__ == "JobClosed"
    assert open_jobs(world) == "d"
    *_, told = [item for item in items_by_room(world.records)[enterprise_room("org-1")] if item.event == "JobClosed"]
    assert (told.data["job"], told.data["reason"]) == (str(h.job("c")), "booth_refused")
    for then in ([closes("c")], [h.approved(), closes("d")]):
        assert isinstance(play(*log, *then)[1][0], Unchanged)
    assert isinstance(play(*h.ready("a"), closes("a"))[1][0], Unchanged)


def test_jobs_that_close_one_by_one_make_room() -> None:
    """What a batch closes before a refusal does not change which jobs the refusal closes."""
    log = [*h.ready(*NAMES), h.job_closed("a"), h.refused(), closes("d"), h.approved(), h.published("e"), h.refused()]
    assert open_jobs(alike(log[:-4])) == "d"
    assert open_jobs(alike(log)) == ""


def hosted() -> list[Timed]:
    """Two live sessions of one enterprise and one of the organizer, with a waitlist of five in the first."""
    log: list[Timed] = [*h.live("a", "b"), h.planned("b", name="s2"), h.started("s2")]
    log += [h.planned("a", name="own", org=h.unit), h.started("own", org=h.unit)]
    log += [h.dropped("a", cap=1), h.dropped("b", "d2", cap=1), h.through("stu-0"), h.through("stu-0", "d2", "b")]
    return [*log, *(h.through(student) for student in STUDENTS), h.through("stu-1", "d2", "b")]


def live(world: World) -> set[str]:
    names = {h.session(name): name for name in ("s", "s2", "own")}
    return {names[one.id] for one in world.sessions.values() if one.state == "live"}


@pytest.mark.parametrize("cause", ["refused", "closed"])
def test_the_first_live_session_ends_with_its_booth_or_fair(cause: str, loaded: Counter[str]) -> None:
    """The watcher ends the others; without a cause it ends nothing."""
    assert isinstance(play(*hosted(), ends("s2"))[1][0], Unchanged)
    end = h.refused() if cause == "refused" else h.closed()
    loaded.clear()
    assert live(alike([*hosted(), end])) == {"s2", "own"}
    world = alike([*hosted(), end, ends("s2"), ends("own")])
    assert live(world) == ({"own"} if cause == "refused" else set())
    world = alike([*hosted(), h.ended("s2"), end])
    assert live(world) == {"own"}


def waiting(world: World) -> list[str]:
    return sorted(student for student, state in states(world).items() if state == "waitlisted")


def test_the_end_of_a_drop_refuses_the_first_in_line(loaded: Counter[str]) -> None:
    """No more are loaded or refused with it, and the watcher names the others."""
    log = hosted()[:-1]
    world = World()
    world.apply(timed(log))
    loaded.clear()
    said = timed([*log, h.drop_closed()])
    world.apply(said[-1:])
    assert (waiting(world), loaded["lines of drops"]) == (["stu-3", "stu-4", "stu-5"], 2)
    later = [h.drop_closed(), h.deadline_passed("stu-3")]
    world, [outcome] = play(*log, *later)
    assert (type(outcome).__name__, waiting(world)) == ("ApplicationRefused", ["stu-4", "stu-5"])
    assert {one.reason for one in world.applications.values() if one.student == "stu-3"} == {"drop_full"}
    assert isinstance(play(*log, h.deadline_passed("stu-3"))[1][0], Unchanged), "its drop is open"


def test_the_cut_does_not_change_who_is_refused() -> None:
    """Withdrawals before the end make room for the next; a session's end has one budget for all of its drops."""
    log = hosted()
    assert waiting(alike([*log[:-1], h.withdrawn("stu-1"), h.withdrawn("stu-0"), h.drop_closed()])) == ["stu-5"]
    both = [*log[:-1], h.through("stu-6", "d2", "b"), h.through("stu-7", "d2", "b"), h.withdrawn("stu-1")]
    assert waiting(alike([*both, h.ended()])) == ["stu-4", "stu-5", "stu-6", "stu-7"]
    assert waiting(alike([*log, h.drop_closed(), h.refused()])) == ["stu-3", "stu-4", "stu-5"], "not those of d2"
    emptied = [h.withdrawn(f"stu-{number}") for number in (2, 3, 4)]
    assert waiting(alike([*both, *emptied, h.ended()])) == ["stu-7"], "the rest of the budget is for the next drop"


def held() -> list[Timed]:
    """One student with an invitation to each of four jobs; others are ranked behind."""
    _, *ready = h.ready(*NAMES)
    log: list[Timed] = [h.scheduled(ends_at=at(9 * 86_400), offers="release"), *ready]
    for name in NAMES:
        log += [h.amended(name, headcount=1), h.submitted("stu-1", name), h.submitted("stu-2", name)]
        log += [h.shortlisted("stu-2", name), h.ranked("stu-2", name=name), h.invited("stu-1", name)]
    return log


def offered(world: World, student: str = "stu-1") -> dict[str, str]:
    names = {h.job(name): name for name in NAMES}
    return {names[one.job]: one.state for one in world.applications.values() if one.student == student}


def test_a_match_releases_the_first_offers(loaded: Counter[str]) -> None:
    """The watcher names the others, whose openings move on too; until then they cannot be accepted."""
    log = [*held(), h.accepted("stu-1", "b")]
    world = alike(log)
    assert offered(world) == {"a": "declined", "b": "accepted", "c": "invited", "d": "invited"}
    assert [one.releasing for one in world.applicants.values() if one.student == "stu-1"] == [True]
    assert isinstance(play(*log, h.accepted("stu-1", "c"))[1][0], Refused)
    world = alike([*log, h.deadline_passed("stu-1", "c"), h.deadline_passed("stu-1", "d")])
    assert offered(world) == {"a": "declined", "b": "accepted", "c": "declined", "d": "declined"}
    assert offered(world, "stu-2")["c"] == "invited", "the opening moved on"
    alike([*held(), h.declined("stu-1", "a"), h.accepted("stu-1", "b"), h.deadline_passed("stu-1", "d")])


def test_a_match_loads_no_more_offers(loaded: Counter[str]) -> None:
    """Those that it releases, itself, and as many as the batch names: one of them tells whether any are left."""
    world, log = World(), timed([*held(), h.accepted("stu-1", "b")])
    world.apply(log[:-1])
    loaded.clear()
    world.apply(log[-1:])
    assert loaded["offers of students"] == 3


def test_a_larger_headcount_loads_only_who_is_ranked(loaded: Counter[str]) -> None:
    """No open invitation of the job; an amendment of something else loads no application."""
    log: list[Timed] = [*h.ready("a"), h.amended("a", headcount=1), *(h.submitted(one) for one in STUDENTS)]
    log += [h.shortlisted("stu-2"), h.shortlisted("stu-3"), h.ranked("stu-2", "stu-3"), h.invited("stu-1")]
    alike([*log, h.amended("a", headcount=2), h.declined("stu-2"), h.amended("a", headcount=3)])
    for amendment, number in ((h.amended("a", headcount=3), 2), (h.amended("a", region="上海"), 0)):
        world, whole = World(), timed([*log, amendment])
        world.apply(whole[:-1])
        loaded.clear()
        world.apply(whole[-1:])
        assert (loaded["applications by key"], loaded["open invitations to jobs"]) == (number, 0)


def test_a_round_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, loaded: Counter[str]) -> None:
    """With a reason, and without loading the rankings; one entry fewer, and it is held."""
    log: list[Timed] = [*h.ready("a"), h.submitted("stu-1"), h.wished("stu-1", "a"), h.ranked("stu-1")]
    monkeypatch.setattr(closing_round, "ENTRIES", replace(ENTRIES, bound=2))
    assert type(play(*log, h.round_held())[1][0]).__name__ == "ClosingRoundHeld"
    loaded.clear()
    monkeypatch.setattr(closing_round, "ENTRIES", replace(ENTRIES, bound=1))
    assert play(*log, h.round_held())[1] == [Refused("round_too_large")]
    assert loaded["applications that take part"] == loaded["wishes of a fair"] == 0


def test_an_archive_loads_no_job(loaded: Counter[str]) -> None:
    """It is not cut: it publishes a tombstone for each entry of the catalog, and changes one row."""
    world, log = World(), timed([*h.ready(*NAMES), h.closed(), h.archived()])
    world.apply(log[:-1])
    loaded.clear()
    world.apply(log[-1:])
    of_catalog = {"fairs for the catalog": 1, "booths for the catalog": 1, "jobs for the catalog": 4}
    assert dict(+loaded) == {"fairs by key": 1, **of_catalog}


async def test_the_watcher_finds_what_was_left(database: str) -> None:
    """Jobs and a session of a refused booth, those on the waitlist of a closed drop, offers beside a match."""
    left, other = hosted(), Host()
    entries = [one for one in (*left, h.drop_closed(), h.refused(), *held_by(other)) if isinstance(one, Entry)]
    more = [one for one in (h.published("c"), h.published("d")) if isinstance(one, Entry)]
    await filled(database, [*entries[: len(left)], *more, *entries[len(left) :]], size=1)
    async with connection_to(database) as connection:
        await connection.execute("UPDATE applications SET deadline = now() + interval '1 hour' WHERE state = 'invited'")
        found = await connection.fetch(overdue.SELECT_OVERDUE, list(range(12)), 100)
        events = [overdue._event_of(row) for row in found]
    kinds = Counter(type(event).__name__ for event in events)
    assert kinds == {"JobClosed": 2, "FairSessionEnded": 1, "DeadlinePassed": 3 + 2}
    assert {event.job for event in events if isinstance(event, JobClosed)} == {h.job("c"), h.job("d")}


def held_by(other: Host) -> list[Timed]:
    """The same fair with four offers as `held`, of another host, and a match."""
    _, *ready = other.ready(*NAMES)
    log: list[Timed] = [other.scheduled(offers="release"), *ready]
    log += [step for name in NAMES for step in (other.submitted("stu-1", name), other.invited("stu-1", name))]
    return [*log, other.accepted("stu-1", "b")]
