"""What a noun registers: one `Noun` in its `noun.py`, listed in `engine/registry.py` and nowhere else.

Handlers are found by the class of the command or the outcome. A handler that is registered for a base class also serves
its subclasses.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from services.fair.kernel.commands import Command, CommandOf
from services.fair.kernel.context import Context
from services.fair.kernel.items import CountedRoom, Item
from services.fair.kernel.outcomes import Outcome
from services.fair.kernel.port import Port, Select, Write
from services.fair.kernel.read import Reads
from services.fair.kernel.reader import Reader
from services.fair.kernel.state import State
from services.fair.kernel.tables import Statement

Event = type[Any]
"""A class of `schemas`, which the kernel does not import."""
Entry = tuple[str, UUID, Any]
"""A catalog key, the fair of the thing, and the entry (a model of `schemas.catalog`); None is a tombstone."""
Touch = Callable[[State, Any], None]
"""(state, command): notes which rows the command will read or change, before loading."""
Load = Callable[[Port, State], Awaitable[None]]
"""(port, state): loads rows into the state."""
Keep = Callable[[State, Any, Context], Any]
"""(state, outcome, context): stores the outcome's rows; returns the main row's previous state, or None."""
Observe = Callable[[State, Any, Any, Context], None]
"""(state, before, outcome, context): updates another noun's numbers that depend on the outcome."""
Follow = Callable[[State, Any, Any, Context], Iterable[Outcome]]
"""(state, before, outcome, context): the outcomes that follow. Each one is kept before the next one is requested."""
Tell = Callable[[Any, Any, Context], Iterable[Item]]
"""(outcome, command, context): the items for the viewers of rooms."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How commands of these classes are decided: what the rule reads (a small frozen type), and the decision."""

    commands: tuple[type[Command], ...]
    look: Callable[[State, Any], Any]
    decide: Callable[[Any, Any, Context], Outcome]


@dataclass(frozen=True, slots=True)
class Silence:
    """An outcome that is published to no room, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """How the search columns of older rows are made: the rows that wait (it takes their largest number), the update."""

    waiting: Select[Any]
    statement: Statement


@dataclass(frozen=True, slots=True)
class Noun:
    """Everything that the engine needs to know about one noun."""

    name: str
    rows: tuple[type[Any], ...]
    """The classes of `rows.py`; each batch creates one instance of each."""
    events: CommandOf = field(default_factory=dict)
    """This noun's events in the fair's log, each with the function that makes its command (`wire.py`)."""
    apart: tuple[Event, ...] = ()
    """Events whose decision reads more of a fair than they name: everything before them is written first."""
    rules: tuple[Rule, ...] = ()
    touches: Mapping[type[Command], Touch] = field(default_factory=dict)
    """Also for commands of lower nouns, if they touch rows of this one."""
    keeps: Mapping[type[Outcome], Keep] = field(default_factory=dict)
    observes: Mapping[type[Outcome], Observe] = field(default_factory=dict)
    follows: Mapping[type[Outcome], Follow] = field(default_factory=dict)
    follows_together: Mapping[type[Outcome], Follow] = field(default_factory=dict)
    """Like `follows`, but all are kept before anything that follows from one of them."""
    tells: Mapping[type[Outcome], Tell | Silence] = field(default_factory=dict)
    ids: Mapping[type[Outcome], Callable[[Any, Any, Context], UUID]] = field(default_factory=dict)
    """(outcome, command, context): the id of the item, if it is not the record's."""
    named: tuple[str, ...] = ()
    """The fields of the noun's commands that hold an id of its own; a refusal repeats them for the sender."""
    load: Load | None = None
    """Loads the rows that the batch wants, where no other noun's loading depends on them and they want none of others.

    Nouns whose rows depend on each other stand in the plan instead (`engine/loading.py`).
    """
    statements: tuple[Statement, ...] = ()
    """The statements that write the noun's rows."""
    writes: Callable[[State], Iterable[Write]] = lambda _: ()
    """The changes of a batch."""
    entries: Callable[[State], Iterable[Entry]] = lambda _: ()
    """The catalog entries of what a batch changed."""
    catalog: tuple[Select[Entry], ...] = ()
    """The catalog entries of everything that some fairs have, a query for each table. It takes the fairs' ids."""
    entry_models: tuple[type[Any], ...] = ()
    """The models of those entries, for the AsyncAPI document."""
    late_items: Callable[[State], Iterable[tuple[Item, UUID, Any]]] = lambda _: ()
    """Items that are published once per batch, with the id and the time of each."""
    rooms: Callable[[State], Iterable[CountedRoom]] = lambda _: ()
    """The rooms whose counters a batch changed."""
    indexed: Indexed | None = None
    """For a noun whose rows are found by words."""
    reads: Callable[[Reader], Reads] | None = None
    """The handlers of the noun's `GET`s (`reads.py`)."""


def id_of(thing: Callable[[Any], UUID], named: str) -> Callable[[Any, Any, Context], UUID]:
    """The id of an item about a thing: the record's if the command names the thing, else one derived from it."""

    def id_of_item(outcome: Any, command: Any, context: Context) -> UUID:
        moved = thing(outcome)
        return context.event if moved == getattr(command, named, None) else uuid5(context.event, str(moved))

    return id_of_item
