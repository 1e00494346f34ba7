"""What a noun registers: one `Noun` in its `noun.py`, listed in `engine/registry.py` and nowhere else.

Handlers are found by the class of the command or the outcome. Where a handler is registered for a base class, it serves
the subclasses too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from services.fair.kernel.commands import Command, CommandOf
from services.fair.kernel.context import Context
from services.fair.kernel.items import CountedRoom, Item
from services.fair.kernel.outcomes import Outcome
from services.fair.kernel.port import Write
from services.fair.kernel.state import State
from services.fair.kernel.tables import Statement

Event = type[Any]
"""A class of `schemas`, which the kernel does not know."""
Entry = tuple[str, Any]
"""A key of the catalog, and its entry (a model of `schemas.catalog`); None is a tombstone."""
Touch = Callable[[State, Any], None]
"""(state, command): notes which rows the command will look at, before any is loaded."""
Keep = Callable[[State, Any, Context], Any]
"""(state, outcome, said): keeps the rows as the outcome has them; answers the main row as it stood before, or None."""
Observe = Callable[[State, Any, Any, Context], None]
"""(state, before, outcome, said): keeps numbers of another noun that follow from the outcome."""
Follow = Callable[[State, Any, Any, Context], Iterable[Outcome]]
"""(state, before, outcome, said): what follows by itself. Each outcome is kept before the next one is asked for."""
Tell = Callable[[Any, Any, Context], Iterable[Item]]
"""(outcome, command, said): what the viewers of rooms are told."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How commands of these classes are decided: what the rule looks at (a small frozen type), and the decision."""

    commands: tuple[type[Command], ...]
    look: Callable[[State, Any], Any]
    decide: Callable[[Any, Any, Context], Outcome]


@dataclass(frozen=True, slots=True)
class Silence:
    """An outcome of which no room is told, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Noun:
    """Everything that the engine needs to know of one noun."""

    name: str
    rows: tuple[type[Any], ...]
    """The classes of `rows.py`, of which each batch makes one instance."""
    events: CommandOf = field(default_factory=dict)
    """The events of the fair's log that are this noun's, each with the command that it becomes (`wire.py`)."""
    apart: tuple[Event, ...] = ()
    """Those whose decision looks at more of a fair than they name: everything before them is written first."""
    rules: tuple[Rule, ...] = ()
    touches: Mapping[type[Command], Touch] = field(default_factory=dict)
    """Also of commands of lower nouns, where they touch rows of this one."""
    keeps: Mapping[type[Outcome], Keep] = field(default_factory=dict)
    observes: Mapping[type[Outcome], Observe] = field(default_factory=dict)
    follows: Mapping[type[Outcome], Follow] = field(default_factory=dict)
    follows_together: Mapping[type[Outcome], Follow] = field(default_factory=dict)
    """As `follows`, but all are kept before anything that follows on one of them."""
    tells: Mapping[type[Outcome], Tell | Silence] = field(default_factory=dict)
    ids: Mapping[type[Outcome], Callable[[Any, Any, Context], UUID]] = field(default_factory=dict)
    """(outcome, command, said): the id of the item, where it is not the record's."""
    statements: tuple[Statement, ...] = ()
    """The statements with which the noun is written."""
    writes: Callable[[State], Iterable[Write]] = lambda _: ()
    """What a batch has changed."""
    entries: Callable[[State], Iterable[Entry]] = lambda _: ()
    """The catalog's entries of what a batch has changed."""
    entry_models: tuple[type[Any], ...] = ()
    """The models of those entries, for the AsyncAPI document."""
    late_items: Callable[[State], Iterable[tuple[Item, UUID, Any]]] = lambda _: ()
    """Items that are told once a batch, with the id and the time of each."""
    rooms: Callable[[State], Iterable[CountedRoom]] = lambda _: ()
    """The rooms whose counters a batch has changed."""


def id_of(thing: Callable[[Any], UUID], named: str) -> Callable[[Any, Any, Context], UUID]:
    """The id of an item about a thing: the record's if the command names the thing, else one made of the record's."""

    def id_of_item(outcome: Any, command: Any, context: Context) -> UUID:
        moved = thing(outcome)
        return context.event if moved == getattr(command, named, None) else uuid5(context.event, str(moved))

    return id_of_item
