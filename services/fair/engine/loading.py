"""The loading plan: which rows a batch needs, noun by noun, in an order that matters. One query per table.

It runs over a port, so that tests can run the same plan on dictionaries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.fair.applications import store as applications
from services.fair.applications.reach import reach_of
from services.fair.applications.rows import ApplicationRows
from services.fair.booths import store as booths
from services.fair.booths.rows import BoothKey, BoothRows
from services.fair.engine.deciding import new_state, touch
from services.fair.engine.dispatch import FAIR
from services.fair.fairs import store as fairs
from services.fair.fairs.rows import FairRows
from services.fair.jobs import store as jobs
from services.fair.kernel.commands import Command
from services.fair.kernel.port import Port
from services.fair.kernel.state import State
from services.fair.sessions import store as sessions
from services.fair.staff import store as staff
from services.fair.staff.rows import PersonKey, StaffRows


@dataclass(frozen=True, slots=True)
class Senders:
    """The senders of the batch's commands for whom rows may exist: people who act for enterprises."""

    people: set[PersonKey] = field(default_factory=set)
    """People who may be a booth's staff."""
    booths: set[BoothKey] = field(default_factory=set)
    """The booths of the enterprises that the senders' tokens name."""

    def add(self, fair: UUID, actor: str, role: str, org: str | None) -> None:
        if role == "enterprise":
            self.people.add((fair, actor))
            if org is not None:
                self.booths.add((fair, org))


async def load(port: Port, commands: Sequence[Command], senders: Senders) -> State:
    """A state with all rows that these commands may touch."""
    state = new_state()
    _touch(state, commands, senders)
    await fairs.load(port, state)
    await staff.load(port, state)  # before the booths: it adds those of the senders' enterprises
    await booths.load(port, state)
    await applications.load_named(port, state)
    await sessions.load(port, state)  # an application needs its drop; a session, the jobs of its plan
    reach = reach_of(state.of(FairRows), state.of(ApplicationRows))
    await applications.load_held(port, state, reach)  # before jobs and desks, since it adds to them
    await applications.load_invited(port, state)
    await jobs.load(port, state)
    await applications.load_booths(port, state)
    await applications.load_desks(port, state)
    await applications.load_stranded(port, state)
    await applications.load_responses(port, state)
    await applications.load_applicants(port, state, reach)  # for all applications that were loaded above
    for noun in FAIR.nouns:
        if noun.load is not None:
            await noun.load(port, state)
    return state


def _touch(state: State, commands: Iterable[Command], senders: Senders) -> None:
    for command in commands:
        touch(state, command)
    state.of(StaffRows).wanted_people |= senders.people
    state.of(BoothRows).wanted |= senders.booths
