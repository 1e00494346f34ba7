"""Keys in a real folder: made once, cached for a while, gone when they are destroyed."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from plumbing.objects.store import Objects
from plumbing.sealing.box import SealedFields
from plumbing.sealing.keys import Keys

FIELDS = SealedFields(["text"])
NAME = "0" * 32 + "/" + "a" * 32


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    return Objects(str(tmp_path))


async def test_instances_that_make_a_key_at_once_share_it(objects: Objects) -> None:
    """Of ten instances that seal the first text of a person, each opens what the others have sealed."""
    instances = [Keys(objects) for _ in range(10)]
    words = await asyncio.gather(*(keys.seal(NAME, f"text {n}") for n, keys in enumerate(instances)))
    texts = await Keys(objects).texts(words)
    assert [texts[word] for word in words] == [f"text {n}" for n in range(10)]


async def test_blinds_agree_and_do_not_follow_from_the_values(objects: Objects, tmp_path: Path) -> None:
    """All instances of one store agree; another store has other blinds for the same person."""
    one, two = await asyncio.gather(Keys(objects).blind("fair", "stu-1"), Keys(objects).blind("fair", "stu-1"))
    assert one == two
    assert len(one) == 32
    assert one != await Keys(objects).blind("another", "stu-1")
    assert one != await Keys(Objects(str(tmp_path / "other"))).blind("fair", "stu-1")


async def test_a_destroyed_key_opens_nothing_soon(objects: Objects, tmp_path: Path) -> None:
    """While it is fresh it is used; then its texts are None, and a key of the same name does not open them again."""
    clock = Clock()
    keys = Keys(objects, fresh_s=1, now=clock)
    word = await keys.seal(NAME, "canary")
    (tmp_path / "keys" / NAME).unlink()
    assert await keys.open(word) == "canary"
    clock.now = 1.1
    assert await keys.open(word) is None
    new = await keys.seal(NAME, "another life")
    assert (await keys.open(word), await keys.open(new)) == (None, "another life")


async def test_a_forgotten_key_is_asked_for_again(objects: Objects, tmp_path: Path) -> None:
    """At once, whatever its age."""
    keys = Keys(objects, fresh_s=1_000)
    word = await keys.seal(NAME, "canary")
    (tmp_path / "keys" / NAME).unlink()
    keys.forget([NAME, "unknown"])
    assert await keys.open(word) is None


async def test_more_keys_than_are_cached(objects: Objects) -> None:
    """The cache has a bound, and what exceeds it is still opened."""
    keys = Keys(objects, kept_max=2)
    words = [await keys.seal(f"{n:032x}/{n:032x}", str(n)) for n in range(10)]
    assert list((await keys.texts(words)).values()) == [str(n) for n in range(10)]
    assert len(keys._known) == 2


async def test_json_is_opened(objects: Objects) -> None:
    """Sealed texts in it; everything else, and other texts, stay as they are."""
    keys = Keys(objects)
    body = json.dumps({"text": await keys.seal(NAME, "说"), "title": "sealed:"}).encode()
    assert json.loads(await keys.open_json(body, FIELDS)) == {"text": "说", "title": "sealed:"}
    assert await keys.open_json(b'{"text": "plain"}', FIELDS) == b'{"text": "plain"}'
    assert await keys.open("plain") == "plain"
