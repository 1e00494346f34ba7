"""What reads take from the token and the database: the caller, and the answer if the database is away."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from plumbing.auth.asker import GUEST
from plumbing.http.problem import Problem
from services.fair.kernel.reader import AT_ONCE, OF_ONE, WAITING
from tests.services.fair.site import Site, is_problem

ME = "/v1/me/applications"


async def test_a_token_is_needed(site: Site) -> None:
    """No token and an invalid one are 401, another role's is 403."""
    assert is_problem(await site.get(ME), 401)
    bad = await site.client.get(ME, headers={"authorization": "Bearer nonsense"})
    assert is_problem(bad, 401)
    assert bad.headers["www-authenticate"].startswith("Bearer")
    assert is_problem(await site.get(ME, "enterprise"), 403)


async def test_a_database_that_is_away_is_503(site: Site) -> None:
    """An unreachable database is answered with 503, and the read may be retried."""
    await site.api.pool.stop()
    away = await site.get("/v1/fairs")
    assert is_problem(away, 503)
    assert away.headers["retry-after"] == "1"


async def test_a_query_that_cannot_succeed_is_not_called_a_database_that_is_away(site: Site) -> None:
    """It is a fault of ours: the client is not told to try again."""
    with pytest.raises(asyncpg.UndefinedTableError):
        await site.api.reader.rows("SELECT * FROM nothing")


async def test_a_crowd_of_one_address_delays_nobody_else(site: Site) -> None:
    """500 slow reads of one address have half of the connections; another's read is answered before they are."""
    statuses, reader = list[int](), site.api.reader

    async def read(address: str, sql: str) -> None:
        GUEST.set(address)
        try:
            await reader.rows(sql)
            statuses.append(200)
        except Problem as problem:
            statuses.append(problem.status)

    crowd = [asyncio.create_task(read("192.0.2.1", "SELECT pg_sleep(0.05)")) for _ in range(500)]
    async with asyncio.timeout(30):
        while not statuses:
            await asyncio.sleep(0)
        before = statuses.count(200)
        await asyncio.create_task(read("192.0.2.2", "SELECT 1"))
    assert statuses.count(200) - before <= 1 + AT_ONCE
    await asyncio.gather(*crowd)
    allowed = OF_ONE + WAITING.share("address")
    assert (statuses.count(200), statuses.count(429)) == (allowed + 1, 500 - allowed)
