"""Questions: given these events, this event has this outcome."""

from __future__ import annotations

import pytest

from services.fair.kernel.outcomes import Refused, Unchanged
from tests.services.fair.cases import holds
from tests.services.fair.deciding import decide_all
from tests.services.fair.hosting import Host
from tests.services.fair.story import UNIT, Entry, says

h = Host()
PLANNED = [*h.ready("a"), h.planned("a")]
ASKED = [*PLANNED, h.asked()]
THREE = [*ASKED, h.asked(name="2"), h.asked(name="3")]
VOTED = [*ASKED, h.upvoted()]
ENDED = [*ASKED, h.started(), h.ended()]

TABLE: dict[str, tuple[list[Entry], Entry, object]] = {
    "a question": (PLANNED, h.asked(), "QuestionAsked"),
    "while it is live": ([*PLANNED, h.started()], h.asked(), "QuestionAsked"),
    "not when it is over": (ENDED, h.asked(name="2"), Refused("session_ended")),
    "not in an unknown session": (h.ready("a"), h.asked(), Refused("unknown_session")),
    "not when the fair is closed": ([*PLANNED, h.closed()], h.asked(), Refused("fair_closed")),
    "once": (ASKED, h.asked(), Unchanged("already_asked")),
    "not in another student's name": (PLANNED, says(h.asked().event, "stu-9", "student"), Refused("not_yours")),
    "three at a time": (THREE, h.asked(name="4"), Refused("too_many_questions")),
    "another student may ask more": (THREE, h.asked("stu-2", "4"), "QuestionAsked"),
    "one that is answered makes room": ([*THREE, h.answered()], h.asked(name="4"), "QuestionAsked"),
    "one that is hidden too": ([*THREE, h.hidden()], h.asked(name="4"), "QuestionAsked"),
    "a vote": (ASKED, h.upvoted(), "QuestionUpvoted"),
    "a vote is one": (VOTED, h.upvoted(), Unchanged("already_voted")),
    "by another": (VOTED, h.upvoted("stu-3"), "QuestionUpvoted"),
    "not for their own question": (ASKED, h.upvoted("stu-1"), Refused("own_question")),
    "no vote in another student's name": (ASKED, says(h.upvoted().event, "stu-9", "student"), Refused("not_yours")),
    "no vote for an unknown question": (PLANNED, h.upvoted(), Refused("unknown_question")),
    "no vote for a hidden question": ([*ASKED, h.hidden()], h.upvoted(), Refused("unknown_question")),
    "no vote when the session is over": (ENDED, h.upvoted(), Refused("session_ended")),
    "an answer": (ASKED, h.answered(), "QuestionAnswered"),
    "an answer when the session is over": (ENDED, h.answered(), "QuestionAnswered"),
    "the same answer": ([*ASKED, h.answered()], h.answered(), Unchanged("same_answer")),
    "a better one": ([*ASKED, h.answered()], h.answered("Two to a room."), "QuestionAnswered"),
    "no answer by another host": (ASKED, h.answered(org=UNIT), Refused("unknown_question")),
    "no answer to an unknown question": (PLANNED, h.answered(), Refused("unknown_question")),
    "no answer to a hidden question": ([*ASKED, h.hidden()], h.answered(), Refused("question_hidden")),
    "it is hidden": (ASKED, h.hidden(), "QuestionHidden"),
    "hidden once": ([*ASKED, h.hidden()], h.hidden(), Unchanged("question_hidden")),
    "not hidden by another host": (ASKED, h.hidden(org=UNIT), Refused("unknown_question")),
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Given these events, this event has the expected outcome; an unchanged or refused one changes no row."""
    holds(TABLE[name])


def test_votes_and_words() -> None:
    """The number of people who voted, and the newest answer."""
    log = [*VOTED, h.upvoted("stu-3"), h.upvoted("stu-3"), h.answered("No."), h.answered("Yes.")]
    question = decide_all(log)[0].questions[h.question()]
    assert (question.votes, question.state, question.answer) == (2, "answered", "Yes.")
