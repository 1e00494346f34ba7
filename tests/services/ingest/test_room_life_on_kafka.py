"""Room chat on a real Apache Kafka: what is acknowledged is in the log, and a crowd makes few records."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import httpx
from aiokafka import ConsumerRecord

from livefair.system.topics import create_topics
from plumbing.kafka.position import Position
from plumbing.kafka.publisher import Publisher
from plumbing.kafka.settings import KafkaSettings
from schemas.catalog import FairEntry, SessionEntry
from schemas.chat import AudienceCounted, CommentPosted
from schemas.topics import CHAT
from services.ingest.chat.audience import INTERVAL_S, Audience
from tests.conftest import RunningKafka
from tests.plumbing.auth.issuer import Issuer
from tests.services.ingest.test_on_kafka import WITHIN_S, instance, put_in_catalog, record_at
from tests.services.ingest.write_edge import NOON, Caller

FAIR = FairEntry(fair=UUID(int=7), org="unit-1", state="open", ends_at=NOON, allows=["stage"])


@dataclass(frozen=True)
class Room:
    """A live session at one instance of ingest."""

    session: UUID
    kafka: RunningKafka
    http: httpx.AsyncClient
    issuer: Issuer

    def viewer(self, name: str = "stu-1") -> Caller:
        return Caller(self.http, self.issuer.token("student", name, None), name)

    async def say(self, viewer: Caller, text: str = "好!", key: str | None = None) -> httpx.Response:
        return await viewer.post(f"/sessions/{self.session}/comments", {"text": text}, key=key)

    async def press(self, viewer: Caller, times: int = 1) -> httpx.Response:
        return await viewer.post(f"/sessions/{self.session}/reactions", {"reaction": "like", "times": times})

    async def tell(self, muted: Sequence[str]) -> None:
        """Replaces fair: writes to the catalog who is muted."""
        await put_in_catalog(self.kafka, entry(self.session, muted))


def entry(session: UUID, muted: Sequence[str] = ()) -> SessionEntry:
    facts = {"session": session, "fair": FAIR.fair, "org": "unit-1", "host": "organizer", "state": "live"}
    return SessionEntry.model_validate({**facts, "muted": list(muted)})


@asynccontextmanager
async def live(kafka: RunningKafka, folder: Path) -> AsyncIterator[Room]:
    """The room of a new session."""
    await create_topics(kafka.bootstrap)
    session = uuid4()
    await put_in_catalog(kafka, FAIR, entry(session))
    async with instance(kafka, folder) as (http, issuer):
        yield Room(session, kafka, http, issuer)


async def at(kafka: RunningKafka, answer: httpx.Response) -> ConsumerRecord:
    """The record at an answer's receipt."""
    return await record_at(kafka, Position.parse(answer.json()["receipt"]["position"]))


async def test_a_comments_receipt_names_its_record(kafka: RunningKafka, tmp_path: Path) -> None:
    """In the chat topic under the session's key; the same key again is the same record."""
    async with live(kafka, tmp_path) as room:
        first = await room.say(room.viewer(), key="k")
        assert (await room.say(room.viewer(), key="k")).json() == first.json()
        record = await at(kafka, first)
    event = CommentPosted.model_validate_json(record.value or b"")
    assert (record.topic, record.key, record.timestamp_type) == (CHAT.name, str(room.session).encode(), 1)
    assert (str(event.comment), event.person, event.text) == (first.json()["id"], "stu-1", None)
    assert event.sealed_text is not None


async def test_one_person_says_only_so_much(kafka: RunningKafka, tmp_path: Path) -> None:
    """Five at once; the sixth is 429 with a time, and others are not affected."""
    async with live(kafka, tmp_path) as room:
        one, other = room.viewer(), room.viewer("stu-2")
        answers = [await room.say(one) for _ in range(5)]
        assert {answer.status_code for answer in answers} == {202}
        refused = await room.say(one)
        assert (refused.status_code, int(refused.headers["retry-after"]) <= 3) == (429, True)
        assert (await room.say(other)).status_code == 202


async def test_who_is_muted_is_refused_as_soon_as_the_catalog_says_so(kafka: RunningKafka, tmp_path: Path) -> None:
    """And allowed again as soon as the entry changes, which is waited for."""
    async with live(kafka, tmp_path) as room:
        assert (await room.say(room.viewer())).status_code == 202
        names = [f"stu-{number}" for number in range(500)]
        await room.tell(names)
        statuses = Counter[int]()
        for name in names[1:-1]:
            statuses[(await room.say(room.viewer(name))).status_code] += 1
            if 403 in statuses:
                break
        assert statuses[403] == 1
        waiting = asyncio.create_task(room.say(room.viewer(names[-1])))
        await room.tell([])
        assert (await waiting).status_code == 202


async def test_five_hundred_viewers_are_a_few_records(kafka: RunningKafka, tmp_path: Path) -> None:
    """At most one per half second; the sums equal the number of presses."""
    async with live(kafka, tmp_path) as room:
        crowd = [room.viewer(f"stu-{number}") for number in range(500)]
        started = time.monotonic()
        answers = await asyncio.gather(*(room.press(one, 1 + number % 3) for number, one in enumerate(crowd)))
        took_s = time.monotonic() - started
        assert {answer.status_code for answer in answers} == {202}
        receipts = {answer.json()["receipt"]["position"]: answer for answer in answers}
        assert len(receipts) <= took_s / INTERVAL_S + 1
        written = [
            AudienceCounted.model_validate_json((await at(kafka, one)).value or b"") for one in receipts.values()
        ]
    assert {one.session for one in written} == {room.session}
    assert sum(one.reactions["like"] for one in written) == sum(1 + number % 3 for number in range(500))


async def test_stopping_writes_what_was_pressed(kafka: RunningKafka) -> None:
    """At once, and every request gets its receipt."""
    await create_topics(kafka.bootstrap)
    publisher, session = Publisher(KafkaSettings(kafka.bootstrap, "ingest-test")), uuid4()
    await publisher.start()
    audience = Audience(publisher, "/ingest/test", interval_s=3_600)
    pressed = [asyncio.create_task(audience.react(session, "love", 2)) for _ in range(10)]
    while audience.waiting < len(pressed):
        await asyncio.sleep(0)
    await audience.stop()
    await publisher.stop()
    (position,) = {str((await one).receipt.position) for one in pressed}
    record = await record_at(kafka, Position.parse(position))
    assert AudienceCounted.model_validate_json(record.value or b"").reactions == Counter(love=20)


async def test_without_its_broker_a_room_hears_so_in_time(own_kafka: RunningKafka, tmp_path: Path) -> None:
    """All waiting requests fail within about 2 s, and succeed when the broker is back."""
    async with live(own_kafka, tmp_path) as room:
        crowd = [room.viewer(f"stu-{number}") for number in range(20)]
        assert (await room.press(crowd[0])).status_code == 202
        await own_kafka.kill()
        started = time.monotonic()
        answers = await asyncio.gather(room.say(crowd[0], key="k"), *(room.press(one) for one in crowd))
        assert time.monotonic() - started < 4
        assert {answer.status_code for answer in answers} == {503}
        assert "same Idempotency-Key" in answers[0].json()["detail"]
        assert all("counted twice" in answer.json()["detail"] for answer in answers[1:])
        await own_kafka.restart()
        persons = (room.viewer(f"late-{number}") for number in range(10_000))
        async with asyncio.timeout(WITHIN_S):
            while (pressed := await room.press(next(persons))).status_code == 503:
                pass
            while (said := await room.say(next(persons))).status_code == 503:
                pass
        assert (pressed.status_code, said.status_code) == (202, 202)
