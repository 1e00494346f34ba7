"""A fair with 100,000 applications for the benchmark of reads: created through the log, multiplied in the tables.

The rows are copies of rows that fair has decided, with other ids, states and facets; no log would give these rows.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4, uuid5

import asyncpg

from livefair.bench.servers import Servers, servers
from livefair.bench.sink import ENTERPRISE, ORGANIZER, opening, submission, write
from livefair.servers.child import Child
from livefair.servers.ports import HOST, free_port
from livefair.servers.service import Service
from livefair.system.home import Home
from livefair.system.keys import Signer, ensure_keys
from plumbing.kafka.publisher import Publisher

APPLICATIONS, JOBS, BOOTHS = 100_000, 300, 50
STUDENT = "stu-12000"  # a student in the middle, with five applications

MANY_BOOTHS = """
INSERT INTO booths SELECT r.* FROM booths b, generate_series(2, $2) AS n, LATERAL jsonb_populate_record(b,
  jsonb_build_object('org', 'enterprise-' || n, 'name', '企业 ' || n, 'place', n,
    'state', (ARRAY['approved', 'approved', 'approved', 'requested'])[1 + n % 4],
    'region', (ARRAY['杭州', '宁波', '上海'])[1 + n % 3], 'industry', (ARRAY['互联网', '装备制造'])[1 + n % 2])) AS r
WHERE b.fair = $1 AND b.org = 'enterprise-1'
"""
MANY_JOBS = """
INSERT INTO jobs SELECT r.* FROM jobs j, generate_series(2, $2) AS n, LATERAL jsonb_populate_record(j,
  jsonb_build_object('id', gen_random_uuid(), 'org', 'enterprise-' || (1 + n % $3), 'place', 100 + n,
    'title', (ARRAY['数据工程师', '机械设计师', '会计', 'Data engineer'])[1 + n % 4] || ' ' || n,
    'industry', (ARRAY['互联网', '装备制造', NULL])[1 + n % 3],
    'state', CASE WHEN n % 10 = 0 THEN 'closed' ELSE 'open' END,
    'description', repeat('岗位职责与任职要求。', 60))) AS r
WHERE j.fair = $1 AND j.place = (SELECT min(place) FROM jobs WHERE fair = $1)
"""
MANY_APPLICATIONS = """
WITH listed AS (SELECT id, org, row_number() OVER (ORDER BY place, id) AS number FROM jobs WHERE fair = $1)
INSERT INTO applications SELECT r.* FROM generate_series(2, $2) AS n
JOIN listed ON listed.number = 1 + floor($3 * (abs(hashint4(n)) % 10000 / 10000.0) ^ 1.5)
CROSS JOIN (SELECT * FROM applications WHERE fair = $1 LIMIT 1) AS a
CROSS JOIN LATERAL jsonb_populate_record(a::text::applications, jsonb_build_object(
  'id', gen_random_uuid(), 'job', listed.id, 'org', listed.org, 'student', 'stu-' || n / 5, 'place', n,
  'offset', 1000 + n, 'received_at', a.received_at + n * interval '100 ms',
  'state', CASE WHEN n % 200 = 0 THEN 'hired' WHEN n % 40 = 1 THEN 'invited' WHEN n % 10 = 2 THEN 'shortlisted'
    WHEN n % 4 = 3 THEN 'viewed' WHEN n % 9 = 4 THEN 'refused' ELSE 'submitted' END,
  'resume', jsonb_build_object('id', a.resume ->> 'id', 'sha256', a.resume ->> 'sha256', 'attachment', NULL,
    'degree', (ARRAY['bachelor', 'bachelor', 'bachelor', 'master', 'associate'])[1 + n % 5], 'major', '统计学',
    'region', CASE WHEN n % 5000 = 0 THEN '西藏' ELSE (ARRAY['浙江', '江苏', '上海', '安徽'])[1 + n % 4] END))) AS r
