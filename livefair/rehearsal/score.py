"""The steps of a rehearsal and their times, made from the moments of the session's room. Pure.

A moment sums submissions and reactions by the second. They are spread over that second, as far as there was a drop or a
live session.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from livefair.rehearsal.show import Moment

SECOND = timedelta(seconds=1)
STARTED, ENDED, DROPPED, CLOSED = "FairSessionStarted", "FairSessionEnded", "JobDropped", "DropClosed"
ASKED, COMMENTED = "QuestionAsked", "CommentPosted"
SUBMISSIONS, REACTIONS = "SubmissionsCounted", "ReactionsCounted"  # moments that sum a second
SUBMITTED, REACTED = "Submitted", "Reacted"  # the step of one person
TIMES_MAX, EACH_MAX = 10, 5
"""The reactions of one call, and the comments and reaction calls that one person may send at once."""


@dataclass(frozen=True, slots=True)
class Score:
    """All steps in order: the moments of the room, and each submission."""

    steps: Sequence[Moment]

    def of(self, event: str) -> list[Moment]:
        return [step for step in self.steps if step.event == event]

    @property
    def jobs(self) -> dict[str, str]:
        """The dropped jobs, with their titles."""
        return {step.data["job"]: step.data.get("title", "") for step in self.of(DROPPED)}

    @property
    def submissions(self) -> dict[int, int]:
        """The number of submissions through each drop, by the drop's number."""
        through = Counter(step.data["drop"] for step in self.of(SUBMITTED))
        return {step.data["number"]: through[step.data["drop"]] for step in self.of(DROPPED)}

    @property
    def crowd(self) -> int:
        """The number of students needed: each submits to a job once, asks one question, and comments a little."""
        to_each = Counter(step.data["job"] for step in self.of(SUBMITTED))
        talk = max(len(self.of(COMMENTED)), len(self.of(REACTED)))
        return max([*to_each.values(), len(self.of(ASKED)), -(-talk // EACH_MAX)])


def score(moments: Sequence[Moment]) -> Score:
    """A step for each moment, and one for each counted action. Drops that close with the session need no step."""
    times = _Times(moments)
    numbered: list[tuple[timedelta, float, Moment]] = []
    seen: Counter[str] = Counter()
    for number, moment in enumerate(moments):
        if moment.event == SUBMISSIONS:
            drop = moment.data["drop"]
            came = int(moment.data["applications"]) - seen[drop]
            seen[drop] += came
            opened, dropped = times.opened[drop]
            ids = {"drop": drop, "job": dropped.data["job"]}
            done = [Moment(moment.after, SUBMITTED, ids)] * came
            numbered += _spread(done, dropped.after, times.closed.get(drop, moment.after), opened)
        elif moment.event == REACTIONS:
            numbered += _spread(_reactions(moment), times.started, times.ended, times.start)
        elif moment.event == COMMENTED:
            said_at = min(max(moment.after, times.started), times.ended)
            numbered.append((said_at, times.start + 0.5, replace(moment, after=said_at)))
        elif not (number > times.end and moment.event == CLOSED):
            numbered.append((moment.after, number, moment))
    return Score([step for _, _, step in sorted(numbered, key=lambda one: one[:2])])


class _Times:
    """When the session and its drops began and ended, and the index of that moment."""

    def __init__(self, moments: Sequence[Moment]) -> None:
        numbered = {one.event: (number, one.after) for number, one in enumerate(moments)}
        nothing = len(moments), moments[-1].after if moments else timedelta()
        self.start, self.started = numbered.get(STARTED, (0, timedelta()))
        self.end, self.ended = numbered.get(ENDED, nothing)
        self.opened = {one.data["drop"]: (number, one) for number, one in enumerate(moments) if one.event == DROPPED}
        self.closed = {one.data["drop"]: one.after for one in moments if one.event == CLOSED}


def _reactions(counted: Moment) -> list[Moment]:
    """The calls that add up to this number of reactions."""
    return [
        Moment(counted.after, REACTED, {"reaction": reaction, "times": min(TIMES_MAX, times - done)})
        for reaction, times in counted.data.items()
        for done in range(0, int(times), TIMES_MAX)
    ]


def _spread(
    done: Sequence[Moment], since: timedelta, until: timedelta, after: int
) -> Iterator[tuple[timedelta, float, Moment]]:
    """Spread these over the second before their moment, within the two bounds; ties come after that moment."""
    for number, one in enumerate(done, start=1):
        first, last = max(one.after - SECOND, since), min(one.after, until)
        at = first + number * (last - first) / (len(done) + 1)
        yield at, after + 0.5, replace(one, after=at)
