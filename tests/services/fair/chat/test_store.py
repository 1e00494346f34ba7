"""Storing room chat: each record once for any batching, also if two consumers write the same batch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from uuid import UUID, uuid5

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plumbing.eventlog.batch import Batch
from plumbing.eventlog.outbox import unpack
from plumbing.eventlog.reading import BadRecord
from schemas.envelope import Envelope
from schemas.event import Event
from schemas.topics import CHAT, DEAD_LETTERS
from services.fair.chat.store import heard
from tests.conftest import RunningPostgres
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.chatting import Room
from tests.services.fair.story import START, Entry, batch, told
from tests.services.fair.tables import applied, filled, said

ROOM, OTHER = Room(UUID(int=1)), Room(UUID(int=2))
DROP = uuid5(ROOM.session, "drop")
NAMES = st.sampled_from("abcd")
ROOMS = st.sampled_from([ROOM, OTHER])
COUNTS = st.dictionaries(st.sampled_from(["like", "love", "applause"]), st.integers(1, 9), max_size=3)
ENTRIES = st.one_of(
    st.builds(Room.said, ROOMS, NAMES, st.sampled_from(["stu-1", "stu-2"])),
    st.builds(Room.hidden, ROOMS, NAMES),
    st.builds(lambda room, clicks, counts: room.counted({DROP: clicks}, **counts), ROOMS, st.integers(1, 5), COUNTS),
)


def test_what_a_batch_says_is_summed_up() -> None:
    """Sums are kept by second and minute of log time; a click is counted for its drop."""
    found = heard(told([ROOM.counted(like=2), ROOM.counted({DROP: 3}, like=1, love=4), ROOM.said(), ROOM.hidden()], 59))
    first, second = START + timedelta(seconds=59), START + timedelta(seconds=60)
    assert found.seconds == {
        (ROOM.session, first, "like"): 2,
        (ROOM.session, second, "like"): 1,
        (ROOM.session, second, "love"): 4,
    }
    assert found.minutes == {
        (ROOM.session, START, "reaction", "like"): 2,
        (ROOM.session, second, "reaction", "like"): 1,
        (ROOM.session, second, "reaction", "love"): 4,
        (ROOM.session, second, "click", str(DROP)): 3,
    }
    assert [(one["text"], one["offset"]) for one in found.comments] == [("Says c", 61)]
    assert [one["comment"] for one in found.hidden] == [ROOM.comment("c")]


async def test_a_comment_that_comes_again_is_one(database: str) -> None:
    """A repeated comment, in the same or a later batch, is stored and counted once."""
    await filled(database, [ROOM.said("a"), ROOM.said("a"), ROOM.said("b"), ROOM.said("a")], size=3)
    rows = await said(database)
    assert sorted((row["text"], row["offset"]) for row in rows["comments"]) == [("Says a", 0), ("Says b", 2)]
    assert [(row["kind"], row["number"]) for row in rows["room_minutes"]] == [("comment", 2)]


async def test_of_two_with_the_same_batch_one_keeps_it(database: str) -> None:
    """A batch that is applied again, or with a gap in its offsets, writes nothing: no sum is added twice."""
    log = [ROOM.counted({DROP: 2}, like=1), ROOM.said("a")]
    async with connection_to(database) as connection:
        assert await applied(connection, batch(log), batch(log), batch(log, 1)) == [True, False, False]
    rows = await said(database)
    assert {(row["kind"], row["which"], row["number"]) for row in rows["room_minutes"]} == {
        ("click", str(DROP), 2),
        ("reaction", "like", 1),
        ("comment", "", 1),
    }


async def test_a_bad_record_is_put_aside(database: str) -> None:
    """It becomes a dead letter in the outbox, with its position; the records around it are stored."""
    bad = BadRecord(CHAT.name, 0, 1, "it is bad", b"key", b"{")
    async with connection_to(database) as connection:
        assert await applied(connection, Batch(CHAT.name, 0, 0, 2, told([ROOM.said()]), [bad])) == [True]
        (row,) = await connection.fetch("SELECT topic, partition, records FROM outbox")
    assert (row["topic"], row["partition"]) == (CHAT.name, 0)
    (letter,) = unpack(row["records"])
    assert (letter.topic, dict(letter.headers)["dlq_offset"]) == (DEAD_LETTERS.name, b"1")
    assert len((await said(database))["comments"]) == 1


async def test_a_host_hides_in_his_own_session_only(database: str) -> None:
    """A hide record of another session does not hide the comment."""
    stranger = Room(OTHER.session)
    stranger.comment = ROOM.comment  # type: ignore[method-assign]  # it names what is not its own
    await filled(database, [ROOM.said(), stranger.hidden()])
    (hidden,) = (await said(database))["hidden_comments"]
    assert hidden["session"] == OTHER.session


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(log=st.lists(ENTRIES, min_size=1, max_size=30), cuts=st.sets(st.integers(1, 29)))
async def test_cut_anywhere_the_tables_are_the_same(
    postgres: RunningPostgres, log: list[Entry], cuts: set[int]
) -> None:
    """Any batches, each delivered twice, leave the same rows as one batch."""
    whole, parts = await postgres.create(), await postgres.create()
    try:
        await filled(whole, log, size=len(log))
        async with connection_to(parts) as connection:
            for one in _cut(log, sorted(cut for cut in cuts if cut < len(log))):
                assert await applied(connection, one, one) == [True, False]
        assert await said(parts) == await said(whole)
    finally:
        await postgres.drop(whole)
        await postgres.drop(parts)


def _cut(log: Sequence[Entry], cuts: Sequence[int]) -> list[Batch[Envelope, Event]]:
    """Consecutive batches that cover the whole log."""
    bounds = [0, *cuts, len(log)]
    return [batch(log[first:following], first) for first, following in pairwise(bounds)]
