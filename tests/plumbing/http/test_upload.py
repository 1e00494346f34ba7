"""Streamed multipart uploads."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
from starlette.requests import Request
from starlette.types import Message

from plumbing.http.problem import Problem
from plumbing.http.upload import PACE_BYTES, TEXT_BYTES_MAX, Upload, receive_upload

BOUNDARY = "limit"


def part(name: str, content: bytes, filename: str | None = None) -> bytes:
    named = f'; filename="{filename}"' if filename is not None else ""
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()


def request(body: bytes, *, media_type: str = f"multipart/form-data; boundary={BOUNDARY}", length: int = 0) -> Request:
    """A request whose body arrives in chunks of seven bytes."""

    async def feed() -> AsyncIterator[Message]:
        for start in range(0, len(body), 7):
            yield {"type": "http.request", "body": body[start : start + 7], "more_body": True}
        yield {"type": "http.request", "body": b"", "more_body": False}

    headers = [(b"content-type", media_type.encode("latin-1"))]
    if length:
        headers.append((b"content-length", str(length).encode()))
    return Request({"type": "http", "method": "POST", "path": "/", "headers": headers}, feed().__anext__)


async def receive(body: bytes, **options: object) -> tuple[Upload, bytes]:
    file = io.BytesIO()
    made = request(body, **options)  # type: ignore[arg-type]  # the options of `request`
    upload = await receive_upload(made, file, file_part="file", text_parts=("map",), bytes_max=100)
    return upload, file.getvalue()


async def test_file_and_texts_are_received() -> None:
    """In any order; unknown parts are skipped."""
    body = part("map", b"{}") + part("other", b"x" * 50) + part("file", b"a,b\r\n--limi\r\n1,2", "岗位.csv") + END
    upload, content = await receive(body)
    assert (upload.texts, content) == ({"map": "{}"}, b"a,b\r\n--limi\r\n1,2")
    assert upload.filename


async def test_texts_may_be_missing() -> None:
    """Only the file is required."""
    upload, content = await receive(part("file", b"", "a.csv") + END)
    assert (upload.texts, content) == ({}, b"")


@pytest.mark.parametrize(
    ("body", "options", "status"),
    [
        (part("file", b"x" * 101, "a.csv") + END, {}, 413),
        (part("file", b"x", "a.csv") + END, {"length": 2_000_000}, 413),
        (part("file", b"x", "a.csv") + part("other", b"x" * 2_000_000) + END, {}, 413),
        (part("map", b"x" * (TEXT_BYTES_MAX + 1)) + END, {}, 413),
        (part("map", b"{}") + END, {}, 422),
        (part("file", b"half of it", "a.csv")[:-5], {}, 422),
        (part("map", b"\xff") + part("file", b"x", "a.csv") + END, {}, 422),
        (b"title,headcount\n", {"media_type": "text/csv"}, 415),
        (b"", {"media_type": "multipart/form-data"}, 415),
        (b"no part at all", {}, 400),
        (f"--{BOUNDARY}\r\nContent-Disposition: *?=gbk;form-data*0*\r\n\r\nx\r\n".encode() + END, {}, 400),
    ],
)
async def test_what_is_no_such_upload_is_refused(body: bytes, options: dict[str, object], status: int) -> None:
    """Too large, cut off, without the file, of another media type, malformed."""
    with pytest.raises(Problem) as caught:
        await receive(body, **options)
    assert caught.value.status == status


@pytest.mark.parametrize(
    ("headers", "path"),
    [
        ('Content-Disposition: form-data; name="file"; filename="岗位.csv"'.encode("gb18030"), "file"),
        ('Content-Disposition: form-data; filename="岗位.csv"; name="other"'.encode("gb18030"), "other"),
        (b'Content-Disposition: form-data; name="file"; filename="a.csv"\r\nX-Note: \xff\xfe', "file"),
    ],
)
async def test_a_header_that_is_not_utf8_is_told_with_its_part(headers: bytes, path: str) -> None:
    """Older programs send names in GBK: the problem says what to do."""
    with pytest.raises(Problem, match="name in ASCII or in UTF-8") as caught:
        await receive(f"--{BOUNDARY}\r\n".encode() + headers + b"\r\n\r\nx\r\n" + END)
    assert (caught.value.status, caught.value.errors[0]["path"]) == (422, path)


@pytest.mark.parametrize("name", ["file", "map"])
async def test_a_part_that_comes_twice_is_refused(name: str) -> None:
    """Two files are refused, not merged."""
    with pytest.raises(Problem) as caught:
        await receive(part("file", b"x", "a.csv") + part("map", b"{}") + part(name, b"y") + END)
    assert (caught.value.status, caught.value.errors) == (422, [{"path": name, "reason": "is given twice"}])


async def test_each_part_has_its_own_limit() -> None:
    """The problem names the limit of that part."""
    for name, limit in (("file", 100), ("map", TEXT_BYTES_MAX)):
        with pytest.raises(Problem, match=f"{name}: is larger than {limit} bytes"):
            await receive(part(name, b"x" * (limit + 1)) + END)


async def test_a_long_file_name_is_cut() -> None:
    """Problems repeat the file name."""
    upload, _ = await receive(part("file", b"x", "a" * 5_000) + END)
    assert upload.filename == "a" * 200


async def test_an_upload_that_brings_too_little_is_ended() -> None:
    """An upload at the minimum rate may take longer than the grace time; one that stops is refused."""
    stopped = False

    async def feed() -> AsyncIterator[Message]:
        nonlocal stopped
        yield {"type": "http.request", "body": part("file", b"", "a.csv")[:-2], "more_body": True}
        for _ in range(4):
            await asyncio.sleep(0.1)  # the pace itself is under test
            yield {"type": "http.request", "body": b"x" * PACE_BYTES, "more_body": True}
        stopped = True
        while True:
            await asyncio.sleep(0.1)
            yield {"type": "http.request", "body": b"x", "more_body": True}

    headers = [(b"content-type", f"multipart/form-data; boundary={BOUNDARY}".encode())]
    slow = Request({"type": "http", "method": "POST", "path": "/", "headers": headers}, feed().__anext__)
    with pytest.raises(Problem, match="too slow: send 524288 bytes every") as caught:
        await receive_upload(slow, io.BytesIO(), file_part="file", text_parts=(), bytes_max=5_000_000, pace_s=0.3)
    assert (caught.value.status, stopped) == (408, True)
