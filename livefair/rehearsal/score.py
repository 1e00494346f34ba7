"""What is to be done when a session is played again, and when: made of what its room was told. Pure.

The room was told of submissions and reactions by the second. They are spread over it, as far as there was a drop or a
session to which they could come.
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
SUBMISSIONS, REACTIONS = "SubmissionsCounted", "ReactionsCounted"  # what was told, by the second
SUBMITTED, REACTED = "Submitted", "Reacted"  # what one person does
TIMES_MAX, EACH_MAX = 10, 5
"""So often one reacts in one call; so many comments, and such calls, one may make at once."""


@dataclass(frozen=True, slots=True)
class Score:
    """All steps, in order: what was told in the room, and each submission."""

    steps: Sequence[Moment]

    def of(self, event: str) -> list[Moment]:
        return [step for step in self.steps if step.event == event]

    @property
    def jobs(self) -> dict[str, str]:
        """The jobs that are dropped, each with its title."""
        return {step.data["job"]: step.data.get("title", "") for step in self.of(DROPPED)}

    @property
    def submissions(self) -> dict[int, int]:
        """How many there are through each drop, by its number."""
        through = Counter(step.data["drop"] for step in self.of(SUBMITTED))
        return {step.data["number"]: through[step.data["drop"]] for step in self.of(DROPPED)}

    @property
    def crowd(self) -> int:
        """How many people are needed: each submits to a job once and asks one question, and talks a little."""
        to_each = Counter(step.data["job"] for step in self.of(SUBMITTED))
        talk = max(len(self.of(COMMENTED)), len(self.of(REACTED)))
        return max([*to_each.values(), len(self.of(ASKED)), -(-talk // EACH_MAX)])


def score(moments: Sequence[Moment]) -> Score:
    """A step for each moment, and one for each that was counted. What closes with the session closes by itself."""
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
    """When the session and its drops began and ended, and which of the moments that was."""

    def __init__(self, moments: Sequence[Moment]) -> None:
        numbered = {one.event: (number, one.after) for number, one in enumerate(moments)}
        nothing = len(moments), moments[-1].after if moments else timedelta()
        self.start, self.started = numbered.get(STARTED, (0, timedelta()))
        self.end, self.ended = numbered.get(ENDED, nothing)
        self.opened = {one.data["drop"]: (number, one) for number, one in enumerate(moments) if one.event == DROPPED}
        self.closed = {one.data["drop"]: one.after for one in moments if one.event == CLOSED}


def _reactions(counted: Moment) -> list[Moment]:
    """The calls that make so many reactions."""
    return [
        Moment(counted.after, REACTED, {"reaction": reaction, "times": min(TIMES_MAX, times - done)})
        for reaction, times in counted.data.items()
        for done in range(0, int(times), TIMES_MAX)
    ]


def _spread(
    done: Sequence[Moment], since: timedelta, until: timedelta, after: int
) -> Iterator[tuple[timedelta, float, Moment]]:
    """These over the second that they end, as far as it is between the two; at the same time, after that moment."""
    for number, one in enumerate(done, start=1):
        first, last = max(one.after - SECOND, since), min(one.after, until)
        at = first + number * (last - first) / (len(done) + 1)
        yield at, after + 0.5, replace(one, after=at)
