"""Fair's consumer: from a log of submissions to committed rows, counters and outbox.

Against one transaction for each message (the same code with batches of one), and against COPY of the same rows that a
run has written into the same empty tables with the same indexes.
"""

from __future__ import annotations

import asyncio
import gc
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4, uuid5

import asyncpg
import uvloop

from livefair.bench.figures import Figure
from livefair.bench.servers import Servers, servers
from plumbing.eventlog import weeks
from plumbing.eventlog.consumer import Consumer
from plumbing.eventlog.progress import Progress
from plumbing.kafka.publisher import Publisher, Receipt
from plumbing.kafka.raw import Records, raw_broker
from plumbing.postgres.pool import Pool
from schemas.application import ResumeSubmitted, application_id
from schemas.booth import BoothApproved, BoothRequested
from schemas.envelope import Envelope
from schemas.event import Event
from schemas.fair import FairOpened, FairScheduled
from schemas.job import JobPublished
from schemas.resume import Facets, ResumeCard, resume_id
from schemas.topics import FAIRS
from services.fair.engine.sink import DECIDED
from services.fair.engine.subscriptions import BATCH_RECORDS_MAX, subscribe

SUBMISSIONS = 100_000
JOBS = 50
STUDENTS = 25_000
ONE_BY_ONE = 1_500  # messages of the slow baseline: its rate does not depend on their number
TABLES = ("applications", "applicants", "inbox", "outbox")
ORGANIZER, ENTERPRISE = ("organizer-1", "organizer", "unit-1"), ("recruiter-1", "enterprise", "enterprise-1")


@dataclass(frozen=True, slots=True)
class Log:
    """The submissions of one fair: all in one partition, from offset 0 on."""

    partition: int
    end: int


async def sink(repeats: int) -> list[Figure]:
    """Both figures of the sink."""
    async with servers() as running:
        databases = [await running.database() for _ in range(3 * repeats)]
        # The event loop of the services, in a separate thread: it cannot start processes as the servers need them.
        return await asyncio.to_thread(uvloop.run, _measured(running, repeats, databases))


async def _measured(servers: Servers, repeats: int, databases: list[str]) -> list[Figure]:
    log = await write_log(servers)
    gc.freeze()  # as the service does at its start
    gc.set_threshold(100_000, 20, 100)
    ours, one_by_one, copies = [], [], []
    for _ in range(repeats):
        dsn = databases.pop()
        ours.append(await decided_per_second(servers, dsn, log, log.end, BATCH_RECORDS_MAX))
        copies.append(await copied_per_second(dsn, databases.pop(), log))
        one_by_one.append(await decided_per_second(servers, databases.pop(), log, ONE_BY_ONE, 1))
    unit = "events/s"
    return [
        Figure("sink_vs_transaction", unit, ours, one_by_one, "one transaction per message", "25"),
        Figure("sink_vs_copy", unit, ours, copies, "COPY of the same rows", "0.25"),
    ]


async def write_log(servers: Servers) -> Log:
    """One fair with its jobs and 100,000 submissions, as ingest writes them."""
    publisher = Publisher(servers.kafka, deadline_s=60.0, waiting_max=SUBMISSIONS)
    await publisher.start()
    fair = uuid4()
    jobs = [uuid5(fair, f"job {number}") for number in range(JOBS)]
    try:
        for event, actor in opening(fair, jobs):
            receipt = await write(publisher, fair, event, actor)
        for start in range(0, SUBMISSIONS, 10_000):
            numbers = range(start, start + 10_000)
            events = [submission(fair, jobs[number % JOBS], f"stu-{number // 4 % STUDENTS}") for number in numbers]
            writing = (write(publisher, fair, event, (event.student, "student", None)) for event in events)
            receipt = (await asyncio.gather(*writing))[-1]
    finally:
        await publisher.stop()
    return Log(receipt.partition, receipt.offset + 1)


def opening(fair: UUID, jobs: list[UUID]) -> list[tuple[Event, tuple[str, str, str | None]]]:
    now, org = datetime.now(UTC), ENTERPRISE[2]
    times = {"starts_at": now, "ends_at": now + timedelta(hours=8)}
    published = [JobPublished(fair=fair, org=org, job=job, title="Data engineer", headcount=3) for job in jobs]
    return [
        (FairScheduled(fair=fair, org=ORGANIZER[2], title="A fair", host="A host", **times), ORGANIZER),
        (FairOpened(fair=fair), ORGANIZER),
        (BoothRequested(fair=fair, org=org, name="An enterprise"), ENTERPRISE),
        (BoothApproved(fair=fair, org=org), ORGANIZER),
        *((event, ENTERPRISE) for event in published),
    ]


def submission(fair: UUID, job: UUID, student: str) -> ResumeSubmitted:
    facets = Facets(degree="bachelor", major="Statistics", region="Zhejiang")
    card = ResumeCard(resume=resume_id(student), sha256="0" * 64, facets=facets)
    application = application_id(job, student)
    return ResumeSubmitted(fair=fair, job=job, application=application, student=student, resume=card)


async def write(publisher: Publisher, fair: UUID, event: Event, actor: tuple[str, str, str | None]) -> Receipt:
    envelope = Envelope(uuid4(), event.wire_type(), "/bench", datetime.now(UTC), *actor)
    return await publisher.publish(FAIRS.name, str(fair).encode(), event.wire_value(), envelope.to_headers())


async def decided_per_second(servers: Servers, dsn: str, log: Log, until: int, batch_records_max: int) -> float:
    """Decide the log up to offset `until` into an empty database. Timed from the first record to the last commit."""
    pool = Pool(dsn)
    progress = Progress(pool)
    consumer = Consumer(pool, progress, lambda: None, DECIDED)
    started: list[float] = []

    async def take(records: Records) -> None:
        started.append(time.perf_counter())
        if not done():
            await take_all(records)

    def done() -> bool:
        return progress.next_of(FAIRS.name, log.partition) >= until

    take_all, consumer.take = consumer.take, take  # type: ignore[method-assign]  # only the clock is added
    broker = raw_broker(servers.kafka)
    subscribe(broker, consumer, servers.kafka, batch_records_max)
    await pool.start()
    try:
        await broker.start()
        while not done():
            await asyncio.sleep(0.005)
        return until / (time.perf_counter() - started[0])
    finally:
        await broker.stop()
        await consumer.settled()
        await pool.stop()


async def copied_per_second(dsn: str, empty: str, log: Log) -> float:
    """COPY the rows of a finished run as text into empty tables, in one transaction. Returns events per second."""
    content = {}
    source = await asyncpg.connect(dsn, ssl=False)
    for table in TABLES:
        content[table] = BytesIO()
        await source.copy_from_query(f"SELECT * FROM {table}", output=content[table])
        content[table].seek(0)
    target = await asyncpg.connect(empty, ssl=False)
    await weeks.make(target, await weeks.present(source))
    await source.close()
    started = time.perf_counter()
    async with target.transaction():
        for table in TABLES:
            await target.copy_to_table(table, source=content[table])
    seconds = time.perf_counter() - started
    await target.close()
    return log.end / seconds
