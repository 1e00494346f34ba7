"""Questions: given these events, this event has this outcome."""

from __future__ import annotations

import pytest

from services.fair.kernel.outcomes import Refused, Unchanged
from services.fair.sessions.question import OnFloor, Question
from tests.services.fair.cases import holds
from tests.services.fair.deciding import decide_all
from tests.services.fair.hosting import Host, session_of
from tests.services.fair.story import UNIT, Entry, at, says

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
    "not in an unknown fair": ([], h.asked(), Refused("unknown_session")),
    "not by others in a draft": ([h.draft(), h.planned(org=UNIT)], h.asked(), Refused("unknown_session")),
    "no answer with a refused booth": ([*ASKED, h.refused()], h.answered(), Refused("booth_not_approved")),
    "not hidden with a refused booth": ([*ASKED, h.refused()], h.hidden(), Refused("booth_not_approved")),
}


@pytest.mark.parametrize("name", TABLE)
def test_given_when_then(name: str) -> None:
    """Given these events, this event has the expected outcome; an unchanged or refused one changes no row."""
    holds(TABLE[name])


def test_votes_and_words() -> None:
    """The number of people who voted, and the newest answer with its time."""
    log = [*VOTED, h.upvoted("stu-3"), h.upvoted("stu-3"), h.answered("No."), h.answered("Yes.")]
    question = decide_all(log)[0].questions[h.question()]
    assert (question.votes, question.state, question.answer) == (2, "answered", "Yes.")
    assert question.answered_at == at(len(log) - 1)


def test_a_question_has_what_was_asked() -> None:
    """The text, the person, the log offset and the log time."""
    world, _ = decide_all(ASKED)
    place = len(PLANNED)
    ids = (h.question(), h.session(), h.fair)
    assert world.questions[h.question()] == Question(*ids, "stu-1", "Is there housing?", "open", 0, place, at(place))


def test_an_outcome_names_the_session_and_the_question() -> None:
    """The session for its room, the question as it is now, and for a vote the person."""
    for entry in (h.upvoted(), h.answered(), h.hidden()):
        world, (*_, asked, moved) = decide_all([*ASKED, entry])
        assert isinstance(asked, OnFloor)
        assert isinstance(moved, OnFloor)
        assert asked.session == moved.session == session_of(world, h)
        assert moved.question == world.questions[h.question()]
        assert getattr(moved, "person", "stu-2") == "stu-2"
