"""Writes of comments: limits, hiding, muting."""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid4

import pytest

from plumbing.telemetry import metrics
from schemas.chat import CommentHidden, CommentPosted, comment_id
from schemas.session import CommenterMuted, CommenterUnmuted
from schemas.topics import CHAT, FAIRS
from services.ingest.chat import comments
from tests.services.ingest.write_edge import Caller, Edge, paths


async def say(caller: Caller, session: UUID, text: object = "好!", key: str | None = None) -> int:
    return (await caller.post(f"/sessions/{session}/comments", {"text": text}, key=key)).status_code


def refused(why: str) -> float:
    return float(metrics.COMMENTS_REFUSED.labels(why)._value.get())


async def test_anybody_who_is_signed_in_comments(edge: Edge) -> None:
    """In the chat topic under the session's key, with the role; its id is derived from the event's."""
    session = await edge.feed.session(await edge.feed.fair())
    for caller, role in ((edge.student(), "student"), (edge.enterprise("e-2"), "enterprise"), (edge.organizer(), "")):
        answer = await caller.post(f"/sessions/{session}/comments", {"text": "好!"})
        written = edge.log.written()[-1]
        event = written.event
        assert isinstance(event, CommentPosted)
        assert (written.topic, written.key) == (CHAT.name, str(session))
        assert (event.session, event.person, event.role) == (session, caller.sub, role or "organizer")
        assert (event.text, await edge.opened(event.sealed_text)) == (None, "好!")
        said = answer.json()
        assert (answer.status_code, said["receipt"]["position"].split(":")[0]) == (202, CHAT.name)
        assert said["id"] == str(event.comment) == str(comment_id(UUID(said["event_id"])))
    assert await say(edge.guest(), session) == 401


@pytest.mark.parametrize("text", ["👨‍👩‍👧 好!", "x" * 100, "a　b", "!", "مرحبا"])
async def test_what_can_be_said(edge: Edge, text: str) -> None:
    """Up to 100 characters of any script in one line, including joined emoji and wide spaces."""
    session = await edge.feed.session(await edge.feed.fair())
    assert await say(edge.student(), session, text) == 202


@pytest.mark.parametrize(
    "text", ["", "  ", "x" * 101, 5, None, "a\nb", "a\rb", "a\u2028b", "a\x00b", "a\x07", "a\u202eb", "\u200b\u200d"]
)
async def test_what_cannot_be_said(edge: Edge, text: object) -> None:
    """Empty, too long, several lines, direction marks, invisible text."""
    session = await edge.feed.session(await edge.feed.fair())
    answer = await edge.student().post(f"/sessions/{session}/comments", {"text": text})
    assert (answer.status_code, paths(answer)) == (422, ["text"])
    assert edge.log.records == []


async def test_a_retry_is_the_same_comment(edge: Edge) -> None:
    """This instance writes it once; another instance repeats it under the same id, without cost to this limit."""
    session = await edge.feed.session(await edge.feed.fair())
    first = await edge.student().post(f"/sessions/{session}/comments", {"text": "once"}, key="k")
    again = await edge.student().post(f"/sessions/{session}/comments", {"text": "once"}, key="k")
    assert (first.json(), len(edge.log.records)) == (again.json(), 1)
    async with edge.another_instance() as other:
        elsewhere = Caller(other, edge.student().token, "stu-1")
        assert await say(elsewhere, session, "once", "k") == 202
    one, two = edge.log.events()
    assert isinstance(one, CommentPosted)
    assert isinstance(two, CommentPosted)
    assert one.comment == two.comment


@pytest.mark.parametrize("state", ["scheduled", "ended"])
async def test_only_while_the_session_is_live(edge: Edge, state: str) -> None:
    """409 before and after; 404 if the session does not exist for this person."""
    session = await edge.feed.session(await edge.feed.fair(), state=state)  # type: ignore[arg-type]  # one of them
    assert await say(edge.student(), session) == 409
    assert await say(edge.student(), uuid4()) == 404
    hidden = await edge.feed.session(await edge.feed.fair(state="draft"))
    assert await say(edge.student(), hidden) == 404


async def test_that_it_begins_is_waited_for(edge: Edge) -> None:
    """A start that was acknowledged a moment ago counts."""
    fair = await edge.feed.fair()
    session = await edge.feed.session(fair, state="scheduled")
    saying = asyncio.create_task(say(edge.student(), session))
    while edge.catalog.waiting == 0:
        await asyncio.sleep(0)
    await edge.feed.session(fair, session=session)
    assert await saying == 202


async def test_five_at_once_then_one_in_three_seconds(edge: Edge) -> None:
    """429 with the seconds; other people, and other writes of the same person, are not affected."""
    session = await edge.feed.session(await edge.feed.fair())
    async with edge.another_instance(rate_limit=True) as http:
        one, other = Caller(http, edge.student(1).token), Caller(http, edge.student(2).token)
        before = refused("person")
        assert [await say(one, session) for _ in range(7)] == [202] * 5 + [429] * 2
        answer = await one.post(f"/sessions/{session}/comments", {"text": "!"})
        assert 1 <= int(answer.headers["retry-after"]) <= 3
        assert "one in three seconds" in answer.json()["detail"]
        assert refused("person") == before + 3
        assert await say(other, session) == 202
        assert (await one.post(f"/sessions/{session}/questions", {"text": "Hm?"})).status_code == 202


