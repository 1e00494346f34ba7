"""Fairs whose retention is over, on PostgreSQL and with keys in a folder."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from livefair.audit.verify import audit
from plumbing.kafka.publisher import Receipt, Unavailable
from plumbing.objects.store import Kept, Objects, StoreAway
from plumbing.sealing.keys import Keys
from schemas.envelope import Envelope
from schemas.fair import RetentionPassed
from schemas.topics import FAIRS, PEOPLE
from services.fair.engine.retention import Retention
from tests.plumbing.postgres.connections import connection_to, pool_of
from tests.services.fair.story import Teller, batch, says
from tests.services.fair.tables import applied, filled

ALL = [(FAIRS.name, number) for number in range(FAIRS.partitions)]


class Log:
    """Replaces the publisher."""

    def __init__(self) -> None:
        self.said: list[RetentionPassed] = []

    async def publish(self, topic: str, key: bytes, value: bytes, headers: Sequence[tuple[str, bytes]] = ()) -> Receipt:
        event, envelope = RetentionPassed.model_validate_json(value), Envelope.from_headers(headers)
        assert (topic, key.decode(), envelope.role) == (FAIRS.name, str(event.fair), "system")
        self.said.append(event)
        return Receipt(topic, 0, len(self.said), datetime.now(UTC))


async def test_texts_of_a_forgotten_fair_are_gone_and_its_books_are_right(database: str, tmp_path: Path) -> None:
    """Its keys are destroyed, those of other fairs stay; once the record is decided the fair is found no more."""
    objects, log, over, other = Objects(str(tmp_path)), Log(), Teller(), Teller()
    keys = Keys(objects, fresh_s=0)
    words = [await keys.seal(f"{teller.fair.hex}/{'a' * 32}", "canary") for teller in (over, other)]
    submissions = [over.submitted("stu-1", message=words[0]), over.submitted("stu-2")]
    story = [*over.ready(), *submissions, over.closed(), over.archived(), *other.ready(), other.closed()]
    await filled(database, story)
    async with connection_to(database) as connection:
        await connection.execute("UPDATE fairs SET ends_at = now() - interval '8 days'")
        await connection.execute("UPDATE fairs SET ends_at = '2020-01-01' WHERE id = $1", over.fair)
    async with pool_of(database) as pool:

        def watcher(*owned: tuple[str, int]) -> Retention:
            return Retention(pool, log, objects, lambda: owned or ALL, 9)  # type: ignore[arg-type]  # what is used

        assert await watcher((FAIRS.name, 1), (PEOPLE.name, 0)).look() == 0
        assert await watcher().look() == 1
        assert [await keys.open(word) for word in words] == [None, "canary"]
        assert [event.fair for event in log.said] == [over.fair]
        async with connection_to(database) as connection:
            assert await applied(connection, batch([says(log.said[0], "livefair", "system")], len(story))) == [True]
        assert await watcher().look() == 0
    async with connection_to(database) as connection:
        row = await connection.fetchrow("SELECT forgotten, counters FROM fairs WHERE id = $1", over.fair)
        assert (row["forgotten"], row["counters"]["applications"]) == (True, 2)
    assert (await audit(database)).differences == []


class Away(Objects):
    """A store that does not answer."""

    async def listed(self, folder: str) -> AsyncIterator[Kept]:
        raise StoreAway("Timeout")
        yield


async def test_without_the_store_nothing_is_said(database: str, tmp_path: Path) -> None:
    """The turn is repeated: a fair is forgotten when its keys are destroyed, not before."""
    log, teller = Log(), Teller()
    await filled(database, [*teller.ready(), teller.closed()])
    async with connection_to(database) as connection:
        await connection.execute("UPDATE fairs SET ends_at = now() - interval '9 days'")
    async with pool_of(database) as pool:
        with pytest.raises(Unavailable, match="Timeout"):
            await Retention(pool, log, Away(str(tmp_path)), lambda: ALL, 9).look()  # type: ignore[arg-type]  # what is used
    assert log.said == []
