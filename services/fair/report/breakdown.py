"""The public breakdown of a fair's applications, from which nobody can infer the number in a small cell.

Method: rounding down to base 5, cells under 10 withheld (A. Hundepool et al., Statistical Disclosure Control, Wiley
2012, chapter 5: frequency tables, rounding and suppression). What is counted are the first N applications that the fair
ever received, withdrawn ones included, N being the largest multiple of 5 that there is: a set that only grows.

Why nobody can identify a cell under 5, even from all tables that were ever published and from N: the published numbers
and N are multiples of 5, so the number of applications that they leave open (N minus the published cells) is one too.
If a cell holds 1 to 4, at least 5 applications are open. Those outside the small cell are the latest in their own
cells, which they joined after these had last passed a multiple of 5. If some of them had fallen into the small cell
instead, every table since then would be the same and the cell would hold 5. So a cell of 1 to 4 always looks like one
of 5 as well. The fair's live counters reveal only N and what lies beyond it. The names of withheld cells are withheld
too.

The list of jobs follows the same rule: the public number of a job counts its submissions among the fair's first ones,
up to the last multiple of 5, rounded down, and nothing under 10. The cells by industry are made by the same method on
coarser cells. At any moment a small cell of either table still looks like one of 5: the applications that an industry
leaves open (less than 5 of a published cell, or all of a withheld one) are open in its jobs too, so that many can have
fallen into the small cell without changing any published number of an industry or a job.

Limits: that holds for the two tables at one moment; for each table alone it holds for everything that was ever
published. Applicants know their own applications, and from `place` how many came before. A student who applies again
with another resume moves in the past, and counts once in the breakdown and twice in the job's number. The counters of a
live drop are exact by contract: a host who wants a job's number hidden does not drop it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.asker import asker, for_everybody
from plumbing.http.problem import Problem
from plumbing.limits import ADDRESS, PERSON, Limit
from plumbing.turns import NoTurn, Turns
from services.fair.fairs.reads import visible_fair
from services.fair.kernel.answer import Filled
from services.fair.kernel.read import Read, public
from services.fair.kernel.reader import Reader, refused
from services.fair.kernel.reading import answer, path_id
from services.fair.kernel.regions import shown_each
from services.fair.kernel.rounding import BASE, SHOWN_MIN, rounded
from services.fair.report import answers, queries

BY = ("region", "degree", "industry")
KEPT_MAX = 256
COUNTING = Limit(
    "reads that wait for the breakdown of a fair, of which one is made at a time",
    64,
    "503",
    shares={PERSON: 2, ADDRESS: 16},
    over_share="429; the address counts for guests",
)
COUNTED_S = 30.0
Cells = Mapping[str | None, int]


class BreakdownReads:
    """The handler of `/v1/fairs/{fair}/breakdown`."""

    def __init__(self, reader: Reader, *, limited: bool = True) -> None:
        """`limited`: each asker has a share of the places to wait."""
        self._reader = reader
        self._counting = Turns(1, 1, COUNTING, limited=limited)
        self._kept: dict[tuple[UUID, str], tuple[str, Filled]] = {}

    def served(self) -> Sequence[Read]:
        breakdown = public(answers.Breakdown, "fairs", answers.BreakdownAsked)
        return (Read("/v1/fairs/{fair}/breakdown", self.breakdown, breakdown),)

    async def breakdown(self, request: Request) -> Response:
        """Applications received, by region or degree of the student or by industry of the job, rounded for privacy."""
        fair, by = path_id(request, "fair"), request.query_params.get("by")
        person = self._reader.person_or_guest(request)
        if by not in BY:
            raise Problem.at("by", f"must be one of {', '.join(BY)}")
        await self._reader.awaited(request)
        row = await visible_fair(self._reader, fair, person)
        try:
            # Anyone may ask, and each count reads all applications: one at a time. The next ones find it made.
            async with self._counting.turn(asker(), COUNTED_S):
                with for_everybody():
                    return answer(await self._table(fair, by, row["decided"]))
        except NoTurn as full:
            raise refused("breakdowns", full.bound) from None

    async def _table(self, fair: UUID, by: str, decided: str) -> Filled:
        """Computed once for each state of the fair."""
        known = self._kept.get((fair, by))
        if known is not None and known[0] == decided:
            return known[1]
        rows = await self._reader.rows(queries.BREAKDOWN, fair, by, BASE)
        table = answers.Breakdown.of(published(cells_of(rows, by)), by=by)
        while len(self._kept) >= KEPT_MAX:
            self._kept.pop(next(iter(self._kept)))
        self._kept[fair, by] = decided, table
        return table


def cells_of(rows: Sequence[Mapping[str, Any]], by: str) -> Cells:
    """The applications of each value; the texts that name one region are one."""
    if by != "region":
        return {row["value"]: row["applications"] for row in rows}
    most = sorted(rows, key=lambda row: (-row["applications"], row["value"] or ""))
    names = shown_each(row["value"] for row in most)
    cells = Counter[str | None]()
    for row in rows:
        cells[names.get(row["value"], row["value"])] += row["applications"]
    return cells


def published(cells: Cells) -> dict[str, Any]:
    """The public table for these cells, whose sum must be a multiple of `BASE`. The cell None: no value was given."""
    shown = [(value, rounded(number)) for value, number in cells.items() if number >= SHOWN_MIN]
    shown.sort(key=lambda cell: (-cell[1], cell[0] or ""))
    items = [{"value": value, "applications": number} for value, number in shown]
    return {"received": sum(cells.values()), "base": BASE, "withheld_below": SHOWN_MIN, "cells": items}
