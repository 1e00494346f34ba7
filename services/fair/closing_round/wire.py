"""From the events of closing rounds and wishes to their commands."""

from __future__ import annotations

from schemas import closing_round as events
from services.fair.closing_round.closing_round import HoldClosingRound
from services.fair.closing_round.wishes import RankJobs
from services.fair.kernel.commands import CommandOf

COMMANDS: CommandOf = {
    events.JobsRanked: lambda event: RankJobs(event.fair, event.student, tuple(event.jobs)),
    events.ClosingRoundHeld: lambda event: HoldClosingRound(event.fair, event.round),
}
APART = (events.ClosingRoundHeld,)
