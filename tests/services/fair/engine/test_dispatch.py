"""What is found for a class: its own handler before those of the classes above it; where all act, all of them."""

from __future__ import annotations

from uuid import UUID

from services.fair.engine.dispatch import dispatch_of, subclasses
from services.fair.fairs.fair import FairChanged, FairOpened, OpenFair
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.noun import Noun, Rule, Silence
from services.fair.kernel.outcomes import Outcome, Refused
from services.fair.kernel.state import State


class Picked:
    """The class of an event."""


def touch_any(state: State, command: Command) -> None:
    """Of every command."""


def touch_opening(state: State, command: OpenFair) -> None:
    """Of this one."""


def observe_all(state: State, before: None, outcome: FairChanged, said: Context) -> None:
    """Of all that changes a fair."""


def observe_opening(state: State, before: None, outcome: FairOpened, said: Context) -> None:
    """Of its opening."""


def follow_all(state: State, before: None, outcome: FairChanged, said: Context) -> list[Outcome]:
    return []


def keep_all(state: State, outcome: FairChanged, said: Context) -> None:
    """Of all that changes a fair."""


def keep_opening(state: State, outcome: FairOpened, said: Context) -> None:
    """Of its opening, instead."""


SILENCE = Silence("nobody asks")
RULE = Rule((OpenFair,), lambda state, command: None, lambda met, command, said: Refused("too_early"))
LOWER = Noun(
    "lower",
    rows=(dict,),
    events={Picked: lambda event: OpenFair(UUID(int=1))},
    apart=(Picked,),
    touches={Command: touch_any},
    keeps={FairChanged: keep_all},
    observes={FairOpened: observe_opening, FairChanged: observe_all},
    tells={FairChanged: SILENCE},
)
HIGHER = Noun(
    "higher",
    rows=(list,),
    rules=(RULE,),
    touches={OpenFair: touch_opening},
    keeps={FairOpened: keep_opening},
    follows={FairChanged: follow_all},
    ids={FairOpened: lambda outcome, command, said: UUID(int=2)},
)
DISPATCH = dispatch_of((LOWER, HIGHER))


def test_a_command_is_found_by_its_class() -> None:
    """Its rule; what all nouns touch for it, the general before the special."""
    assert DISPATCH.rules == {OpenFair: RULE}
    assert DISPATCH.touches == {OpenFair: (touch_any, touch_opening)}
    assert DISPATCH.rows == (dict, list)


def test_an_event_is_found_by_its_class() -> None:
    """With the command that it becomes, and whether it is decided apart."""
    assert DISPATCH.command_of[Picked](Picked()) == OpenFair(UUID(int=1))
    assert DISPATCH.apart == (Picked,)


def test_one_keeps_and_one_tells() -> None:
    """That of the class itself, else of the nearest above it; of whichever noun."""
    changed, opened = DISPATCH.reactions[FairChanged], DISPATCH.reactions[FairOpened]
    assert (changed.keep, opened.keep) == (keep_all, keep_opening)
    assert changed.tell is opened.tell is SILENCE
    assert changed.id_of is None
    assert opened.id_of is not None


def test_all_observe_and_all_follow() -> None:
    """In the order of the nouns, and of one noun the general before the special."""
    changed, opened = DISPATCH.reactions[FairChanged], DISPATCH.reactions[FairOpened]
    assert (changed.observe, opened.observe) == ((observe_all,), (observe_all, observe_opening))
    assert changed.follow == opened.follow == (follow_all,)
    assert opened.follow_together == ()


def test_a_class_that_nobody_names_has_no_reaction() -> None:
    """It is there, and nothing is done about it."""
    assert {FairChanged, FairOpened} <= set(subclasses(Outcome))
    reaction = DISPATCH.reactions[Refused]
    assert (reaction.keep, reaction.observe, reaction.follow, reaction.tell) == (None, (), (), None)
