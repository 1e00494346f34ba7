"""A page of jobs with what is asked for beside it."""

from __future__ import annotations

from services.fair.jobs.list_reads import listed
from services.fair.jobs.search_reads import Asked
from services.fair.kernel.search import query
from tests.services.fair.site import Site
from tests.services.fair.story import Teller

t = Teller()
FIRST = (None, None, None)


async def test_what_is_not_asked_for_is_not_read(site: Site) -> None:
    """The rows are one fewer than the keys if there is a next page; the rest is None unless it was asked for."""
    await site.fill(t.ready("a", "b", "c"))

    async def read(asked: Asked, limit: int, beside: bool) -> tuple[int, int, set[str]]:
        found = await site.api.pool.read(
            lambda connection: listed(asked, "relevance", FIRST, limit, beside, beside, connection)
        )
        return len(found.keys), len(found.rows), {name for name, value in found.more.items() if value is not None}

    assert await read(Asked(t.fair), 2, False) == (2, 1, set())
    assert await read(Asked(t.fair), 9, True) == (3, 3, {"counts", "facets", "matches"})
    assert await read(Asked(t.fair, query("jop")), 9, False) == (0, 0, {"suggestion"})
