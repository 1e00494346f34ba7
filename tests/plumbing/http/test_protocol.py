"""Bounds of a request's headers, on real sockets without a proxy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest
import pytest_asyncio
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from livefair.servers.ports import HOST, free_port
from plumbing.http import protocol
from plumbing.http.protocol import HEADER_BYTES_MAX, BoundedProtocol

WITHIN_S = 30
POST = b"POST / HTTP/1.1\r\nHost: x\r\n"


async def counted(request: Request) -> Response:
    """The number of the body's bytes."""
    return PlainTextResponse(str(len(await request.body())))


@pytest_asyncio.fixture(loop_scope="session")
async def port() -> AsyncIterator[int]:
    """A server with the bounded protocol."""
    async with serving() as port:
        yield port


@asynccontextmanager
async def serving() -> AsyncIterator[int]:
    port = free_port()
    app = Starlette(routes=[Route("/", counted, methods=["GET", "POST"])])
    config = uvicorn.Config(app, host=HOST, port=port, http=BoundedProtocol, ws="none", log_config=None)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0)
    try:
        yield port
    finally:
        server.should_exit = True
        await task


async def said(port: int, *parts: bytes) -> tuple[bytes, int]:
    """What the server answers, and how many bytes it took until it closed or answered. Parts are sent one by one."""
    reader, writer = await asyncio.open_connection(HOST, port)
    sent = 0
    try:
        async with asyncio.timeout(WITHIN_S):
            for part in parts:
                writer.write(part)
                await writer.drain()
                sent += len(part)
            return await reader.read(100), sent
    except ConnectionError:
        return b"closed", sent
    finally:
        writer.close()


