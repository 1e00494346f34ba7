"""Messages between people, in the object store."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from plumbing.objects.store import Objects
from services.ingest.edge.messages import kept


async def test_words_are_kept_by_their_content(tmp_path: Path) -> None:
    """Equal texts have the same path, and other texts another one: nothing is overwritten."""
    objects, application = Objects(str(tmp_path)), uuid4()
    first, again = await kept(objects, application, "您好"), await kept(objects, application, "您好")
    other = await kept(objects, application, "另一句")
    assert first == again != other
    assert first is not None
    assert await objects.get(first) == "您好".encode()


async def test_no_words_have_no_place(tmp_path: Path) -> None:
    """An empty message is not stored."""
    assert await kept(Objects(str(tmp_path)), uuid4(), None) is None
