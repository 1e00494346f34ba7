"""The states of an application as a page with a diagram, drawn from the tables by which the domain decides.

`drawn.py` keeps the page as this has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from services.fair.applications.application import LIVE, MATCHED
from services.fair.applications.selection import BY_ITSELF, MOVES, STEPS
from services.fair.sessions.drop import IN_LINE

PAGE = "application-states.md"
BEGINNING = "[*]"
FULL_AFTER = (BEGINNING, "withdrawn", "refused")
"""The states in which a submission to a full drop joins the waitlist; `refused` only if the reason was `drop_full`."""
INTRODUCTION = """# The states of an application

Written by `make contracts` from the tables by which the domain decides
([`services/fair/applications/selection.py`](../services/fair/applications/selection.py)); do not edit. Why it is so:
[0014](decisions/0014-double-selection.md).
"""
EXPLANATION = """
`system` is the record of a deadline that has passed. A step in italics has no command of its own: it follows
automatically from a change elsewhere, such as a step of another application to the same job, or of the same student, or
a larger headcount (`moved_up`).
`accepted_elsewhere` occurs only in fairs whose rule for offers is `release` ([0019](decisions/0019-several-offers.md)).

A step that is not in the table is refused with `application_<state>`, or with the reason for that state if it is
`place_taken`, `accepted_elsewhere` or `fair_closed`; the refusal names the state that the application was in. A step
that the [fair's state](fair-states.md) forbids is refused with the state of the fair. A step to the state that the
application is already in changes nothing; neither does `view application` in a later state. A sender who may not take
a step is answered as if the application did not exist: `unknown_application`.
"""


class Move(NamedTuple):
    """An arrow of the diagram."""

    met: str
    then: str
    step: str
    side: str


def moves() -> list[Move]:
    """Every arrow between states that can be reached, in the order of the code's tables."""
    found = [Move(BEGINNING, "submitted", "submit resume", "student")]
    found.append(Move("withdrawn", "submitted", "submit resume", "student"))
    found.append(Move("refused", "submitted", "submit resume after drop_full", "student"))
    found += [Move(met, "waitlisted", "submit resume to a full drop", "student") for met in FULL_AFTER]
    for command, (side, then) in STEPS.items():
        found += [Move(met, then, words(command.__name__), side) for met in MOVES[then]]
    found += [Move(met, "withdrawn", "withdraw application", "student") for met in MOVES["withdrawn"]]
    found += [Move(met, then, f"*{why}*", "automatic") for met, then, why in (*BY_ITSELF, *IN_LINE)]
    reached = _reached(found)
    return [move for move in found if move.met in reached]


def words(name: str) -> str:
    """`ViewApplication` is `view application`."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


def _reached(found: list[Move]) -> set[str]:
    """The states to which some path leads."""
    reached: set[str] = {BEGINNING}
    while more := {move.then for move in found if move.met in reached} - reached:
        reached |= more
    return reached


def page() -> str:
    """The whole page."""
    drawn = moves()
    return (
        "\n".join([INTRODUCTION, "```mermaid", *diagram(drawn), "```", "", *table(drawn), EXPLANATION, *_sets()]) + "\n"
    )


def diagram(drawn: list[Move]) -> Iterator[str]:
    yield "stateDiagram-v2"
    for met, then, step, side in drawn:
        yield f"    {met} --> {then}: {step.strip('*')} ({side})"
    froms = {move.met for move in drawn}
    for state in sorted({move.then for move in drawn} - froms):
        yield f"    {state} --> {BEGINNING}"


def table(drawn: list[Move]) -> Iterator[str]:
    """A line for each step: who takes it, from which states, to which state."""
    yield "| step | who | from | to |"
    yield "| --- | --- | --- | --- |"
    steps = dict.fromkeys((move.step, move.side, move.then) for move in drawn)
    for step, side, then in steps:
        froms = [move.met for move in drawn if (move.step, move.side, move.then) == (step, side, then)]
        named = ", ".join("(none)" if met == BEGINNING else f"`{met}`" for met in froms)
        yield f"| {step} | {side} | {named} | `{then}` |"


def _sets() -> Iterator[str]:
    reached = _reached(moves())
    yield f"Live, so that another submission changes nothing: {_listed(LIVE & reached)}."
    yield f"A match: {_listed(MATCHED)}."


def _listed(states: frozenset[str] | set[str]) -> str:
    order = dict.fromkeys(move.then for move in moves())
    return ", ".join(f"`{state}`" for state in order if state in states)
