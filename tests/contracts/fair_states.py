"""The states of a fair as a page with a diagram and a table, drawn from the table by which the domain decides.

`drawn.py` keeps the page as this has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.fair.fairs.fair import ALLOWED, ALLOWS, MOVES, STATES

PAGE = "fair-states.md"
INTRODUCTION = """# The states of a fair

Written by `make contracts` from the table by which the domain decides
([`services/fair/fairs/fair.py`](../services/fair/fairs/fair.py)); do not edit. Why it is so:
[0017](decisions/0017-the-lifecycle-of-a-fair.md).
"""
EXPLANATION = """
Only its organizer sees a `draft`; for everybody else it does not exist. A `scheduled` fair is published, but not open
yet. When a fair closes, its open invitations expire (`fair_closed`).

The edge answers a request that the table does not allow with 409 and what is allowed, if it knows the fair's state;
otherwise the log refuses it with `fair_not_open` (`scheduled`) or `fair_<state>`.
"""
WORDS = {
    "amend": "amend the fair",
    "booths": "request a booth, approve, refuse",
    "amend_booths": "a booth's texts and hours",
    "staff": "invite staff, join, remove, hand applicants over",
    "jobs": "publish and import jobs",
    "amend_jobs": "amend and close jobs",
    "cards": "show a card, be found by it",
    "submit": "submit a resume, approach a card, accept that",
    "select": "view, shortlist, invite, refuse, rank",
    "answer": "accept and decline invitations, decline an approach",
    "wish": "rank jobs for the closing round",
    "settle": "hold the closing round",
    "sessions": "plan a session",
    "stage": "start a session, drop a job",
    "questions": "ask in a session, vote, answer",
    "hire": "hire",
    "withdraw": "withdraw an application",
}
"""What the page says for each action in `ALLOWED`, except the fair's own moves."""


def arrows() -> list[tuple[str, str, str]]:
    """Each move: from which state, to which state, its name."""
    return [(met, then, what) for what, then, _ in MOVES.values() for met in ALLOWED[what]]


def page() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, "```mermaid", *_diagram(), "```", "", *_table(), EXPLANATION.rstrip(), ""])


def _diagram() -> Iterator[str]:
    yield "stateDiagram-v2"
    yield "    [*] --> draft: schedule, as a draft"
    yield "    [*] --> scheduled: schedule"
    for met, then, what in arrows():
        yield f"    {met} --> {then}: {what.replace('_', ' ')}"
    yield "    archived --> [*]"


def _table() -> Iterator[str]:
    """A line for each action, a column for each state."""
    yield f"| | {' | '.join(f'`{state}`' for state in STATES)} |"
    yield f"| --- |{' --- |' * len(STATES)}"
    moves = {what: then for what, then, _ in MOVES.values()}
    for what in ALLOWED:
        words = f"`{what}`: {WORDS[what]}" if what in WORDS else f"`{what}`, then `{moves[what]}`"
        yield f"| {words} | {' | '.join('yes' if what in ALLOWS[state] else '' for state in STATES)} |"