"""
NUMBERS = """
UPDATE jobs SET submissions = counted.number, standing = counted.number
FROM (SELECT job, count(*) AS number FROM applications GROUP BY job) AS counted WHERE counted.job = jobs.id
"""


@dataclass(frozen=True, slots=True)
class Crowded:
    """The fair, the service that reads it, and the tokens."""

    fair: UUID
    job: UUID
    """The job with the most applications."""
    dsn: str
    service: Child
    organizer: str
    enterprise: str
    student: str
    database: Child
    """The process of PostgreSQL."""

    @property
    def pid(self) -> int:
        assert self.service.pid is not None
        return self.service.pid

    @property
    def port(self) -> int:
        return self.service.server.port


@asynccontextmanager
async def crowded() -> AsyncIterator[Crowded]:
    """The fair and its servers, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="livefair-bench-", ignore_cleanup_errors=True) as folder:
        home = Home(Path(folder))
        ensure_keys(home)
        async with servers() as running:
            dsn = await running.database()
            fair = await _begun(running)
            settings = _settings(running, home, dsn)
            decides, service = (
                Child(Service(kind, 1, free_port(), home.path / f"{kind}.log", settings)) for kind in ("fair", "reads")
            )
            await decides.start()
            await service.start()
            try:
                job = await _multiplied(dsn, fair)
                signer = Signer(home)
                people = (ORGANIZER, ENTERPRISE, (STUDENT, "student", None))
                organizer, enterprise, student = (_token(signer, person) for person in people)
                yield Crowded(fair, job, dsn, service, organizer, enterprise, student, running.database_child)
            finally:
                await service.stop()
                await decides.stop()


async def _begun(running: Servers) -> UUID:
    """A fair with a booth, a job and an application, in the log."""
    fair = uuid4()
    job = uuid5(fair, "job")
    publisher = Publisher(running.kafka, deadline_s=10.0)
    await publisher.start()
    try:
        for event, actor in opening(fair, [job]):
            await write(publisher, fair, event, actor)
        await write(publisher, fair, submission(fair, job, "stu-0"), ("stu-0", "student", None))
    finally:
        await publisher.stop()
    return fair


async def _multiplied(dsn: str, fair: UUID) -> UUID:
    """Fill the tables. Returns the id of the job with the most applications."""
    connection = await asyncpg.connect(dsn, ssl=False)
    try:
        while not await connection.fetchval("SELECT count(*) FROM applications"):
            await asyncio.sleep(0.05)
        await connection.execute(MANY_BOOTHS, fair, BOOTHS)
        await connection.execute(MANY_JOBS, fair, JOBS, BOOTHS)
        await connection.execute(MANY_APPLICATIONS, fair, APPLICATIONS, JOBS)
        await connection.execute(NUMBERS)
        await connection.execute("VACUUM ANALYZE")
        busiest = "SELECT id FROM jobs WHERE fair = $1 AND org = $2 ORDER BY standing DESC LIMIT 1"
        job: UUID = await connection.fetchval(busiest, fair, ENTERPRISE[2])
        return job
    finally:
        await connection.close()


def _token(signer: Signer, who: tuple[str, str, str | None]) -> str:
    sub, role, org = who
    return signer.token({"sub": sub, "role": role, "org": org}, 3_600)


def _settings(running: Servers, home: Home, dsn: str) -> dict[str, str]:
    return {
        "LIVEFAIR_KAFKA": running.kafka.bootstrap,
        "LIVEFAIR_JWKS": str(home.jwks),
        "LIVEFAIR_OBJECTS": str(home.path / "objects"),
        "LIVEFAIR_POSTGRES": dsn,
        "LIVEFAIR_GRANT_KEY": home.grant_key.read_text(),
        "LIVEFAIR_LOG_LEVEL": "warning",
        "LIVEFAIR_PUBLIC_URL": f"http://{HOST}",
    }
