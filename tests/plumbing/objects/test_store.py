"""The object store in a folder."""

from __future__ import annotations

import asyncio
from pathlib import Path

from plumbing.objects.store import SMALL_BYTES, Objects


async def test_what_was_put_is_read(tmp_path: Path) -> None:
    """Folders are created as needed, and another instance reads the same content."""
    await Objects(str(tmp_path / "new")).put("a/b.json", b"content")
    objects = Objects(str(tmp_path / "new"))
    assert await objects.get("a/b.json") == b"content"
    assert await objects.get_small("a/b.json") == b"content"


async def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    """A missing object is None, not an error."""
    objects = Objects(str(tmp_path))
    assert await objects.get("a/b.json") is None
    assert await objects.get_small("a/b.json") is None


async def test_empty_content_is_content(tmp_path: Path) -> None:
    """An empty object differs from a missing one."""
    objects = Objects(str(tmp_path))
    await objects.put("empty", b"")
    assert await objects.get("empty") == b""


async def test_a_reader_sees_a_whole_write(tmp_path: Path) -> None:
    """During repeated writes, each read returns one whole content."""
    objects = Objects(str(tmp_path))
    contents = [bytes([n]) * 100_000 for n in range(20)]
    await objects.put("one", contents[0])

    async def write() -> None:
        for content in contents:
            await objects.put("one", content)

    writing = asyncio.create_task(write())
    while not writing.done():
        assert await objects.get("one") in contents
    await writing


async def test_small_objects_may_be_large(tmp_path: Path) -> None:
    """Objects are read whole, whatever their size."""
    objects = Objects(str(tmp_path))
    for size in (0, 1, SMALL_BYTES, SMALL_BYTES + 1, 3 * SMALL_BYTES):
        await objects.put("a/b", b"x" * size)
        assert await objects.get_small("a/b") == b"x" * size


async def test_a_stamp_tells_each_writing(tmp_path: Path) -> None:
    """The same content written again has another stamp; a missing object has none."""
    objects = Objects(str(tmp_path))
    assert objects.stamp("a/b") is None
    await objects.put("a/b", b"same")
    first = objects.stamp("a/b")
    assert first == objects.stamp("a/b") is not None
    await objects.put("a/b", b"same")
    assert objects.stamp("a/b") != first
