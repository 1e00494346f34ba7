"""The report's figures are of one moment."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import asyncpg

from services.fair.report.figures import figures
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.selecting import a_whole_fair
from tests.services.fair.selecting import applied as received
from tests.services.fair.story import ORG, Teller, batch
from tests.services.fair.tables import applied, filled


class Interrupted:
    """A connection that decides another batch after its first query."""

    def __init__(self, connection: asyncpg.Connection, other: asyncpg.Connection, teller: Teller, at: int) -> None:
        self._connection, self._other, self._teller, self._at = connection, other, teller, at
        self.transaction = connection.transaction

    async def fetchrow(self, *asked: object) -> object:
        row = await self._connection.fetchrow(*asked)
        assert await applied(
            self._other, batch([self._teller.submitted("late"), self._teller.published("c", ORG)], self._at)
        )
        return row

    async def fetch(self, *asked: object) -> object:
        return await self._connection.fetch(*asked)


async def test_what_is_decided_meanwhile_is_not_in_it(database: str) -> None:
    """All figures, the funnel included, are as of the record that the report names."""
    teller = Teller()
    log = a_whole_fair(teller)
    await filled(database, log)
    async with connection_to(database) as connection, connection_to(database) as other:
        report = await figures(Interrupted(connection, other, teller, len(log)), teller.fair)
        after = await figures(connection, teller.fair)
    assert report is not None
    assert after is not None
    assert (report["total"]["applications"], report["counters"]["applications"]) == (6, 6)
    assert (report["unfilled"]["headcount"], after["unfilled"]["headcount"]) == (5, 7)
    assert (after["total"]["applications"], after["counters"]["applications"]) == (7, 7)
    assert after["as_of"] - report["as_of"] == timedelta(seconds=2)


async def test_there_is_none_of_no_fair(database: str) -> None:
    """An unknown fair has no figures, not zeros."""
    async with connection_to(database) as connection:
        assert await figures(connection, uuid4()) is None


async def test_the_names_of_one_region_are_one_row(database: str) -> None:
    """Students of a region are counted together, also their response times."""
    teller = Teller()
    names = ("杭州", "杭州市", "浙江省杭州市", "330100", "上海")
    await filled(
        database, [*teller.ready(), *(received(teller, f"s-{n}", "a", region=name) for n, name in enumerate(names))]
    )
    async with connection_to(database) as connection:
        report = await figures(connection, teller.fair)
    assert report is not None
    assert [(row["value"], row["applications"]) for row in report["by_region"]] == [("杭州", 4), ("上海", 1)]