def endless(line: bytes, size: int = 20_000_000) -> Iterator[bytes]:
    """20 MB of headers, or of one."""
    yield POST
    for _ in range(size // 65_536):
        yield line * (65_536 // len(line))


@pytest.mark.parametrize("line", [b"x-a: " + b"a" * 1_000 + b"\r\n", b"a"], ids=["many", "one"])
async def test_twenty_megabytes_of_headers_are_refused(port: int, line: bytes) -> None:
    """Many headers and a single one; the connection is closed after a fraction of them."""
    answer, sent = await said(port, *endless(line))
    assert answer == b"closed" or answer.startswith(b"HTTP/1.1 431 ")
    assert sent < 10_000_000


async def test_the_answer_is_a_problem(port: int) -> None:
    """Where the client listens it hears why."""
    answer, _ = await said(port, POST, b"x: " + b"a" * (HEADER_BYTES_MAX + 1))
    assert answer.startswith(b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: application/problem+json")


async def test_trailers_are_bounded_too(port: int) -> None:
    """Fields behind a chunked body would be kept like headers."""
    opening = POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"
    answer, sent = await said(port, opening, *(b"x: " + b"a" * 65_536 + b"\r\n" for _ in range(300)))
    assert answer in (b"closed", b"")
    assert sent < 10_000_000


async def test_bodies_are_not_headers(port: int) -> None:
    """A body of a megabyte, whole and in chunks of one byte, is counted by its own limits."""
    megabyte = b"a" * 1_000_000
    whole, _ = await said(port, POST + b"Content-Length: 1000000\r\nConnection: close\r\n\r\n", megabyte)
    assert whole.startswith(b"HTTP/1.1 200 OK")
    chunks = b"1\r\na\r\n" * 100_000 + b"0\r\n\r\n"
    chunked, _ = await said(port, POST + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n", chunks)
    assert chunked.startswith(b"HTTP/1.1 200 OK")


async def test_each_request_of_a_connection_counts_alone(port: int) -> None:
    """A thousand requests with a kilobyte of headers each are no flood."""
    one = b"GET / HTTP/1.1\r\nHost: x\r\nx-a: " + b"a" * 1_000 + b"\r\n\r\n"
    reader, writer = await asyncio.open_connection(HOST, port)
    for _ in range(1_000):
        writer.write(one)
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 OK")
        await reader.readexactly(1)
    writer.close()


@pytest.mark.parametrize("opening", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n"], ids=["nothing", "half"])
async def test_headers_that_do_not_come_are_not_waited_for(opening: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that sends nothing, or half of its headers, ends after a while."""
    monkeypatch.setattr(protocol, "HEADERS_WITHIN_S", 0.05)
    async with serving() as port:
        answer, _ = await said(port, opening)
        assert answer.startswith(b"HTTP/1.1 408 ")


async def test_a_second_request_must_come_whole_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of it, after a first one was answered, is not kept for ever."""
    monkeypatch.setattr(protocol, "HEADERS_WITHIN_S", 0.05)
    async with serving() as port:
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP")
        async with asyncio.timeout(WITHIN_S):
            answered = await reader.read()
        writer.close()
    assert answered.startswith(b"HTTP/1.1 200 OK")
    assert b"HTTP/1.1 408 " in answered


@pytest.mark.parametrize(
    "headers",
    [b"x-a: " + b"a" * HEADER_BYTES_MAX + b"\r\n", b"x-a: " + b"a" * 8 + b"\r\n" * 1 + b"x-b: 1\r\n" * 5_000],
    ids=["one", "many"],
)
async def test_a_request_that_comes_whole_is_bounded_too(port: int, headers: bytes) -> None:
    """Its headers are counted, not only what one read of the socket brings; a request below the bound is answered."""
    whole = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    answer, _ = await said(port, whole + headers + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 431 ")
    answer, _ = await said(port, whole + headers[: HEADER_BYTES_MAX // 2].rpartition(b"\r\n")[0] + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")


async def test_a_request_that_comes_with_the_one_before_it_is_bounded_too() -> None:
    """Its headers are counted although one read of the socket brought the end of another request."""
    async with serving() as port:
        one, next_one = POST + b"Content-Length: 1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        reader, writer = await asyncio.open_connection(HOST, port)
        try:
            async with asyncio.timeout(WITHIN_S):
                writer.write(one + b"a" + next_one + b"x-a: " + b"a" * HEADER_BYTES_MAX + b"\r\n\r\n")
                answers = await reader.read()
        except ConnectionError:
            answers = b""
        finally:
            writer.close()
        assert answers.count(b"HTTP/1.1 200 ") <= 1


async def test_trailers_that_come_with_the_end_are_bounded_too() -> None:
    """A chunked request whose trailers exceed the bound ends its connection, also where it comes in one read."""
    async with serving() as port:
        chunked = POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
        assert (await said(port, chunked + b"x-a: 1\r\n\r\n"))[0].startswith(b"HTTP/1.1 200 ")
        answer, _ = await said(port, chunked + b"x-a: " + b"a" * HEADER_BYTES_MAX + b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (b"/a%2Fb", 404),
        (b"/a%2fb", 404),
        (b"/%ff", 404),
        (b"/%E4%B8", 404),
        (b"/?next=%2Fa%ff", 200),
        (b"/%E6%9D%AD", 404),
    ],
)
async def test_paths_that_name_nothing_are_problems(port: int, path: bytes, status: int) -> None:
    """An escaped slash and what is not UTF-8 never reach a route; paths may hold Chinese, and queries all of that."""
    answer, _ = await said(port, b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    is_ours = b"application/problem+json" in answer
    assert is_ours == (status == 404 and path != b"/%E6%9D%AD")


@pytest.mark.parametrize(
    "parts",
    [
        [b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n"],
        [POST + b"Transfer-Encoding: chunked\r\n\r\n", b"no size\r\n"],
        [POST + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"],
    ],
    ids=["method", "chunk", "two lengths"],
)
async def test_what_is_no_http_is_a_problem(port: int, parts: list[bytes]) -> None:
    """The connection ends with 400 as a problem document, also while a handler waits for the rest of the body."""
    answer, _ = await said(port, *parts)
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\n")
