"""Finds what a noun forgot to register: `missing(nouns)` names each gap in any list of nouns."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import fields
from importlib import import_module
from importlib.util import find_spec
from typing import get_args

from schemas.catalog import AnyEntry
from schemas.registry import FAIR_EVENTS
from services.fair.engine import loading
from services.fair.engine.dispatch import dispatch_of, subclasses
from services.fair.kernel.commands import Command
from services.fair.kernel.noun import Noun
from services.fair.kernel.outcomes import Outcome, Refused, Unchanged

ENTRY_MODELS = set(get_args(AnyEntry))
WITHOUT_ROWS = {"ResumeRead", "ClosingRoundHeld"}
"""Outcomes that change no row of state, and are only recorded by an observer."""


NOT_REPEATED = {
    "link": "the sender of a refused request knows the link, and nobody else is to learn of it",
    "round": "a round that was refused was not held",
}
"""Ids of a request that its refusal does not repeat, and why."""


def missing(nouns: tuple[Noun, ...]) -> list[str]:
    """Each event, rule, touch, keeper, teller, statement or entry that no noun registers, or that two do."""
    return [
        *_events(nouns),
        *_rules(nouns),
        *_outcomes(nouns),
        *_entries(nouns),
        *_loading(nouns),
        *_reads(nouns),
        *_refusals(nouns),
    ]


def _events(nouns: Iterable[Noun]) -> Iterator[str]:
    for event in FAIR_EVENTS:
        owners = [noun.name for noun in nouns if event in noun.events]
        if len(owners) != 1:
            yield f"event {event.__name__}: nouns {owners}"
    for noun in nouns:
        yield from (f"event {one.__name__}: of no topic" for one in noun.events if one not in FAIR_EVENTS)


def _rules(nouns: tuple[Noun, ...]) -> Iterator[str]:
    touches = dispatch_of(nouns).touches
    for command in concrete(Command):
        owners = [noun.name for noun in nouns for rule in noun.rules if command in rule.commands]
        if len(owners) != 1:
            yield f"rule of {command.__name__}: nouns {owners}"
        if not touches.get(command):
            yield f"touch of {command.__name__}: no noun"


def _outcomes(nouns: tuple[Noun, ...]) -> Iterator[str]:
    reactions = dispatch_of(nouns).reactions
    for outcome in subclasses(Outcome):
        if issubclass(outcome, Refused | Unchanged):
            continue
        reaction, name = reactions[outcome], outcome.__name__
        if reaction.tell is None:
            yield f"teller of {name}: neither told nor a written silence"
        if reaction.keep is None and not (name in WITHOUT_ROWS and reaction.observe):
            yield f"keeper of {name}: no noun"


def _entries(nouns: Iterable[Noun]) -> Iterator[str]:
    listed = [model for noun in nouns for model in noun.entry_models]
    yield from (f"entry {model.__name__}: no noun" for model in ENTRY_MODELS - set(listed))
    yield from (f"entry {model.__name__}: of no catalog" for model in set(listed) - ENTRY_MODELS)


def concrete(kind: type[Command]) -> list[type[Command]]:
    """The leaf classes below a base class; the bases are never instantiated."""
    return [one for one in subclasses(kind) if not any(subclasses(one))]


def _loading(nouns: Iterable[Noun]) -> Iterator[str]:
    """A store that loads is called by the plan, or registered with its noun."""
    plan = ast.parse(inspect.getsource(loading))
    planned = {ast.unparse(node.func) for node in ast.walk(plan) if isinstance(node, ast.Call)}
    for noun in nouns:
        folder = noun.rows[0].__module__.rpartition(".")[0]
        store = import_module(f"{folder}.store")
        loads = [name for name in vars(store) if name == "load" or name.startswith("load_")]
        if loads and noun.load is None and not any(f"{noun.name}.{name}" in planned for name in loads):
            yield f"loading of {noun.name}: neither in the plan nor registered"


def _reads(nouns: Iterable[Noun]) -> Iterator[str]:
    """A `reads.py` is registered with its noun."""
    for noun in nouns:
        folder = noun.rows[0].__module__.rpartition(".")[0]
        if noun.reads is None and find_spec(f"{folder}.reads"):
            yield f"reads of {noun.name}: not registered"


def _refusals(nouns: tuple[Noun, ...]) -> Iterator[str]:
    """A refusal repeats the ids of the request, or it is written down why not."""
    named = dispatch_of(nouns).named
    for command in concrete(Command):
        for field in fields(command):
            if field.type in ("UUID", "UUID | None") and field.name not in (*named, *NOT_REPEATED):
                yield f"refusal of {command.__name__}: its {field.name} is not repeated"
