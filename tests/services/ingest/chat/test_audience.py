"""Sums of reactions and clicks: one record for many requests, and each request gets the outcome."""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid4

import pytest

from plumbing.kafka.publisher import Overloaded, Unavailable
from schemas.chat import AudienceCounted
from schemas.topics import CHAT
from services.ingest.chat.audience import Audience
from services.ingest.edge.write import Logged
from tests.services.ingest.write_edge import Log

AN_HOUR = 3_600.0
SESSION, DROP = UUID(int=1), UUID(int=2)


def sums(log: Log) -> list[AudienceCounted]:
    return [event for event in log.events() if isinstance(event, AudienceCounted)]


async def started(*pressing: asyncio.Task[Logged]) -> None:
    """Wait until each request is waiting."""
    for _ in range(3):
        await asyncio.sleep(0)
    assert not any(one.done() for one in pressing)


async def test_all_of_half_a_second_are_one_record() -> None:
    """Each request gets the same receipt; the record has the sums, without names."""
    log = Log()
    audience = Audience(log, "/ingest/x", interval_s=0.01)
    pressed = [audience.react(SESSION, "like", 2) for _ in range(50)]
    pressed += [audience.react(SESSION, "love", 1), *(audience.click(SESSION, DROP) for _ in range(3))]
    told = await asyncio.gather(*pressed)
    (written,) = log.written()
    assert written.event == AudienceCounted(session=SESSION, reactions={"like": 100, "love": 1}, clicks={DROP: 3})
    assert (written.topic, written.key) == (CHAT.name, str(SESSION))
    assert (written.envelope.actor, written.envelope.role, written.envelope.org) == ("livefair", "system", None)
    assert {(one.id, one.event_id) for one in told} == {(str(SESSION), written.envelope.id)}
    assert {str(one.receipt.position) for one in told} == {f"{CHAT.name}:0:0"}
    assert audience.waiting == 0


async def test_each_session_has_its_own() -> None:
    """A press after a sum was closed counts in the next one."""
    log = Log()
    audience = Audience(log, "/ingest/x", interval_s=0.01)
    other = uuid4()
    await asyncio.gather(audience.react(SESSION, "like", 1), audience.react(other, "laugh", 1))
    await audience.react(SESSION, "like", 4)
    assert sums(log) == [
        AudienceCounted(session=SESSION, reactions={"like": 1}),
        AudienceCounted(session=other, reactions={"laugh": 1}),
        AudienceCounted(session=SESSION, reactions={"like": 4}),
    ]


async def test_a_slow_log_holds_no_press_back() -> None:
    """While one sum is being written, the next is collected."""
    log = Log()
    log.held.clear()
    audience = Audience(log, "/ingest/x", interval_s=0.001)
    first = asyncio.create_task(audience.react(SESSION, "like", 1))
    while log.waiting < 1:
        await asyncio.sleep(0)
    second = asyncio.create_task(audience.react(SESSION, "like", 2))
    while log.waiting < 2:
        await asyncio.sleep(0)
    log.held.set()
    assert (await first).event_id != (await second).event_id
    assert [one.reactions for one in sums(log)] == [{"like": 1}, {"like": 2}]


@pytest.mark.parametrize("failure", [Unavailable("away"), Overloaded("full"), RuntimeError("a bug")])
async def test_what_is_not_acknowledged_is_told_to_all(failure: Exception) -> None:
    """Only its requests fail; the next sum is independent."""
    log = Log()
    log.failure = failure
    audience = Audience(log, "/ingest/x", interval_s=0.001)
    pressed = (audience.react(SESSION, "like", 1) for _ in range(20))
    told = await asyncio.gather(*pressed, return_exceptions=True)
    assert {type(one) for one in told} == {type(failure)}
    log.failure = None
    await audience.react(SESSION, "like", 1)
    assert [one.reactions for one in sums(log)] == [{"like": 1}]


async def test_the_brokers_word_is_awaited_only_so_long() -> None:
    """Together with the half second, this is less than the edge's time limit for the log."""
    log = Log()
    log.held.clear()
    audience = Audience(log, "/ingest/x", interval_s=0.001, acknowledged_within_s=0.01)
    with pytest.raises(Unavailable):
        await audience.react(SESSION, "like", 1)
    log.held.set()


async def test_who_leaves_stays_counted() -> None:
    """A press counts even if its client disconnects; the others still get the receipt."""
    log = Log()
    audience = Audience(log, "/ingest/x", interval_s=AN_HOUR)
    leaving, staying = (asyncio.create_task(audience.react(SESSION, "like", 1)) for _ in range(2))
    await started(leaving, staying)
    leaving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await leaving
    assert audience.waiting == 1
    await audience.stop()
    assert (await staying).id == str(SESSION)
    assert [one.reactions for one in sums(log)] == [{"like": 2}]


async def test_stopping_writes_what_is_there() -> None:
    """Pending sums are written at once and waiting requests get a receipt; later ones are refused."""
    log = Log()
    audience = Audience(log, "/ingest/x", interval_s=AN_HOUR)
    sessions = [uuid4() for _ in range(5)]
    pressed = [asyncio.create_task(audience.react(session, "applause", 3)) for session in sessions]
    await started(*pressed)
    await audience.stop()
    assert all(one.done() for one in pressed)
    assert {one.session: one.reactions for one in sums(log)} == {session: {"applause": 3} for session in sessions}
    with pytest.raises(Overloaded):
        await audience.react(SESSION, "like", 1)


async def test_stopping_waits_for_what_is_on_its_way() -> None:
    """Also for a sum that was closed before."""
    log = Log()
    log.held.clear()
    audience = Audience(log, "/ingest/x", interval_s=0.001)
    pressed = asyncio.create_task(audience.react(SESSION, "like", 1))
    while log.waiting < 1:
        await asyncio.sleep(0)
    stopping = asyncio.create_task(audience.stop())
    await started(pressed)
    assert not stopping.done()
    log.held.set()
    await stopping
    assert (await pressed).receipt.topic == CHAT.name


async def test_only_so_many_wait() -> None:
    """Requests beyond the bound are refused at once, and not counted."""
    log = Log()
    audience = Audience(log, "/ingest/x", interval_s=AN_HOUR, waiting_max=3)
    pressed = [asyncio.create_task(audience.react(SESSION, "like", 1)) for _ in range(3)]
    await started(*pressed)
    with pytest.raises(Overloaded):
        await audience.react(SESSION, "like", 10)
    await audience.stop()
    assert [one.reactions for one in sums(log)] == [{"like": 3}]


async def test_only_so_many_sessions_are_added_up() -> None:
    """Sessions that already have a sum continue; another one is refused until one was written."""
    log = Log()
    audience = Audience(log, "/ingest/x", interval_s=AN_HOUR, sessions_max=1)
    first = asyncio.create_task(audience.react(SESSION, "like", 1))
    await started(first)
    with pytest.raises(Overloaded):
        await audience.click(uuid4(), DROP)
    second = asyncio.create_task(audience.click(SESSION, DROP))
    await started(second)
    await audience.stop()
    assert sums(log) == [AudienceCounted(session=SESSION, reactions={"like": 1}, clicks={DROP: 1})]
