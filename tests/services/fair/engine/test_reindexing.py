"""Rows that were written before the present search columns, on PostgreSQL."""

from __future__ import annotations

import pytest

from schemas.topics import FAIRS
from services.fair.engine.registry import NOUNS
from services.fair.engine.reindexing import ONE_AT_A_TIME, ROWS_MAX, Reindexing
from services.fair.jobs import store
from tests.plumbing.postgres.connections import connection_to, pool_of
from tests.services.fair.cards.story import shown
from tests.services.fair.site import Site
from tests.services.fair.story import Entry, Teller, batch, saved
from tests.services.fair.tables import applied, contents

INDEXED = [noun.indexed for noun in NOUNS if noun.indexed]
BEFORE = """
UPDATE jobs SET words = ARRAY['engineers', '软', '件', '软件', '上海'],
  title_words = ARRAY['engineers', '软', '件', '软件'],
  title_key = NULL, pay = NULL, region_code = NULL;
UPDATE booths SET words = NULL, name_key = NULL;
UPDATE fairs SET words = NULL, title_key = NULL;
UPDATE cards SET words = ARRAY['数学'], major_words = ARRAY['数学'];
"""
"""The columns as the version before had them."""
t = Teller()
JOBS = f"/v1/fairs/{t.fair}/jobs"
LOG = [
    *t.ready(),
    *(t.published(f"job {n}", title="软件 Engineers", region="上海") for n in range(ROWS_MAX + 1)),
    saved("stu-1"),
    shown(t),
]


async def before(dsn: str) -> None:
    async with connection_to(dsn) as connection:
        await connection.execute(BEFORE)


async def decided(dsn: str, entry: Entry) -> None:
    """Decide what comes after the log."""
    async with connection_to(dsn) as connection:
        await applied(connection, batch([entry], sum(one.topic == FAIRS.name for one in LOG)))


async def test_old_rows_become_as_new_ones(database: str, site: Site) -> None:
    """After it every table is as if the log were decided now; a second time nothing is left to do."""
    await site.fill(LOG)
    written = await contents(database)
    await before(database)
    async with pool_of(database) as pool:
        assert await Reindexing(pool, INDEXED).index() == ROWS_MAX + 2 + 3
        assert await contents(database) == written
        assert await Reindexing(pool, INDEXED).index() == 0


async def test_old_rows_are_found_before_their_turn(database: str, site: Site) -> None:
    """Until then a fair's jobs are found by the terms that old and new rows have, with the same filters."""
    await site.fill(LOG)
    await before(database)
    await decided(database, t.published("new", title="软件 Engineers", region="上海"))
    for asked in ({"q": "软件"}, {"q": "engineers"}, {"q": "软件", "region": "上海"}, {"region": "上海"}, {}):
        many = len(await site.items(JOBS, **asked))
        assert many == ROWS_MAX + 3 - ("region" in asked), asked
    assert len(await site.items(f"/v1/fairs/{t.fair}/booths", q="enterprise")) == 1
    assert len(await site.items("/v1/fairs", q="fair")) == 1


async def test_a_decision_meanwhile_stands(database: str, site: Site) -> None:
    """What was read before the row was decided again is not written over the newer terms."""
    await site.fill(LOG)
    await before(database)
    async with connection_to(database) as connection:
        rows = await connection.fetch(store.JOBS_TO_INDEX.sql, 100)
        await decided(database, t.amended("job 1", title="会计"))
        before_it = [store.JOBS_TO_INDEX.read(row) for row in rows]
        await connection.execute(store.INDEX_JOBS.sql, store.INDEX_JOBS.json_of(before_it))
    assert [job["title"] for job in await site.items(JOBS, q="会计")] == ["会计"]


async def test_one_at_a_time(database: str, site: Site) -> None:
    """While another instance indexes, nothing is done here."""
    await site.fill(LOG)
    await before(database)
    async with connection_to(database) as other, other.transaction(), pool_of(database) as pool:
        assert await other.fetchval(ONE_AT_A_TIME)
        assert await Reindexing(pool, INDEXED).index() == 0


@pytest.mark.parametrize("table", ["jobs", "booths", "cards", "fairs"])
async def test_rows_that_wait_are_found_by_an_index(database: str, table: str) -> None:
    """The condition is that of the partial index, so looking for rows costs nothing once there are none."""
    waiting = next(one for one in INDEXED if one.statement.table.name == table).waiting.sql
    async with connection_to(database) as connection:
        await connection.execute("SET enable_seqscan = off")
        plan = "\n".join(row[0] for row in await connection.fetch(f"EXPLAIN {waiting.replace('$1', '10')}"))
    assert f"{table}_to_index" in plan
