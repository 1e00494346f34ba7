"""Finds the handlers of a command, an event or an outcome: dictionaries by class, built once from the nouns."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from services.fair.engine.registry import NOUNS
from services.fair.kernel.commands import Command
from services.fair.kernel.noun import Follow, Keep, Noun, Observe, Rule, Silence, Tell, Touch
from services.fair.kernel.outcomes import Outcome

Kind = TypeVar("Kind")
Handler = TypeVar("Handler")
IdOf = Callable[[Any, Any, Any], Any]


@dataclass(frozen=True, slots=True)
class Reaction:
    """The handlers of all nouns for outcomes of one class."""

    keep: Keep | None
    observe: tuple[Observe, ...]
    follow: tuple[Follow, ...]
    follow_together: tuple[Follow, ...]
    tell: Tell | Silence | None
    id_of: IdOf | None


@dataclass(frozen=True, slots=True)
class Dispatch:
    """The dictionaries for one list of nouns."""

    nouns: tuple[Noun, ...]
    command_of: Mapping[type[Any], Callable[[Any], Command]]
    """By class of event."""
    apart: tuple[type[Any], ...]
    rules: Mapping[type[Command], Rule]
    touches: Mapping[type[Command], tuple[Touch, ...]]
    reactions: Mapping[type[Outcome], Reaction]
    rows: tuple[type[Any], ...]
    named: tuple[str, ...]
    """The fields of commands that a refusal repeats."""


def dispatch_of(nouns: tuple[Noun, ...]) -> Dispatch:
    """Build the dictionaries of these nouns. The completeness test, not this function, finds missing handlers."""
    rules = {command: rule for noun in nouns for rule in noun.rules for command in rule.commands}
    return Dispatch(
        nouns,
        {event: command for noun in nouns for event, command in noun.events.items()},
        tuple(event for noun in nouns for event in noun.apart),
        rules,
        {command: _all(command, [noun.touches for noun in nouns]) for command in rules},
        {outcome: _reaction(outcome, nouns) for outcome in subclasses(Outcome)},
        tuple(kind for noun in nouns for kind in noun.rows),
        tuple(name for noun in nouns for name in noun.named),
    )


def subclasses(kind: type[Kind]) -> Iterator[type[Kind]]:
    """All imported subclasses, at any depth.

    A dataclass with slots replaces its original class, which Python still lists as a subclass: this one is left out.
    """
    for below in kind.__subclasses__():
        if getattr(sys.modules[below.__module__], below.__name__, None) is below:
            yield below
            yield from subclasses(below)


def _reaction(outcome: type[Outcome], nouns: Iterable[Noun]) -> Reaction:
    return Reaction(
        _nearest(outcome, [noun.keeps for noun in nouns]),
        _all(outcome, [noun.observes for noun in nouns]),
        _all(outcome, [noun.follows for noun in nouns]),
        _all(outcome, [noun.follows_together for noun in nouns]),
        _nearest(outcome, [noun.tells for noun in nouns]),
        _nearest(outcome, [noun.ids for noun in nouns]),
    )


def _nearest(kind: type[Any], registered: Iterable[Mapping[Any, Handler]]) -> Handler | None:
    """The handler of the class itself, else of its nearest base class."""
    merged: dict[Any, Handler] = {}
    for mapping in registered:
        merged |= mapping
    return next((merged[above] for above in kind.__mro__ if above in merged), None)


def _all(kind: type[Any], registered: Iterable[Mapping[Any, Handler]]) -> tuple[Handler, ...]:
    """The handlers of the class and of all its base classes: noun by noun, base classes first."""
    above = [*reversed(kind.__mro__)]
    return tuple(mapping[one] for mapping in registered for one in above if one in mapping)


FAIR = dispatch_of(NOUNS)
