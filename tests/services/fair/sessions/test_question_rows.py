"""The questions of a batch: what is touched, and what a command may look at."""

from __future__ import annotations

from services.fair.engine.translate import command_of
from services.fair.sessions.question import OfQuestion
from services.fair.sessions.question_rows import QuestionRows, TouchedQuestions
from tests.services.fair.hosting import Host
from tests.services.fair.memory import decide_all

h = Host()


def of(command: object) -> OfQuestion:
    assert isinstance(command, OfQuestion)
    return command


def test_what_is_touched() -> None:
    """The question; of a vote the voter, of a question whoever asks."""
    touched = TouchedQuestions()
    for entry in (h.asked(), h.upvoted(), h.answered()):
        touched.add(of(command_of(entry.event)))
    assert touched.questions == {h.question()}
    assert (touched.votes, touched.askers) == ({(h.question(), "stu-2")}, {(h.session(), "stu-1")})


def test_a_question_of_another_session_is_none() -> None:
    """Though its id is right."""
    world, _ = decide_all([*h.live("a"), h.asked()])
    kept: QuestionRows = world.stage.questions
    assert kept.floor(of(command_of(h.upvoted().event))).question is not None
    assert kept.floor(of(command_of(h.upvoted(id="t").event))).question is None


def test_who_has_how_many_open() -> None:
    """One that is answered is not."""
    world, _ = decide_all([*h.live("a"), h.asked(), h.asked(name="2"), h.answered()])
    floor = world.stage.questions.floor(of(command_of(h.asked(name="3").event)))
    assert (floor.question, floor.open) == (None, 1)
