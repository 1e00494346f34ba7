"""Dispatch by class: its own handler before those of its base classes, or all of them where all act."""

from __future__ import annotations

from uuid import UUID

import pytest

from services.fair.engine.dispatch import Dispatch, dispatch_of, subclasses
from services.fair.fairs.fair import FairChanged, FairOpened, OpenFair
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.noun import Noun, Rule, Silence
from services.fair.kernel.outcomes import Outcome, Refused
from services.fair.kernel.state import State


class Picked:
    """The class that an event is registered for."""


def touch_any(state: State, command: Command) -> None:
    """For every command."""


def touch_opening(state: State, command: OpenFair) -> None:
    """For this command only."""


def observe_all(state: State, before: None, outcome: FairChanged, said: Context) -> None:
    """For every outcome that changes a fair."""


def observe_opening(state: State, before: None, outcome: FairOpened, said: Context) -> None:
    """For the opening only."""


def follow_all(state: State, before: None, outcome: FairChanged, said: Context) -> list[Outcome]:
    return []


def keep_all(state: State, outcome: FairChanged, said: Context) -> None:
    """For every outcome that changes a fair."""


def keep_opening(state: State, outcome: FairOpened, said: Context) -> None:
    """For the opening, instead of the general one."""


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


@pytest.fixture
def dispatch() -> Dispatch:
    return dispatch_of((LOWER, HIGHER))


def test_a_command_is_found_by_its_class(dispatch: Dispatch) -> None:
    """A command finds its rule and every touch that any noun registered, general ones first."""
    assert dispatch.rules == {OpenFair: RULE}
    assert dispatch.touches == {OpenFair: (touch_any, touch_opening)}
    assert dispatch.rows == (dict, list)


def test_an_event_is_found_by_its_class(dispatch: Dispatch) -> None:
    """An event finds its command, and whether it needs a batch of its own."""
    assert dispatch.command_of[Picked](Picked()) == OpenFair(UUID(int=1))
    assert dispatch.apart == (Picked,)


def test_one_keeps_and_one_tells(dispatch: Dispatch) -> None:
    """The handler of the class itself, else of its nearest base class, of any noun."""
    changed, opened = dispatch.reactions[FairChanged], dispatch.reactions[FairOpened]
    assert (changed.keep, opened.keep) == (keep_all, keep_opening)
    assert changed.tell is opened.tell is SILENCE
    assert changed.id_of is None
    assert opened.id_of is not None


def test_all_observe_and_all_follow(dispatch: Dispatch) -> None:
    """Observers and followers all run, in the order of the nouns, general ones first."""
    changed, opened = dispatch.reactions[FairChanged], dispatch.reactions[FairOpened]
    assert (changed.observe, opened.observe) == ((observe_all,), (observe_all, observe_opening))
    assert changed.follow == opened.follow == (follow_all,)
    assert opened.follow_together == ()


def test_a_class_that_nobody_names_has_no_reaction(dispatch: Dispatch) -> None:
    """A class without handlers is found, and nothing happens."""
    assert {FairChanged, FairOpened} <= set(subclasses(Outcome))
    reaction = dispatch.reactions[Refused]
    assert (reaction.keep, reaction.observe, reaction.follow, reaction.tell) == (None, (), (), None)
