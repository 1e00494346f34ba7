"""What is to be done when a session is played again, and when: made of what its room was told. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from livefair.show import Moment

SUBMITTED, COUNTED = "Submitted", "SubmissionsCounted"
SECOND = timedelta(seconds=1)
DROPPED, CLOSED, ENDED, ASKED = "JobDropped", "DropClosed", "FairSessionEnded", "QuestionAsked"


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
        """How many students are needed: each submits to a job once, and asks one question."""
        to_each = Counter(step.data["job"] for step in self.of(SUBMITTED))
        return max([*to_each.values(), len(self.of(ASKED))])


def score(moments: Sequence[Moment]) -> Score:
    """A step for each moment, and one for each submission. Drops that close with their session close by themselves.

    The submissions of a second are spread over it, as far as their drop was open in it.
    """
    numbered: list[tuple[timedelta, float, Moment]] = []
    opened: dict[str, tuple[int, Moment]] = {}
    closed = {one.data["drop"]: one.after for one in moments if one.event == CLOSED}
    seen: Counter[str] = Counter()
    over = False
    for number, moment in enumerate(moments):
        drop = moment.data.get("drop", "")
        over = over or moment.event == ENDED
        if moment.event == COUNTED:
            came = int(moment.data["applications"]) - seen[drop]
            seen[drop] += came
            place, dropped = opened[drop]
            first = max(moment.after - SECOND, dropped.after)
            last = min(moment.after, closed.get(drop, moment.after))
            ids = {"drop": drop, "job": dropped.data["job"]}
            for one in range(1, came + 1):
                at = first + one * (last - first) / (came + 1)
                numbered.append((at, place + 0.5, Moment(at, SUBMITTED, ids)))
        elif not (over and moment.event == CLOSED):
            if moment.event == DROPPED:
                opened[drop] = number, moment
            numbered.append((moment.after, number, moment))
    return Score([step for _, _, step in sorted(numbered, key=lambda one: one[:2])])
