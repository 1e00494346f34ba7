"""The catalog: its entries, waiting for them, and its memory."""

from __future__ import annotations

import asyncio
import tracemalloc
from uuid import UUID, uuid4

import pytest

from plumbing.auth.asker import ASKER
from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from plumbing.limits import PERSON
from plumbing.telemetry import metrics
from schemas.catalog import JobEntry
from services.fair.fairs.fair import ALLOWS
from services.ingest.catalog import EXPECTED, WAITING, Catalog
from services.ingest.facts import FairFacts, JobFacts
from tests.services.ingest.write_edge import CatalogFeed, record


@pytest.fixture
def catalog() -> Catalog:
    return Catalog(lambda: True, wait_s=0.02, waiting_max=2)


@pytest.fixture
def feed(catalog: Catalog) -> CatalogFeed:
    return CatalogFeed(catalog)


async def test_the_newest_record_counts(catalog: Catalog, feed: CatalogFeed) -> None:
    """A later state of a fair, booth or job replaces an earlier one."""
    fair, job = await feed.fair(state="scheduled"), uuid4()
    for booth, state in (("requested", "open"), ("approved", "closed")):
        await feed.booth(fair, state=booth)  # type: ignore[arg-type]  # the table's words are its states
        await feed.job(fair, state=state, job=job)  # type: ignore[arg-type]  # as above
    await feed.fair(state="open", fair=fair)
    assert catalog.fair(fair) == FairFacts("unit-1", "open", ALLOWS["open"])
    assert catalog.job(job) == JobFacts(fair, "ent-1", "closed")
    assert catalog.booth(fair, "ent-1") == "approved"


async def test_a_tombstone_takes_a_thing_away(catalog: Catalog, feed: CatalogFeed) -> None:
    """Also one for an unknown thing."""
    fair = await feed.fair()
    job = await feed.job(fair)
    await feed.booth(fair)
    for key in (str(fair), str(job), f"booth:{fair}:ent-1", f"booth:{fair}:ent-2", str(uuid4())):
        await feed.put(key, None)
    assert (catalog.fair(fair), catalog.job(job), catalog.booth(fair, "ent-1")) == (None, None, None)


@pytest.mark.parametrize("value", [b"", b"{", b"\xff", b"{}", b'{"kind": "moon"}', b'{"kind": "job", "job": 1}'])
async def test_a_record_that_cannot_be_read_is_passed_over(catalog: Catalog, feed: CatalogFeed, value: bytes) -> None:
    """The records around it are applied. It is counted as skipped; it does not become a dead letter."""
    fair = uuid4()
    passed_over, dead = (each.labels("livefair.catalog") for each in (metrics.UNREADABLE, metrics.DEAD_LETTERS))
    before = passed_over._value.get(), dead._value.get()
    await catalog.apply([record(b"x", value), record(b"no-uuid", None), record(b"\xff", None)])
    await feed.fair(fair=fair)
    assert catalog.fair(fair) is not None
    assert (passed_over._value.get(), dead._value.get()) == (before[0] + 3, before[1])


async def test_who_waits_is_woken_by_the_record(catalog: Catalog, feed: CatalogFeed) -> None:
    """Everyone who waits for it, and only by a record that satisfies the wait."""
    catalog = Catalog(lambda: True, wait_s=30)
    feed, fair = CatalogFeed(catalog), uuid4()

    def look() -> FairFacts | None:
        return catalog.fair(fair)

    waiting = [
        asyncio.create_task(catalog.once(str(fair), look, lambda found: found is not None and found.state == "open"))
        for _ in range(3)
    ]
    while catalog.waiting < 3:
        await asyncio.sleep(0)
    await feed.fair(state="scheduled", fair=fair)
    await feed.fair()
    await asyncio.sleep(0)
    assert not any(one.done() for one in waiting)
    await feed.fair(state="open", fair=fair)
    assert await asyncio.gather(*waiting) == [FairFacts("unit-1", "open", ALLOWS["open"])] * 3
    assert catalog.waiting == 0


async def test_in_the_end_it_tells_what_it_found(catalog: Catalog, feed: CatalogFeed) -> None:
    """After the timeout the waiter gets the current entry, and leaves nothing behind."""
    fair = await feed.fair(state="scheduled")
    found = await catalog.once(str(fair), lambda: catalog.fair(fair), lambda facts: False)
    assert found == FairFacts("unit-1", "scheduled", ALLOWS["scheduled"])
    assert (catalog.waiting, catalog._watchers) == (0, {})


