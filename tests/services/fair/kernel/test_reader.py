"""What reads take from the token and the database: the caller, and the answer if the database is away."""

from __future__ import annotations

import asyncpg
import pytest

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
