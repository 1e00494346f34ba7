"""A session is read from the log: the same moments and line as the tables, and differences are found."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from livefair.__main__ import application
from livefair.audit.rebuild import check
from livefair.failure import Failure
from livefair.rehearsal.show import ERASED, Moment, opened, play, show
from plumbing.objects.store import Objects
from plumbing.sealing.keys import Keys
from tests.livefair.audit.test_rebuild import Silent, schemas
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.chatting import Room
from tests.services.fair.hosting import Host
from tests.services.fair.running import decided, edge_to, running_fair, settings


async def a_session(log: str, database: str, tmp_path: Path) -> Host:
    """A finished session with a full drop, a line and a question."""
    host = Host()
    entries = [*host.live("a"), host.asked(), host.upvoted(), host.dropped(cap=2)]
    entries += [*(host.through(f"stu-{number}") for number in range(5)), host.withdrawn("stu-0"), host.ended()]
    async with edge_to(log) as edge, running_fair(settings(log, database, tmp_path)) as fair:
        await decided(fair, await edge.write(*entries))
    return host


async def test_the_log_tells_the_session_again(log: str, database: str, tmp_path: Path) -> None:
    """Moments and admissions equal the tables, a rebuild agrees, and nothing is left behind."""
    host = await a_session(log, database, tmp_path)
    found = await show(database, log, host.session())
    assert [moment.event for moment in found.moments if moment.event != "SubmissionsCounted"] == [
        *("FairSessionStarted", "QuestionAsked", "JobDropped", "FairSessionEnded", "DropClosed"),
    ]
    assert [(one["student"], one["admitted"]) for one in found.line] == [
        (f"stu-{number}", number < 3) for number in range(5)
    ]
    assert found.same
    done = await check(database, log, Silent())
    assert done.found.different == 0
    assert done.found.rows["question_votes"] >= 1  # the log is shared: others have voted in theirs
    assert await schemas(database) == {"public"}


async def test_what_was_said_is_told_between(log: str, database: str, tmp_path: Path) -> None:
    """Comments and each second's reactions at their times, without hidden ones, as in the tables."""
    host = Host()
    room = Room(host.session())
    entries = [room.said("a"), room.counted(like=3), room.said("b"), room.hidden("a")]
    async with edge_to(log) as edge, running_fair(settings(log, database, tmp_path)) as fair:
        await decided(fair, await edge.write(*host.live("a")))
        await decided(fair, await edge.write(*entries))
        await decided(fair, await edge.write(host.ended()))
    found = await show(database, log, host.session())
    told = [(moment.event, moment.data) for moment in found.moments]
    said = {"comment": str(room.comment("b")), "text": "Says b", "role": "student"}
    assert ("CommentPosted", said) in told
    assert ("ReactionsCounted", {"like": 3}) in told
    assert [event for event, _ in told if event != "ReactionsCounted"] == [
        *("FairSessionStarted", "CommentPosted", "FairSessionEnded"),
    ]
    assert found.same
    arguments = ["replay", str(host.session()), "--kafka", log, "--postgres", database, "--at-once"]
    done = await asyncio.to_thread(CliRunner().invoke, application("replay"), arguments)
    assert any("CommentPosted" in line and "text Says b" in line for line in done.output.splitlines())
    assert any("ReactionsCounted" in line and "like 3" in line for line in done.output.splitlines())


async def test_what_was_changed_in_the_tables_is_found(log: str, database: str, tmp_path: Path) -> None:
    """A person who was not admitted is found."""
    host = await a_session(log, database, tmp_path)
    async with connection_to(database) as connection:
        await connection.execute("UPDATE applications SET admitted = true WHERE student = 'stu-4'")
    found = await show(database, log, host.session())
    assert not found.same
    assert not found.line[4]["admitted"]


async def test_only_what_is_over_is_played(log: str, database: str, tmp_path: Path) -> None:
    """A live session and an unknown one are refused."""
    host = Host()
    async with edge_to(log) as edge, running_fair(settings(log, database, tmp_path)) as fair:
        await decided(fair, await edge.write(*host.live("a")))
    for session, why in ((host.session(), "the session is live"), (uuid4(), "there is no session")):
        with pytest.raises(Failure, match=why):
            await show(database, log, session)


async def test_moments_come_at_their_time() -> None:
    """In order, at a multiple of the original speed."""
    told: list[tuple[str, float]] = []
    clock = asyncio.get_running_loop()
    began = clock.time()
    moments = [Moment(timedelta(seconds=n), str(n), {}) for n in (0, 3, 6)]
    await play(moments, 60, lambda moment: told.append((moment.event, clock.time() - began)))
    assert [event for event, _ in told] == ["0", "3", "6"]
    assert all(at >= int(event) / 60 for event, at in told)


async def test_sealed_texts_are_opened(tmp_path: Path) -> None:
    """Those of erased people say so, other values stay."""
    keys, names = Keys(Objects(str(tmp_path)), fresh_s=0), [f"{number:032x}/{number:032x}" for number in (1, 2)]
    kept, gone = [await keys.seal(name, "canary") for name in names]
    (tmp_path / "keys" / names[1]).unlink()
    data = {"text": kept, "answer": gone, "title": "plain", "cap": 3}
    (moment,) = await opened([Moment(timedelta(0), "QuestionAnswered", data)], keys)
    assert moment.data == {"text": "canary", "answer": ERASED, "title": "plain", "cap": 3}
