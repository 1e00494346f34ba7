"""Writes of questions."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from schemas.question import QuestionAsked, QuestionUpvoted, question_id
from tests.services.ingest.write_edge import Edge


async def test_anybody_who_is_signed_in_asks(edge: Edge) -> None:
    """The event names the person; the question's id is derived from the event's."""
    session = await edge.feed.session(await edge.feed.fair())
    for caller in (edge.student(), edge.enterprise("ent-2"), edge.organizer()):
        answer = await caller.post(f"/sessions/{session}/questions", {"text": "Is there housing?"})
        event = edge.log.events()[-1]
        assert isinstance(event, QuestionAsked)
        assert (answer.status_code, event.person) == (202, caller.sub)
        assert answer.json()["id"] == str(question_id(UUID(answer.json()["event_id"])))
    assert (await edge.guest().post(f"/sessions/{session}/questions", {"text": "Hm?"})).status_code == 401


@pytest.mark.parametrize("text", ["", "  ", "x" * 501, 5])
async def test_a_question_has_words_and_a_limit(edge: Edge, text: object) -> None:
    """1 to 500 characters."""
    session = await edge.feed.session(await edge.feed.fair())
    assert (await edge.student().post(f"/sessions/{session}/questions", {"text": text})).status_code == 422


async def test_a_vote_names_the_voter(edge: Edge) -> None:
    """The log decides whether the question exists."""
    session, question = await edge.feed.session(await edge.feed.fair()), uuid4()
    assert (await edge.student().post(f"/sessions/{session}/questions/{question}/upvote")).status_code == 202
    event = edge.log.events()[-1]
    assert isinstance(event, QuestionUpvoted)
    assert (event.question, event.person, event.session) == (question, "stu-1", session)


async def test_its_host_answers_and_hides(edge: Edge) -> None:
    """Also after the session; for anybody else the session does not exist."""
    session, question = await edge.feed.session(await edge.feed.fair(), state="ended"), uuid4()
    for step, body in (("answer", {"text": "Yes."}), ("hide", None)):
        path = f"/sessions/{session}/questions/{question}/{step}"
        assert (await edge.enterprise("ent-2").post(path, body)).status_code == 404
        assert (await edge.student().post(path, body)).status_code == 403
        assert (await edge.enterprise().post(path, body)).status_code == 202
    assert [type(event).__name__ for event in edge.log.events()] == ["QuestionAnswered", "QuestionHidden"]


async def test_what_is_over_takes_no_question(edge: Edge) -> None:
    """409; an unknown session is 404."""
    over = await edge.feed.session(await edge.feed.fair(), state="ended")
    assert (await edge.student().post(f"/sessions/{over}/questions", {"text": "Hm?"})).status_code == 409
    assert (await edge.student().post(f"/sessions/{uuid4()}/questions", {"text": "Hm?"})).status_code == 404
