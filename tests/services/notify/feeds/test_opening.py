"""The texts of a batch, from the keys in a folder that may be away."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from plumbing.objects.store import Objects
from plumbing.sealing.keys import Keys
from services.notify.feeds import opening
from services.notify.feeds.opening import opened

NAME = "0" * 32 + "/" + "a" * 32


async def test_the_store_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A feed does not go on without the texts: it opens them once the store is back."""
    monkeypatch.setattr(opening, "AGAIN_S", 0.01)
    keys = Keys(Objects(str(tmp_path / "objects")), fresh_s=0)
    word = await keys.seal(NAME, "canary")
    folder = tmp_path / "objects" / "keys"
    folder.rename(tmp_path / "away")
    folder.touch()
    waiting = asyncio.create_task(opened(keys, [word]))
    done, _ = await asyncio.wait([waiting], timeout=0.05)
    assert not done
    folder.unlink()
    (tmp_path / "away").rename(folder)
    assert await waiting == {word: "canary"}


async def test_without_texts_the_store_is_not_asked(tmp_path: Path) -> None:
    """A batch of plain records costs nothing."""
    assert await opened(Keys(Objects(str(tmp_path))), []) == {}
