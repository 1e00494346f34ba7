"""Events of `livefair.chat` become changes of rooms."""

from __future__ import annotations

import json
from uuid import UUID

from schemas.chat import AudienceCounted, CommentHidden, CommentPosted, Reaction
from schemas.rooms import session_room
from services.notify.rooms.beside import News
from services.notify.rooms.talks import Talks

AT_MS = 1_767_225_600_123


def posted(session: int, comment: int, text: str = "hello") -> CommentPosted:
    return CommentPosted(
        session=UUID(int=session), comment=UUID(int=comment), person="stu-1", role="student", text=text
    )


def hidden(session: int, comment: int) -> CommentHidden:
    return CommentHidden(session=UUID(int=session), comment=UUID(int=comment))


def counted(session: int, **reactions: int) -> AudienceCounted:
    given: dict[Reaction, int] = {"like": reactions.get("like", 0)} if "like" in reactions else {}
    if "applause" in reactions:
        given["applause"] = reactions["applause"]
    return AudienceCounted(session=UUID(int=session), reactions=given)


def room(session: int) -> str:
    return session_room(UUID(int=session))


def test_a_comment_is_told_without_who_said_it() -> None:
    """Its id, text, the author's role and the log time."""
    talks = Talks()
    talks.take(posted(1, 2, "主播讲得真清楚!"), AT_MS)
    ((of, news),) = talks.drain()
    assert (of, news.counters, news.comments[0].id) == (room(1), {"comments": 1}, str(UUID(int=2)))
    assert json.loads(news.comments[0].json) == {
        "id": str(UUID(int=2)),
        "text": "主播讲得真清楚!",
        "role": "student",
        "at": "2026-01-01T00:00:00.123000Z",
    }


def test_news_are_told_once() -> None:
    """News are returned once; sums stay."""
    talks = Talks()
    talks.take(posted(1, 2), AT_MS)
    talks.drain()
    assert talks.drain() == []
    talks.take(counted(1, like=3), AT_MS)
    assert talks.drain() == [(room(1), News({"comments": 1, "reactions_like": 3}, [], []))]


def test_reactions_are_added_up() -> None:
    """Over all records; clicks are not shown in the room."""
    talks = Talks()
    talks.take(counted(1, like=3), AT_MS)
    talks.take(counted(1, like=2, applause=1), AT_MS)
    clicks = AudienceCounted(session=UUID(int=1), clicks={UUID(int=9): 4})
    talks.take(clicks, AT_MS)
    ((_, news),) = talks.drain()
    assert news.counters == {"comments": 0, "reactions_like": 5, "reactions_applause": 1}


def test_a_double_is_dropped() -> None:
    """A retry of a comment is shown and counted once, also after it was hidden."""
    talks = Talks()
    for event in (posted(1, 2), posted(1, 2), hidden(1, 2), posted(1, 2), hidden(1, 3), posted(1, 3)):
        talks.take(event, AT_MS)
    ((_, news),) = talks.drain()
    assert (news.counters["comments"], len(news.comments)) == (1, 1)
    assert news.hidden == [str(UUID(int=2)), str(UUID(int=3))]


def test_a_host_hides_comments_of_the_own_session_only() -> None:
    """An id hidden in another session, even in advance, is still shown in its own."""
    talks = Talks()
    for event in (hidden(2, 7), posted(1, 7)):
        talks.take(event, AT_MS)
    assert {of: len(news.comments) for of, news in talks.drain()} == {room(2): 0, room(1): 1}


def test_ids_are_remembered_up_to_a_bound() -> None:
    """The oldest ids are forgotten."""
    talks = Talks(remembered_max=2)
    for number in (1, 2, 3, 1):
        talks.take(posted(1, number), AT_MS)
    ((_, news),) = talks.drain()
    assert news.counters["comments"] == 4


def test_the_session_that_was_silent_for_longest_is_forgotten() -> None:
    """The room that was silent for longest is dropped; if it becomes active again, it starts from zero."""
    talks = Talks(sessions_max=2)
    for session in (1, 2, 1):
        talks.take(posted(session, 10 * session + len(talks.drain())), AT_MS)
    talks.drain()
    talks.take(counted(2, like=1), AT_MS)
    talks.take(posted(3, 30), AT_MS)
    told = talks.drain()
    assert told[0] == (room(1), News({}))
    assert {of for of, _ in told[1:]} == {room(2), room(3)}
    talks.take(posted(1, 99), AT_MS)
    assert [news.counters for of, news in talks.drain() if of == room(1)] == [{"comments": 1}]


def test_who_is_forgotten_with_news_and_speaks_again_begins_anew() -> None:
    """Its old news are dropped; the drop itself is reported first."""
    talks = Talks(sessions_max=1)
    for event in (posted(1, 1), posted(2, 2), posted(1, 3)):
        talks.take(event, AT_MS)
    told = talks.drain()
    assert [(of, dict(news.counters)) for of, news in told] == [
        (room(1), {}),
        (room(2), {}),
        (room(1), {"comments": 1}),
    ]
