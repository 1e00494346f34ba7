"""The questions of a batch: what a command may look at."""

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
    """Though its id is right."""
    kept = rows_after(h.asked())
    assert kept.floor(of(command_of(h.upvoted().event))).question is not None
    assert kept.floor(of(command_of(h.upvoted(id="t").event))).question is None


def test_who_has_how_many_open() -> None:
    """One that is answered is not."""
    kept = rows_after(h.asked(), h.asked(name="2"), h.answered())
    floor = kept.floor(of(command_of(h.asked(name="3").event)))
    assert (floor.question, floor.open) == (None, 1)
