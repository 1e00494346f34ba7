"""From `livefair.chat` to the rooms."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiokafka import ConsumerRecord

from plumbing.objects.store import Objects
from plumbing.sealing.keys import Keys
from schemas.chat import AudienceCounted, CommentHidden, CommentPosted
from schemas.envelope import Envelope
from schemas.event import Event
from schemas.topics import CHAT
from services.notify.feeds import chat as chats
from services.notify.feeds.chat import BadRecord, Chat, parse
from tests.services.notify.chatting import headers_of, posted
from tests.services.notify.watching import SESSION, SHOW, Stage, record

KEY = SESSION.removeprefix("session:").encode()


def logged(event: Event, offset: int = 0, **more: Any) -> Any:
    given = {"key": KEY, "value": event.wire_value(), "headers": tuple(headers_of(event)), "partition": 0} | more
    place = (CHAT.name, given["partition"], offset)
    return ConsumerRecord(*place, 1_700_000_000_000, 1, given["key"], given["value"], None, 0, 0, given["headers"])


class World:
    """A stage with one session's room, and the reader of its chat."""

    def __init__(self, objects: Path) -> None:
        self.stage = Stage()
        self.keys = Keys(Objects(str(objects)), fresh_s=0)
        self.stage.read(record(SHOW.key, 0, counters={"drops": 0}))
        self.chat = Chat(self.stage.hub, self.keys, lambda: self.stage.wait(0), lambda: self.stage.now)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


async def test_viewers_see_what_is_said_and_hidden_and_the_sums(world: World) -> None:
    """In frames of the room, and in the snapshot of a client that joins."""
    viewer = world.stage.join(SHOW)
    first, second = posted(1), posted(2)
    await world.chat.apply([logged(first, 0), logged(second, 1)])
    assert viewer.comments == [str(first.comment), str(second.comment)]
    hides = CommentHidden(session=first.session, comment=first.comment)
    likes = AudienceCounted(session=first.session, reactions={"like": 3})
    await world.chat.apply([logged(hides, 2), logged(likes, 3)])
    world.stage.wait(0.25)
    assert viewer.comments == [str(second.comment)]
    assert (viewer.counters["comments"], viewer.counters["reactions_like"]) == (2, 3)
    fresh = world.stage.join(SHOW)
    assert (fresh.comments, fresh.counters) == (viewer.comments, viewer.counters)


async def test_a_sealed_comment_is_opened_once_and_without_its_key_left_out(world: World, tmp_path: Path) -> None:
    """Frames hold its text; a comment whose author was erased is counted, and nobody sees it."""
    sealed = [await world.keys.seal(f"{number:032x}/{number:032x}", f"canary {number}") for number in (1, 2)]
    first, second = (posted(n).model_copy(update={"text": None, "sealed_text": sealed[n - 1]}) for n in (1, 2))
    (tmp_path / "keys" / f"{2:032x}" / f"{2:032x}").unlink()
    viewer = world.stage.join(SHOW)
    await world.chat.apply([logged(first, 0), logged(second, 1)])
    assert (viewer.comments, viewer.counters["comments"]) == ([str(first.comment)], 2)
    assert "canary 1" in viewer.texts


async def test_a_record_that_is_read_again_counts_once(world: World) -> None:
    """Repeated offsets of a partition are ignored."""
    likes = AudienceCounted(session=posted(1).session, reactions={"like": 1})
    await world.chat.apply([logged(likes, 5), logged(likes, 5), logged(likes, 4), logged(likes, 0, partition=1)])
    assert world.stage.join(SHOW).counters["reactions_like"] == 2


@pytest.mark.parametrize(
    "more",
    [
        {"value": None},
        {"value": b"no json"},
        {"value": b'{"session": 7}'},
        {"key": None},
        {"key": b"another"},
        {"headers": ()},
        {"headers": (("ce_type", None),)},
        {"headers": (("ce_type", b"livefair.FairOpened.v1"),)},
    ],
)
async def test_a_bad_record_is_passed_over(world: World, more: dict[str, Any]) -> None:
    """It is skipped and logged without its content; the records around it are shown."""
    with pytest.raises(BadRecord) as bad:
        parse(logged(posted(1), **more))
    assert "no json" not in str(bad.value)
    await world.chat.apply([logged(posted(1), 0), logged(posted(2), 1, **more), logged(posted(3), 2)])
    assert len(world.stage.join(SHOW).comments) == 2


async def test_a_flood_is_taken_piece_by_piece(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tasks of the event loop get a turn between pieces."""
    monkeypatch.setattr(chats, "CHUNK_RECORDS", 10)
    turns = 0

    async def another() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(another())
    await world.chat.apply([logged(posted(number), number) for number in range(100)])
    other.cancel()
    assert turns >= 10


def test_the_envelope_says_which_event_it_is() -> None:
    """With the type header that ingest writes."""
    said = CommentPosted(session=UUID(int=1), comment=uuid4(), person="stu-1", role="student", text="hello")
    assert dict(headers_of(said))["ce_type"] == b"livefair.CommentPosted.v1"
    assert Envelope.from_headers(headers_of(said)).type == said.wire_type()