async def test_a_room_takes_only_so_many(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    """429 that names the room's limit, and costs the person nothing; other rooms are not affected."""
    monkeypatch.setattr(comments, "ROOM_BURST", 10)
    monkeypatch.setattr(comments, "ROOM_PER_SECOND", 0.1)
    fair, before = await edge.feed.fair(), refused("room")
    session, quiet = await edge.feed.session(fair), await edge.feed.session(fair)
    async with edge.another_instance(rate_limit=True) as http:
        crowd = [Caller(http, edge.student(number).token) for number in range(1, 3)]
        assert await asyncio.gather(*(say(one, session) for one in crowd for _ in range(5))) == [202] * 10
        late = Caller(http, edge.student(9).token)
        answers = [await late.post(f"/sessions/{session}/comments", {"text": "!"}) for _ in range(6)]
        assert {answer.status_code for answer in answers} == {429}
        assert all("Too many are talking" in answer.json()["detail"] for answer in answers)
        assert 1 < int(answers[0].headers["retry-after"]) <= 10
        assert refused("room") == before + 6
        assert [await say(late, quiet) for _ in range(6)] == [202] * 5 + [429]


async def test_who_is_muted_hears_it(edge: Edge) -> None:
    """403; lifting it is waited for. Other sessions and people are not affected."""
    fair = await edge.feed.fair()
    session = await edge.feed.session(fair, muted=["stu-1"])
    before = refused("muted")
    answer = await edge.student(1).post(f"/sessions/{session}/comments", {"text": "!"})
    assert (answer.status_code, "muted you" in answer.json()["detail"]) == (403, True)
    assert refused("muted") == before + 1
    assert await say(edge.student(2), session) == 202
    assert await say(edge.student(1), await edge.feed.session(fair)) == 202
    waiting = asyncio.create_task(say(edge.student(1), session))
    while edge.catalog.waiting == 0:
        await asyncio.sleep(0)
    await edge.feed.session(fair, session=session)
    assert await waiting == 202


async def test_who_is_muted_pays_for_the_wait(edge: Edge) -> None:
    """Their requests count for the rate limit, so retries cannot use up the waiting slots."""
    session = await edge.feed.session(await edge.feed.fair(), muted=["stu-1"])
    async with edge.another_instance(rate_limit=True) as http:
        one = Caller(http, edge.student().token)
        assert [await say(one, session) for _ in range(6)] == [403] * 5 + [429]


async def test_its_host_takes_comments_out(edge: Edge) -> None:
    """One event each in the chat topic, also after the session; for anybody else the session does not exist."""
    session = await edge.feed.session(await edge.feed.fair(), state="ended")
    ids = [uuid4() for _ in range(3)]
    path, body = f"/sessions/{session}/comments/hide", {"comments": [str(one) for one in ids]}
    assert (await edge.enterprise("ent-2").post(path, body)).status_code == 404
    assert (await edge.organizer().post(path, body)).status_code == 404
    assert (await edge.student().post(path, body)).status_code == 403
    assert edge.log.records == []
    answer = await edge.enterprise().post(path, body, key="k")
    again = await edge.enterprise().post(path, body, key="k")
    assert (answer.status_code, answer.json()) == (202, again.json())
    written = edge.log.written()
    assert [one.event for one in written] == [CommentHidden(session=session, comment=one) for one in ids]
    assert {(one.topic, one.key) for one in written} == {(CHAT.name, str(session))}
    assert [item["id"] for item in answer.json()["items"]] == [str(one) for one in ids]
    assert [item["event_id"] for item in answer.json()["items"]] == [str(one.envelope.id) for one in written]


@pytest.mark.parametrize("number", [0, 101])
async def test_one_to_a_hundred_at_a_time(edge: Edge, number: int) -> None:
    """Each comment may be named once."""
    session = await edge.feed.session(await edge.feed.fair())
    path, ids = f"/sessions/{session}/comments/hide", [str(uuid4()) for _ in range(number)]
    assert (await edge.enterprise().post(path, {"comments": ids})).status_code == 422
    assert (await edge.enterprise().post(path, {"comments": [str(session)] * 2})).status_code == 422


@pytest.mark.parametrize("state", ["scheduled", "live"])
async def test_its_host_mutes_and_unmutes(edge: Edge, state: str) -> None:
    """They are records of the fair's log, since they decide something."""
    fair = await edge.feed.fair()
    session = await edge.feed.session(fair, state=state)  # type: ignore[arg-type]  # one of them
    for step, kind in (("mute", CommenterMuted), ("unmute", CommenterUnmuted)):
        path, body = f"/sessions/{session}/{step}", {"person": "stu-1"}
        assert (await edge.enterprise("ent-2").post(path, body)).status_code == 404
        assert (await edge.student().post(path, body)).status_code == 403
        assert (await edge.enterprise().post(path, body)).status_code == 202
        written = edge.log.written()[-1]
        assert written.event == kind(fair=fair, session=session, person="stu-1")
        assert (written.topic, written.key) == (FAIRS.name, str(fair))


@pytest.mark.parametrize("person", ["", "x" * 201, "a\nb", 7])
async def test_whom_a_token_cannot_name_nobody_mutes(edge: Edge, person: object) -> None:
    """A name that no token could have is refused."""
    session = await edge.feed.session(await edge.feed.fair())
    answer = await edge.enterprise().post(f"/sessions/{session}/mute", {"person": person})
    assert (answer.status_code, paths(answer)) == (422, ["person"])


async def test_nobody_is_muted_when_it_is_over(edge: Edge) -> None:
    """409."""
    session = await edge.feed.session(await edge.feed.fair(), state="ended")
    assert (await edge.enterprise().post(f"/sessions/{session}/mute", {"person": "stu-1"})).status_code == 409
