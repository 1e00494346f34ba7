"""Reads a region: kept as it is written, so that a person sees what they wrote; a bare code becomes a name."""

from __future__ import annotations

from plumbing.regions import namesakes, region_of
from schemas.import_reasons import Reason
from services.ingest.imports.no_pay import DATE, other_than_pay
from services.ingest.imports.words import Unfit, shown

NAMESAKES_MAX = 4


def region(line: str) -> str:
    """The text; the name of a code of GB/T 2260. Raises Unfit, which keeps the text, for a name of several regions.

    A date or a number is none.
    """
    coded = region_of(line) if line.removesuffix(".0").isdecimal() else None
    if coded:
        return coded.full_name
    if line and not any(map(str.isalpha, line)) and (other := other_than_pay(line)):
        raise Unfit(Reason("region_is_date" if other == DATE else "region_is_telephone", text=shown(line)))
    if several := namesakes(line):
        alike = "、".join(one.full_name for one in several[:NAMESAKES_MAX])
        raise Unfit(Reason("region_ambiguous", text=shown(line), regions=alike), kept=line)
    return line
