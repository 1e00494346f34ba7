"""The plan for playing a session again: each moment, and each submission while its drop is open."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from livefair.rehearsal.score import Score, score
from livefair.rehearsal.show import Moment

LAST_MS = 999  # of the second in which submissions were counted


def moment(ms: int, event: str, **data: Any) -> Moment:
    return Moment(timedelta(milliseconds=ms), event, data)


def dropped(ms: int, name: str = "a", number: int = 1) -> Moment:
    return moment(ms, "JobDropped", drop=name, job=f"job of {name}", title=f"Job {name}", number=number)


def counted(second: int, applications: int, name: str = "a") -> Moment:
    return moment(1_000 * second + LAST_MS, "SubmissionsCounted", drop=name, applications=applications)


def told(found: Score) -> list[str]:
    return [step.event for step in found.steps]


def times(found: Score, event: str = "Submitted") -> list[int]:
    return [step.after // timedelta(milliseconds=1) for step in found.of(event)]


def test_submissions_are_spread_over_their_second() -> None:
    """The number that was counted in it, evenly spread."""
    found = score([moment(0, "FairSessionStarted"), dropped(500), counted(1, 3), counted(2, 4)])
    assert times(found) == [1_249, 1_499, 1_749, 2_499]
    assert (found.crowd, found.submissions, found.jobs) == (4, {1: 4}, {"job of a": "Job a"})


def test_they_come_while_their_drop_is_open() -> None:
    """After its opening and before its closing, even if both were in the same second."""
    found = score([dropped(200), moment(400, "DropClosed", drop="a"), counted(0, 1)])
    assert (told(found), times(found)) == (["JobDropped", "Submitted", "DropClosed"], [300])


def test_all_in_one_millisecond_keeps_its_order() -> None:
    """Equal times keep the order of the log."""
    found = score([dropped(200), moment(200, "DropClosed", drop="a"), dropped(200, "b", 2), counted(0, 2)])
    assert told(found) == ["JobDropped", "Submitted", "Submitted", "DropClosed", "JobDropped"]


def test_what_closes_with_the_session_needs_nobody() -> None:
    """A drop that ends with the session is not closed by a request."""
    end = [moment(900, "FairSessionEnded"), moment(900, "DropClosed", drop="a")]
    assert told(score([dropped(200), *end, counted(0, 1)])) == ["JobDropped", "Submitted", "FairSessionEnded"]


def test_a_crowd_is_as_large_as_the_largest_job_or_the_questions() -> None:
    """One person submits to each job once; people who ask questions may submit too."""
    twice = [dropped(0), counted(0, 2), moment(1_100, "DropClosed", drop="a")]
    again = moment(1_200, "JobDropped", drop="b", job="job of a", title="Job a", number=2)
    asked = [moment(3_000, "QuestionAsked", question=str(number), text="?") for number in range(6)]
    assert score([*twice, again, counted(1, 3, "b")]).crowd == 5
    assert score([*twice, *asked]).crowd == 6
    assert score([moment(0, "FairSessionStarted"), moment(1, "FairSessionEnded")]).crowd == 0


def test_reactions_and_comments_come_while_the_session_is_live() -> None:
    """In the second in which they were counted; at most ten reactions in a call and five calls per person."""
    live = [moment(300, "FairSessionStarted"), moment(600, "FairSessionEnded")]
    late = [moment(620, "CommentPosted", comment="c", text="Bye"), moment(LAST_MS, "ReactionsCounted", like=12, love=1)]
    found = score([*live, *late])
    pressed = [("like", 10), ("like", 2), ("love", 1)]
    assert [(step.data["reaction"], step.data["times"]) for step in found.of("Reacted")] == pressed
    assert times(found, "Reacted") == [375, 450, 525]
    assert (told(found)[-2:], times(found, "CommentPosted")) == (["CommentPosted", "FairSessionEnded"], [600])
    assert found.crowd == 1
    assert score([*live, *[late[0]] * 11]).crowd == 3


@given(st.lists(st.integers(0, 9), max_size=8), st.integers(0, LAST_MS), st.integers(0, 2_000))
def test_nobody_is_lost(came: list[int], opened_ms: int, open_ms: int) -> None:
    """For any counts in any seconds: all submissions are planned, in order, between opening and closing."""
    moments, sum_so_far = [dropped(opened_ms)], 0
    for second, number in enumerate(came):
        sum_so_far += number
        moments += [counted(second, sum_so_far)] if number else []
    closed_ms = max(opened_ms, 1_000 * len(came)) + open_ms
    found = score(sorted([*moments, moment(closed_ms, "DropClosed", drop="a")], key=lambda one: one.after))
    assert len(times(found)) == sum(came)
    assert all(opened_ms <= at <= closed_ms for at in times(found))
    assert [step.after for step in found.steps] == sorted(step.after for step in found.steps)
