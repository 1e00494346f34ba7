"""Patterns as they stood before they were made linear, to show that the new ones find the same.

Read by tests only. A pattern in force that is rewritten without a change of what it finds leaves its old form here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.fair.jobs.advertisement import WORDINGS
from services.fair.jobs.english_wordings import _SERVED
from services.fair.jobs.wording import Wording, near, pattern


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A current wording with its earlier patterns. `pieces` are phrases, spaces and signs to build texts from."""

    wording: Wording
    pattern: re.Pattern[str]
    pieces: tuple[str, ...]
    not_after: re.Pattern[str] | None = None


OLD = (
    Rewritten(
        WORDINGS[16],
        pattern(
            r"(?:年龄)?[:\s]*(?:在|不(?:超过|大于|高于|得超过|能超过)|小于|低于|未满)?\s?(?<!\d)(?:1[89]|"
            r"[2-5]\d)\s?周?岁(?:\(?含\)?)?[及或]?(?:以下|以内|之内|之下|以前|封顶|为限|为上限)"
        ),
        ("年龄", "龄", " ", ":", "\n", "在", "不超过", "35岁以下", "3"),
    ),
    Rewritten(
        WORDINGS[18],
        pattern(
            r"(?:年龄)?[:\s]*(?<!\d)(?:1[6-9]|[2-5]\d)\s?(?:周?岁)?\s?(?:-|至|到)\s?[2-5]\d\s?周?岁(?:之间|左右|以内)?"
        ),
        ("年龄", "龄", " ", ":", "\n", "18-35岁", "20", "-", "3"),
    ),
    Rewritten(
        WORDINGS[34],
        pattern(
            r"\b(?:looking for|seek(?:s|ing)?|want(?:s|ed)?|prefer(?:s|ably)?|must be|should be|hiring|"
            r"recruiting|recruit|we need|need:?|only|ideal(?:ly)?(?: candidate is)?)"
            r"(?: an?| some| \d+| several)? ?(?:(?:bright|energetic|dynamic|smart|talented|enthusiastic|"
            r"motivated|ambitious|attractive|fresh|healthy|single|female|male|strong),? (?:and )?){0,3}"
            r"young(?:er)?\b(?! (?:children|learners|readers|audience|patients|adult|offenders|at heart))"
            r"|\byoung(?:er)?(?:,? (?:and )?(?:energetic|dynamic|bright|fit|fresh|attractive|healthy|beautiful))*"
            r"(?: (?:candidates?|applicants?|people|persons?|(?:wo)?m[ae]n|lad(?:y|ies)|(?:fe)?males?|"
            r"girls?|boys?|graduates?|professionals?|staff|blood|talents?))?"
            r" (?:only|preferred|wanted|required|(?:is|are) preferred)\b"
            r"|\byoung(?:,? (?:and )|, )(?:energetic|dynamic|bright|fit|fresh|attractive|healthy|"
            r"beautiful)(?! (?:teams?|compan|environment|organi|culture|cities|industry|crowd))"
            r"|^\W*young(?:er)?(?: (?:people|staff|candidates?|applicants?|men|women))?\W*$"
        ),
        ("young", " people", " ", "!", "\n", "a", " only", ", fit", "seek "),
    ),
    Rewritten(
        WORDINGS[36],
        pattern(
            r"(?:^\W*|[,;(] ?|\b(?:age|aged?|be|ideally|preferably|candidates?|applicants?|only|women|men|"
            r"males?|females?|people|are|is|(?<!\w)must) )"
            r"(?:under|below) (?:2[5-9]|[3-5]\d)(?=$|[.,;!)]| (?:only|preferred|please|welcome|and (?:fit|"
            r"healthy|energetic|single)))"
        ),
        ("under 30", " ", "!", ",", "(", "\n", "a", "must", "%"),
        near(rf"\b{_SERVED} ?$|[\d%$]\W*$|\b(?:temperature|speed|cost|time|rate|score|level|price)s?\b"),
    ),
)
