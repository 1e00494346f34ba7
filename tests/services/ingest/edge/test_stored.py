"""What a person and an organization store in a day is bounded by bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from plumbing.auth.asker import ASKER
from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from plumbing.limits import ORGANIZATION, PERSON, Limit
from services.ingest.edge.stored import OBJECT_BYTES, STORED, StoredObjects

FEW = Limit("bytes", None, unit="bytes", shares={PERSON: 10 * OBJECT_BYTES, ORGANIZATION: 15 * OBJECT_BYTES})


async def put(objects: StoredObjects, sub: str, org: str | None, *sizes: int) -> list[int]:
    """The statuses of storing objects of these sizes, one after the other; 200 where it was stored."""
    ASKER.set(Person(sub, "enterprise", org, None, 0))
    statuses = []
    for number, size in enumerate(sizes):
        try:
            await objects.put(f"{sub}/{number}", b" " * size)
            statuses.append(200)
        except Problem as problem:
            statuses.append(problem.status if int(problem.headers["Retry-After"]) > 3_600 else 0)
    return statuses


async def test_each_has_a_share_of_a_day(tmp_path: Path) -> None:
    """Beyond it nothing is stored, of a person first, then of their organization; a small object counts as a block."""
    objects = StoredObjects(str(tmp_path), FEW)
    assert await put(objects, "ann", "ent-1", *(1 for _ in range(11))) == [200] * 10 + [429]
    assert await put(objects, "bob", "ent-1", 5 * OBJECT_BYTES, 1) == [200, 429]
    assert await put(objects, "carl", "ent-2", 10 * OBJECT_BYTES, 1) == [200, 429]
    assert await put(objects, "dora", None, 11 * OBJECT_BYTES, 10 * OBJECT_BYTES) == [429, 200]
    assert [(await objects.get(f"{sub}/0")) is None for sub in ("ann", "bob", "carl", "dora")] == [
        False,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("limited", [True, False])
async def test_without_limits_all_is_stored(tmp_path: Path, limited: bool) -> None:
    """As with the rate limits off; where nobody asks, as at the start of a service, nothing is counted."""
    objects = StoredObjects(str(tmp_path), FEW, limited=limited)
    statuses = await put(objects, "ann", "ent-1", *(OBJECT_BYTES for _ in range(20)))
    assert statuses.count(429) == (10 if limited else 0)
    ASKER.set(None)
    await objects.put("x", b" " * 20 * OBJECT_BYTES)


def test_a_resume_may_be_saved_often_enough() -> None:
    """Twenty attachments of the largest size, and every message of two bulk invitations of a thousand."""
    assert STORED.share(PERSON) >= 20 * 10 * 1_048_576
    assert STORED.share(PERSON) >= 2 * 1_000 * 2_000 * 4
