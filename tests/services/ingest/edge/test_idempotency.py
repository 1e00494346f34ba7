"""One effect for one event id."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from plumbing.http.problem import Problem
from services.ingest.edge.idempotency import Memory

ID = UUID(int=1)


class Work:
    """Counts its calls; fails the first `failing` times."""

    def __init__(self, failing: int = 0) -> None:
        self.times = 0
        self.failing = failing

    async def __call__(self) -> int:
        self.times += 1
        await asyncio.sleep(0)
        if self.times <= self.failing:
            raise ConnectionError
        return self.times


async def test_it_is_done_once_however_many_ask() -> None:
    """For calls before, during and after the work."""
    memory, work = Memory[int](), Work()
    at_once = await asyncio.gather(*(memory.once("ann", ID, b"a", work) for _ in range(100)))
    assert [*at_once, await memory.once("ann", ID, b"a", work)] == [1] * 101
    assert work.times == 1


async def test_another_body_is_refused() -> None:
    """Also while the first is in progress."""
    memory, work = Memory[int](), Work()
    first = asyncio.create_task(memory.once("ann", ID, b"a", work))
    await asyncio.sleep(0)
    for _ in range(2):
        with pytest.raises(Problem) as caught:
            await memory.once("ann", ID, b"b", work)
        assert caught.value.status == 422
        await first


async def test_a_failure_is_told_to_all_and_not_remembered() -> None:
    """The next call tries again, with any body."""
    memory, work = Memory[int](), Work(failing=1)
    failed = await asyncio.gather(*(memory.once("ann", ID, b"a", work) for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in failed] == [ConnectionError] * 3
    assert await memory.once("ann", ID, b"b", work) == 2


async def test_who_asked_first_may_leave() -> None:
    """If the first caller disconnects, the work continues for the others."""
    memory, work = Memory[int](), Work()
    first = asyncio.create_task(memory.once("ann", ID, b"a", work))
    await asyncio.sleep(0)
    second = asyncio.create_task(memory.once("ann", ID, b"a", work))
    first.cancel()
    assert await second == 1


async def test_memory_is_bounded() -> None:
    """The oldest key is forgotten."""
    memory, work = Memory[int](remembered_max=2), Work()
    for number in (1, 2, 3, 3, 2, 1):
        await memory.once("ann", UUID(int=number), b"a", work)
    assert work.times == 4


async def test_answers_are_bounded_by_bytes() -> None:
    """However long they are: the oldest are forgotten first, and one that is too long alone is not kept."""
    memory = Memory[bytes](size_of=len, bytes_max=100)
    works = [Work() for _ in range(4)]

    async def ask(number: int, size: int) -> None:
        async def answer() -> bytes:
            await works[number]()
            return b" " * size

        await memory.once("ann", UUID(int=number), b"a", answer)

    for number, size in ((0, 40), (1, 40), (2, 40), (3, 101)):
        await ask(number, size)
    assert memory._bytes == 0
    for number, size in ((1, 60), (2, 40), (1, 60), (2, 40)):
        await ask(number, size)
    assert [work.times for work in works] == [1, 2, 2, 1]
    assert memory._bytes == 100


async def test_one_person_has_a_share_of_the_bytes() -> None:
    """Beyond it their answers are not remembered, and those of the others stay."""
    memory = Memory[bytes](size_of=len, bytes_max=100, bytes_of_one=50)
    times: list[tuple[str, int]] = []

    async def ask(who: str, number: int) -> None:
        async def answer() -> bytes:
            times.append((who, number))
            return b" " * 25

        await memory.once(who, UUID(int=number), b"a", answer)

    for who, number in (("bob", 0), *(("ann", number) for number in range(1, 9)), ("bob", 0), ("ann", 1), ("ann", 8)):
        await ask(who, number)
    assert times == [("bob", 0), *(("ann", number) for number in range(1, 9)), ("ann", 8)]
    assert memory._bytes_of == {"bob": 25, "ann": 50}
