"""The object store in a folder, and one that is away."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from livefair.servers.ports import free_port
from plumbing.objects import store
from plumbing.objects.store import SMALL_BYTES, Objects, StoreAway


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


async def test_a_store_that_is_away_is_told_apart_from_a_missing_object(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens at the address of the bucket: each access says so, and nothing is known of a stamp."""
    monkeypatch.setitem(store.RETRY, "max_retries", 0)
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{free_port()}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "here",
        "AWS_ACCESS_KEY_ID": "id",
        "AWS_SECRET_ACCESS_KEY": "secret",
    }.items():
        monkeypatch.setenv(name, value)
    objects = Objects("s3://bucket/prefix")
    for access in (objects.put("a", b"content"), objects.get("a"), objects.get_small("a")):
        with pytest.raises(StoreAway):
            await access
    assert objects.stamp("a") is None


async def test_a_folder_that_cannot_be_used_is_away(tmp_path: Path) -> None:
    """Where an object's folder would be stands a file: nothing is written, and nothing passes for missing."""
    objects = Objects(str(tmp_path))
    await objects.put("a", b"content")
    for access in (objects.put("a/b", b"content"), objects.get("a/b"), objects.get_small("a/b")):
        with pytest.raises(StoreAway):
            await access
    with pytest.raises(StoreAway):
        objects.stamp("a/b")


async def test_of_two_creations_the_first_counts(tmp_path: Path) -> None:
    """Put-if-absent: of ten at once, one writes, and all read its content."""
    objects = Objects(str(tmp_path))
    written = await asyncio.gather(*(objects.create("a/b", bytes([n])) for n in range(10)))
    assert sum(written) == 1
    assert await objects.get("a/b") == bytes([written.index(True)])
    (tmp_path / "c").touch()
    with pytest.raises(StoreAway):
        await objects.create("c/d", b"")


async def test_what_is_listed_is_deleted_unless_it_was_written_again(tmp_path: Path) -> None:
    """With its size and time; what is gone already counts as deleted."""
    objects = Objects(str(tmp_path))
    for path in ("a/1", "a/b/2", "c/3"):
        await objects.put(path, b"12")
    first, second = sorted([one async for one in objects.listed("a")])
    assert [(one.path, one.size) for one in (first, second)] == [("a/1", 2), ("a/b/2", 2)]
    os.utime(tmp_path / "a/1", (1, 1))
    assert not await objects.delete_unchanged(first)
    assert await objects.delete_unchanged(second)
    assert await objects.delete_unchanged(second)
    assert (await objects.get("a/1"), await objects.get("a/b/2")) == (b"12", None)
