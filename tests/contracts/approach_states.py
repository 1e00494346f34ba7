"""The states of an approach as a page with a diagram, drawn from the tables by which the domain decides.

`drawn.py` keeps the page as this has it.
"""

from __future__ import annotations

from services.fair.cards.approach import MOVES, OPEN_PER_PLACE, STEPS
from tests.contracts.states import BEGINNING, Move, diagram, table, words

PAGE = "approach-states.md"
INTRODUCTION = """# The states of an approach

Written by `make contracts` from the tables by which the domain decides
([`services/fair/cards/approach.py`](../services/fair/cards/approach.py)); do not edit. Why it is so:
[0018](decisions/0018-employer-first.md).
"""
EXPLANATION = f"""
`system` is the record that ends an approach whose deadline has passed, or whose fair was closed before the deadline.
Accepting an approach is a submission: the same record creates the application ([its states](application-states.md)), by
the rules of every submission; if one of those forbids it, the approach stays open. A job approaches a card only once:
an approach that has ended is never opened again.

A job has at most {OPEN_PER_PLACE} open approaches for each of its openings. A step that is not in the table is refused
with `approach_<state>`. A sender who may not take a step is answered as if the approach did not exist:
`unknown_approach`.
"""


def moves() -> list[Move]:
    """Every arrow, in the order of the code's tables."""
    found = [Move(BEGINNING, "open", "approach card", "enterprise")]
    for command, (side, then) in STEPS.items():
        found += [Move(met, then, words(command.__name__), side) for met in MOVES[then]]
    return found


def page() -> str:
    """The whole page."""
    drawn = moves()
    return "\n".join([INTRODUCTION, "```mermaid", *diagram(drawn), "```", "", *table(drawn)]) + "\n" + EXPLANATION
