"""Work that ends with its client."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message

from plumbing.http.left import unless_client_leaves


class Client:
    """The messages of a connection after the request's body."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[Message] = asyncio.Queue()
        self.reading = False

    async def receive(self) -> Message:
        self.reading = True
        try:
            return await self.messages.get()
        finally:
            self.reading = False


async def test_a_client_that_stays_gets_the_result() -> None:
    """Nobody reads from the connection afterwards."""
    client = Client()
    assert await unless_client_leaves(client.receive, asyncio.sleep(0, "done")) == "done"
    assert not client.reading


async def test_a_failure_is_passed_on() -> None:
    """As the work raised it."""

    async def fail() -> None:
        raise LookupError("lost")

    with pytest.raises(LookupError, match="lost"):
        await unless_client_leaves(Client().receive, fail())


async def test_work_ends_with_its_client() -> None:
    """It has been cancelled, to its last clean-up, when the caller is notified; other messages end nothing."""
    client, ended = Client(), []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            ended.append(True)

    for kind in ("http.request", "http.disconnect"):
        client.messages.put_nowait({"type": kind})
    with pytest.raises(ClientDisconnect):
        await unless_client_leaves(client.receive, work())
    assert ended == [True]


async def test_a_cancelled_caller_leaves_nothing_running() -> None:
    """Neither the work nor the look-out for the client."""
    client = Client()
    calling = asyncio.create_task(unless_client_leaves(client.receive, asyncio.Event().wait()))
    while not client.reading:
        await asyncio.sleep(0)
    calling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await calling
    assert not client.reading
