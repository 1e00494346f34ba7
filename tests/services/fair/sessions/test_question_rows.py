"""The questions of a batch: what the rule of a command reads."""

from __future__ import annotations

from services.fair.engine.commands import command_of
from services.fair.sessions.question import OfQuestion
from services.fair.sessions.question_rows import QuestionRows
from tests.services.fair.deciding import one_batch
from tests.services.fair.hosting import Host
from tests.services.fair.story import Entry, told

h = Host()


def of(command: object) -> OfQuestion:
    assert isinstance(command, OfQuestion)
    return command


def rows_after(*log: Entry) -> QuestionRows:
    return one_batch(told([*h.live("a"), *log])).of(QuestionRows)


def test_a_question_of_another_session_is_none() -> None:
    """A question is found only under its own session."""
    kept = rows_after(h.asked())
    assert kept.floor(of(command_of(h.upvoted().event))).question is not None
    assert kept.floor(of(command_of(h.upvoted(id="t").event))).question is None


def test_who_has_how_many_open() -> None:
    """The number of open questions of a person leaves out answered ones."""
    kept = rows_after(h.asked(), h.asked(name="2"), h.answered())
    floor = kept.floor(of(command_of(h.asked(name="3").event)))
    assert (floor.question, floor.open) == (None, 1)
