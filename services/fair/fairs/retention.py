"""The retention of a fair: years after its end it is forgotten. Its texts are gone, and nothing of it moves any more.

The keys of its texts are destroyed before the record is appended (`engine/retention.py`). Rows and counters stay.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from services.fair.fairs.fair import Fair, FairChanged
from services.fair.kernel.commands import Command
from services.fair.kernel.context import SYSTEM, Context
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged

OVER = ("closed", "archived")
"""The states in which a fair can be forgotten."""


@dataclass(frozen=True, slots=True)
class PassRetention(Command):
    """The watcher reports that the retention is over; the log time decides whether it is."""

    until: datetime


class FairForgotten(FairChanged):
    __slots__ = ()


def decide_retention(fair: Fair | None, command: PassRetention, context: Context) -> Outcome:
    """Refused before its time, while the fair goes on, and to everybody but the watcher."""
    if fair is None:
        return Refused("unknown_fair")
    if context.role != SYSTEM:
        return Refused("not_yours")
    if fair.forgotten:
        return Unchanged("fair_forgotten")
    if fair.state not in OVER or command.until < fair.ends_at or context.now < command.until:
        return Refused("retention_not_over")
    return FairForgotten(replace(fair, forgotten=True))
