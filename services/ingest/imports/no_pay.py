"""Which texts in a column of pay are no pay: words that leave it open, dates, telephone numbers, durations."""

from __future__ import annotations

import re

DATE, TELEPHONE = "a date", "a telephone number"
"""What a text with digits may be instead of pay."""

_OPEN = re.compile(
    r"面议|面谈|面洽|电议|详谈|协商|商议|另议|可谈|待定|保密|不限|从优|按.{0,30}规定|依.{0,30}而定"
    r"|^[-/.—无]*$|^(n/?a|none|null|nil|doe|tbd|tba|open)$|negotiab|competitive|attractive|depend|commensurate|confidential"
    r"|marketrate|bestinindustry|percompany|companynorms|asper|todiscuss|tobediscussed|tobeagreed|^doe\b"
)
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d ?(?:[-/.] ?\d{1,2} ?[-/.] ?\d{1,2}(?!\d)|年(?!薪))"
    r"|(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}月\d{1,2}[日号]|(?<!\d)\d{1,2}:\d\d(?!\d)"
    rf"|\b(?:{_MONTHS})\b[.,-]? ?\d{{1,2}}\b|(?<![\d.,])\d{{1,2}}(?:st|nd|rd|th)?[ -]?\b(?:{_MONTHS})\b"
)
_TELEPHONE = re.compile(
    r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)|\+\d{2}[- ]"
    r"|(?:电话|手机|微信|qq|\btel|phone)[^\d]{0,5}\d"
)
_REMARK = re.compile(r"\([^()]{0,100}\)")
_DURATION = re.compile(
    r"\A[^\d$£€¥₹]{0,30}(?<!\d)\d{1,2}(?:-\d{1,2})?个?(?:小时|天|日|周|月|年|hours?|hrs?|days?|weeks?|months?|years?)"
)


def leaves_open(written: str) -> bool:
    """Whether a text without blanks and digits leaves the pay to be agreed: 面议, negotiable."""
    return not written or _OPEN.search(written) is not None


def other_than_pay(plain: str) -> str:
    """What a text with digits is instead of pay, or nothing. `plain`: in half-width characters and lower case.

    A remark in brackets, such as working hours, is not looked at where there are digits outside of it.
    """
    outside = _REMARK.sub("", plain)
    plain = outside if any(map(str.isdigit, outside)) else plain
    if _DATE.search(plain):
        return DATE
    if _TELEPHONE.search(plain):
        return TELEPHONE
    return ""


def is_duration(written: str) -> bool:
    """Whether an amount without a currency is a time: 8小时, 每周5天."""
    return _DURATION.match(written) is not None