async def test_beyond_the_bound_nobody_waits(catalog: Catalog) -> None:
    """With two waiters, the third gets the current entry at once."""
    catalog = Catalog(lambda: True, wait_s=30, waiting_max=2)

    def asking() -> asyncio.Task[FairFacts | None]:
        fair = uuid4()
        return asyncio.create_task(catalog.once(str(fair), lambda: catalog.fair(fair), lambda found: found is not None))

    two = [asking(), asking()]
    while catalog.waiting < 2:
        await asyncio.sleep(0)
    assert await asking() is None
    for one in two:
        one.cancel()
    await asyncio.gather(*two, return_exceptions=True)
    assert catalog.waiting == 0


@pytest.mark.long
async def test_three_million_jobs_fit_in_500_mb(catalog: Catalog) -> None:
    """Measured with 100,000 jobs of 500 enterprises. Memory is proportional, with room for a dict to double."""
    fairs, orgs = [uuid4() for _ in range(5)], [f"enterprise-{n}" for n in range(100)]
    tracemalloc.start()
    for first in range(0, 100_000, 1_000):
        jobs = [
            JobEntry(job=UUID(int=first + n), fair=fairs[n % 5], org=orgs[n % 100], state="open") for n in range(1_000)
        ]
        await catalog.apply([record(str(job.job).encode(), job.model_dump_json().encode()) for job in jobs])
    del jobs
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert catalog.job(UUID(int=99_999)) is not None
    assert used / 100_000 * 3_000_000 < 500e6


@pytest.mark.parametrize("waiting_max", [2_000, 0])
async def test_a_catalog_that_is_still_read_denies_nothing(waiting_max: int) -> None:
    """A missing entry may still arrive: 503, not 404, also with too many waiters."""
    catalog = Catalog(lambda: False, wait_s=0.01, waiting_max=waiting_max)
    with pytest.raises(Problem) as refused:
        await catalog.once("key", lambda: None, lambda found: found is not None)
    assert (refused.value.status, refused.value.headers["Retry-After"]) == (503, "1")
    assert await catalog.once("key", lambda: 1, lambda found: found is not None) == 1


async def test_a_change_that_is_expected_is_waited_for_once(catalog: Catalog, feed: CatalogFeed) -> None:
    """Until its record arrives or the timeout passes. An unexpected change is not waited for."""
    catalog = Catalog(lambda: True, wait_s=30)
    feed, fair = CatalogFeed(catalog), uuid4()
    catalog.expect(str(fair))
    waiting = asyncio.create_task(catalog.settled(str(fair)))
    while not catalog.waiting:
        await asyncio.sleep(0)
    await feed.fair(fair=fair)
    await waiting
    await catalog.settled(str(fair))


async def test_a_change_that_does_not_come_is_expected_no_more(catalog: Catalog) -> None:
    """The log has refused it. If very many are expected, the oldest are dropped."""
    catalog.expect("refused")
    await catalog.settled("refused")
    assert not catalog._expected
    for number in range(EXPECTED.most + 1):
        catalog.expect(str(number))
    assert list(catalog._expected)[:: EXPECTED.most - 1] == [b"1", str(EXPECTED.most).encode()]


@pytest.mark.parametrize(("limited", "waiting"), [(True, WAITING.share(PERSON)), (False, 600)])
async def test_one_person_has_a_share_of_the_places_to_wait(limited: bool, waiting: int) -> None:
    """Beyond it their requests are answered at once, and another person still waits."""
    catalog = Catalog(lambda: True, wait_s=30, limited=limited)

    async def asks(sub: str) -> FairFacts | None:
        ASKER.set(Person(sub, "student", None, None, 0))
        fair = uuid4()
        return await catalog.once(str(fair), lambda: catalog.fair(fair), lambda found: found is not None)

    asking = [asyncio.create_task(asks("ann")) for _ in range(600)]
    await asyncio.sleep(0)  # each task has begun to wait, or ended
    assert catalog.waiting == waiting
    other = asyncio.create_task(asks("bob"))
    await asyncio.sleep(0)  # each task has begun to wait, or ended
    assert catalog.waiting == waiting + 1
    for one in (*asking, other):
        one.cancel()
    await asyncio.gather(*asking, other, return_exceptions=True)
    assert catalog.waiting == 0
