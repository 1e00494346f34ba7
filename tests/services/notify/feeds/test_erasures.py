"""From `livefair.people` to the rooms: texts of erased people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aiokafka import ConsumerRecord

from plumbing.objects.store import Objects
from plumbing.sealing.keys import Keys
from schemas.event import Event
from schemas.person import PersonErased
from schemas.resume import ResumeSaved, resume_id
from schemas.topics import PEOPLE
from services.notify.feeds.erasures import Erasures
from services.notify.rooms.beside import CHAT, Comment, News
from tests.services.notify.chatting import headers_of
from tests.services.notify.watching import SESSION, SHOW, Stage, record

NAME, OTHER = f"{1:032x}/{1:032x}", f"{1:032x}/{2:032x}"


def logged(event: Event, value: bytes | None = None) -> Any:
    value = event.wire_value() if value is None else value
    headers = tuple(headers_of(event))
    return ConsumerRecord(PEOPLE.name, 0, 0, 1_700_000_000_000, 1, b"stu-1", value, None, 0, 0, headers)


async def test_comments_of_erased_people_leave_the_room(tmp_path: Path) -> None:
    """Their keys are asked for anew; other records, and unreadable ones, change nothing."""
    stage, keys = Stage(), Keys(Objects(str(tmp_path)), fresh_s=1_000)
    word = await keys.seal(NAME, "canary")
    (tmp_path / "keys" / NAME).unlink()
    stage.read(record(SESSION, 0))
    viewer = stage.join(SHOW)
    said = [Comment("1", b'{"id": "1", "text": "canary"}', NAME), Comment("2", b'{"id": "2", "text": "hi"}', OTHER)]
    stage.hub.show(SESSION, CHAT, News({"comments": 2}, said), stage.now)
    stage.wait(1)
    erasures = Erasures(stage.hub, keys, lambda: stage.wait(0), lambda: stage.now)
    resume = ResumeSaved(person="stu-1", resume=resume_id("stu-1"), sha256="a" * 64)
    bad = logged(PersonErased(person="stu-1", keys=[NAME]), b'{"keys": 7}')
    await erasures.apply([logged(resume), bad, logged(PersonErased(person="stu-1"))])
    stage.wait(1)
    assert (viewer.comments, await keys.open(word)) == (["1", "2"], "canary")
    await erasures.apply([logged(PersonErased(person="stu-1", keys=[NAME]))])
    stage.wait(1)
    assert (viewer.comments, await keys.open(word)) == (["2"], None)
