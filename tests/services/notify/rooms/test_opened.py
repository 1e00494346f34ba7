"""Sealed texts in rooms: opened for viewers, and emptied when their key is destroyed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import UUID

from plumbing.sealing.box import Box
from schemas.rooms import RoomItem, RoomRecord
from services.notify.rooms.beside import CHAT, Comment, News
from services.notify.rooms.opened import OpenedItem, emptied_item, emptied_record, items_of, opened_record
from tests.services.notify.watching import SESSION, SHOW, Stage, record

ASKER, HOST = f"{1:032x}/{1:032x}", f"{1:032x}/{2:032x}"
ASKED, ANSWERED = Box(bytes(32)).seal(ASKER, "canary?"), Box(bytes(32)).seal(HOST, "Yes.")
TEXTS = {ASKED: "canary?", ANSWERED: "Yes."}


def question(decided: int, number: int = 1, **more: str) -> RoomRecord:
    """A record of the session's room with one answered question."""
    data = {"n": number, "text": ASKED, "answer": ANSWERED, **more}
    item = RoomItem(event="QuestionAnswered", event_id=UUID(int=number), at=datetime(2026, 1, 1, tzinfo=UTC), data=data)
    return opened_record(RoomRecord(room=SESSION, decided=f"livefair.fairs:0:{decided}", items=[item]), TEXTS)


def data_of(item: bytes) -> dict[str, object]:
    found: dict[str, object] = json.loads(item)["data"]
    return found


def test_items_hold_the_texts() -> None:
    """Those of opened records; an item without sealed texts, and a record without texts, stay as they are."""
    (item,) = items_of(question(1))
    assert data_of(item) == {"n": 1, "text": "canary?", "answer": "Yes."}
    plain = RoomRecord(room=SESSION, decided="livefair.fairs:0:1", items=question(1, text="plain", answer="old").items)
    assert not isinstance(items_of(opened_record(plain, TEXTS))[0], OpenedItem)
    assert opened_record(plain, {}) is plain


def test_texts_of_a_destroyed_key_are_emptied() -> None:
    """The other texts of the item stay; what has none of that key is the same object."""
    (item,) = items_of(question(1))
    assert data_of(emptied_item(item, [ASKER])) == {"n": 1, "text": "", "answer": "Yes."}
    assert emptied_item(item, ["another"]) is item
    assert emptied_item(b"{}", [ASKER]) == b"{}"
    record = question(1)
    assert data_of(items_of(emptied_record(record, [ASKER]) or record)[0])["text"] == ""
    assert emptied_record(record, ["another"]) is record
    assert emptied_record(None, [ASKER]) is None


def test_viewers_get_a_snapshot_without_them() -> None:
    """Those in the room at once, those who join later from the start, and a record that waits for its frame too."""
    stage = Stage()
    stage.read(question(0))
    viewer = stage.join(SHOW)
    assert "canary?" in str(viewer.frames)
    stage.hub.read(SESSION, question(1, 2), 0, 1, 1_000, stage.now)
    stage.hub.empty([ASKER], stage.now)
    before = len(viewer.frames)
    stage.wait(1)
    assert [frame["type"] for frame in viewer.frames[before:]] == ["reload", "snapshot"]
    later = stage.join(SHOW)
    assert "canary?" not in str(viewer.frames[before:]) + str(later.frames)
    assert "Yes." in str(later.frames)
    assert (viewer.items, later.items) == ([1, 2], [1, 2])


def test_comments_are_hidden() -> None:
    """From those who saw them, and from those who join."""
    stage = Stage()
    stage.read(record(SESSION, 0))
    viewer = stage.join(SHOW)
    said = [Comment("1", b'{"id": "1", "text": "canary"}', ASKER), Comment("2", b'{"id": "2", "text": "hi"}', HOST)]
    stage.hub.show(SESSION, CHAT, News({"comments": 2}, said), stage.now)
    stage.wait(1)
    assert viewer.comments == ["1", "2"]
    stage.hub.empty([ASKER], stage.now)
    stage.wait(1)
    later = stage.join(SHOW)
    assert (viewer.comments, later.comments, later.counters["comments"]) == (["2"], ["2"], 2)
    assert "canary" not in str(later.frames)
