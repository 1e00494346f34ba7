"""Orders and runs in a real folder: the oldest first, each run claimed once, nothing left that would be run again."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from plumbing.objects.store import Objects
from services.ingest.jobs.shelf import OPEN, Checkpoint, Shelf, file_path
from tests.services.ingest.jobs.ordering import an_order

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def the_shelf(folder: Path) -> tuple[Shelf, Objects]:
    objects = Objects(str(folder / "objects"))
    return Shelf(objects), objects


async def test_an_order_has_its_file(tmp_path: Path) -> None:
    """Both are read back as they were; orders of another version are passed over."""
    shelf, objects = the_shelf(tmp_path)
    first, second, file = an_order(uuid4()), an_order(uuid4()), tmp_path / "jobs.csv"
    file.write_bytes(b"title")
    for one in (first, second):
        await shelf.put(one, file)
    await objects.put(f"{OPEN}/{uuid4()}.json", b"{}")
    assert [one async for one in shelf.waiting()] == [first, second]
    copy = tmp_path / "copy"
    assert await shelf.file(first.id, copy)
    assert copy.read_bytes() == b"title"
    assert not await shelf.file(uuid4(), copy)
    assert (first.person().sub, first.person().org) == ("rec-1", "ent-1")


async def test_a_run_is_claimed_once(tmp_path: Path) -> None:
    """By the first that tries; the next one takes over, which the first one notices."""
    shelf, _ = the_shelf(tmp_path)
    id = uuid4()
    assert await shelf.newest_run(id) == (0, None)
    assert sorted(await asyncio.gather(*(shelf.claim(id, 1) for _ in range(5)))) == [False] * 4 + [True]
    assert await shelf.may_go_on(id, 1)
    assert await shelf.claim(id, 2)
    number, seen = await shelf.newest_run(id)
    assert (number, await shelf.may_go_on(id, 1), await shelf.may_go_on(id, 2)) == (2, False, True)
    await shelf.beat(id, 2)
    _, later = await shelf.newest_run(id)
    assert seen is not None
    assert later is not None
    assert later >= seen
    await shelf.cancel(id)
    assert (await shelf.is_cancelled(id), await shelf.may_go_on(id, 2)) == (True, False)


async def test_what_is_over_leaves_only_its_account(tmp_path: Path) -> None:
    """Until that is forgotten, some time later."""
    shelf, objects = the_shelf(tmp_path)
    order, file = an_order(uuid4()), tmp_path / "jobs.csv"
    file.write_bytes(b"title")
    await shelf.put(order, file)
    await shelf.claim(order.id, 1)
    await shelf.note(order.id, Checkpoint(batches=3, accepted=7, flying=(uuid4(),)))
    assert (await shelf.checkpoint(order.id)).batches == 3
    await shelf.tell(order.id, {"accepted": 7})
    await shelf.reject(order.id, 0, [{"row": 2}])
    long_after = datetime.now(UTC) + timedelta(days=1)
    assert [one async for one in shelf.old(long_after)] == []
    await shelf.close(order.id)
    assert (await shelf.one(order.id), await objects.get(file_path(order.id))) == (None, None)
    assert (await shelf.account(order.id), await shelf.checkpoint(order.id)) == ({"accepted": 7}, Checkpoint())
    assert [one async for one in shelf.old(NOON)] == []
    assert [one async for one in shelf.old(long_after)] == [order.id]
    await shelf.forget(order.id)
    assert await shelf.account(order.id) == {}
