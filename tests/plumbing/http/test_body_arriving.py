"""How request bodies arrive: limits, pace, and the count of what has come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.types import Message

from plumbing.http.body import SMALL_BYTES, read_body, require_type
from plumbing.http.problem import Problem

SMALL = b" " * SMALL_BYTES


def request(*chunks: bytes, headers: dict[str, str] | None = None, cut: bool = False) -> Request:
    """A request whose body arrives in these chunks; with `cut` the client disconnects before the end."""
    messages: list[Message] = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages.append({"type": "http.disconnect"} if cut else {"type": "http.request", "body": b"", "more_body": False})

    async def feed() -> AsyncIterator[Message]:
        for message in messages:
            yield message

    feeding = feed()
    raw = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    return Request({"type": "http", "method": "POST", "path": "/", "headers": raw}, feeding.__anext__)


async def test_a_body_within_the_limit_is_read_whole() -> None:
    """Chunks are joined; a body of exactly the limit is allowed."""
    assert await read_body(request(b"ab", b"cd"), 4) == b"abcd"


@pytest.mark.parametrize("headers", [None, {"content-length": "5"}, {"content-length": "9" * 400}])
async def test_a_body_beyond_the_limit_is_413(headers: dict[str, str] | None) -> None:
    """With and without a Content-Length."""
    with pytest.raises(Problem) as caught:
        await read_body(request(b"abcde", headers=headers), 4)
    assert (caught.value.status, caught.value.errors) == (413, [{"path": "", "reason": "is larger than 4 bytes"}])


async def test_a_body_that_is_cut_off_is_400() -> None:
    """A client that disconnects in the middle gets 400, not 500."""
    with pytest.raises(Problem) as caught:
        await read_body(request(b"ab", cut=True), 4)
    assert caught.value.status == 400


async def test_a_body_that_never_arrives_is_408() -> None:
    """A client that sends nothing is answered after a bounded time."""

    async def silent() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    waiting = Request({"type": "http", "method": "POST", "path": "/", "headers": []}, silent)
    with pytest.raises(Problem) as caught:
        await read_body(waiting, 4, pace_s=0.01)
    assert caught.value.status == 408


@pytest.mark.parametrize(("size", "status"), [(16_384, 200), (1, 408)])
async def test_a_body_must_keep_a_pace(size: int, status: int) -> None:
    """A large body may take longer than the grace time while it comes; one that drips is cut off within that time."""

    async def feed() -> AsyncIterator[Message]:
        for _ in range(6):
            await asyncio.sleep(0.1)  # the pace itself is under test
            yield {"type": "http.request", "body": b"x" * size, "more_body": True}
        yield {"type": "http.request", "body": b"", "more_body": False}

    coming = Request({"type": "http", "method": "PUT", "path": "/", "headers": []}, feed().__anext__)
    try:
        assert len(await read_body(coming, 1_000_000, pace_s=0.3)) == 6 * size
        found = 200
    except Problem as slow:
        found = slow.status
    assert found == status


async def test_a_body_that_comes_later_is_waited_for() -> None:
    """Chunks that arrive while the read waits are joined."""
    messages: asyncio.Queue[Message] = asyncio.Queue()

    async def receive() -> Message:
        return await messages.get()

    coming = asyncio.create_task(read_body(Request({"type": "http", "headers": []}, receive), 10))
    await asyncio.sleep(0)
    messages.put_nowait({"type": "http.request", "body": b"ab", "more_body": True})
    messages.put_nowait({"type": "http.request", "body": b"cd", "more_body": False})
    assert await coming == b"abcd"


@pytest.mark.parametrize(("limit", "status"), [(4, None), (3, 413)])
async def test_a_body_that_is_there_is_taken_at_once(limit: int, status: int | None) -> None:
    """Without a timer, and still within the limit."""

    async def receive() -> Message:
        return {"type": "http.request", "body": b"abcd", "more_body": False}

    reading = read_body(Request({"type": "http", "headers": []}, receive), limit)
    if status is None:
        assert await reading == b"abcd"
        return
    with pytest.raises(Problem) as caught:
        await reading
    assert caught.value.status == status


@pytest.mark.parametrize(
    ("parts", "sizes"),
    [((SMALL,), []), ((SMALL + b"x",), [len(SMALL) + 1]), ((b"ab", b"cd"), [2, 2])],
    ids=["small and whole", "large and whole", "in parts"],
)
async def test_what_arrives_is_counted(parts: tuple[bytes, ...], sizes: list[int]) -> None:
    """A large body whole or in parts; a small one that is there at once is not."""
    coming, told = list(parts), list[int]()

    async def receive() -> Message:
        return {"type": "http.request", "body": coming.pop(0), "more_body": bool(coming)}

    body = await read_body(Request({"type": "http", "headers": []}, receive), 1_000_000, arrived=told.append)
    assert (body, [size for size in told if size]) == (b"".join(parts), sizes)


def test_another_media_type_is_415() -> None:
    """Parameters and case do not matter; the type does."""
    require_type(request(headers={"content-type": "Application/JSON; charset=utf-8"}), "application/json")
    for headers in ({"content-type": "text/plain"}, {}):
        with pytest.raises(Problem) as caught:
            require_type(request(headers=headers), "application/json")
        assert caught.value.status == 415
