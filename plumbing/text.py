"""Unicode normalization in linear time: the beginning of a text, with bounded runs of combining marks.

Normalizing sorts each run of combining marks, which takes quadratic time: 100,000 of them cost seconds, while the
interpreter does nothing else. Nobody writes more than 30 on one letter; the others are left out (UAX #15, section 13,
"Stream-Safe Text Format").
"""

from __future__ import annotations

import re
import unicodedata

import structlog

UNICODE_VERSION = "14.0.0"
"""The version of Python's Unicode tables with which logs are decided: flags of ads and words of searches use them."""
MARKS_MAX = 30
log = structlog.get_logger(__name__)

MARKS = "".join(char for char in map(chr, range(0x300, 0x20000)) if unicodedata.combining(char))
"""Every character that is sorted: those with a canonical combining class. Planes above have none."""
_MARKS = frozenset(MARKS)
_RUN = re.compile(f"([{MARKS}]{{{MARKS_MAX}}})[{MARKS}]+")


def normalized(text: str, characters_max: int) -> str:
    """The first `characters_max` characters in NFKC; the result may have a few more."""
    cut = text[:characters_max]
    if cut.isascii():
        return cut
    return unicodedata.normalize("NFKC", cut if _MARKS.isdisjoint(cut) else _RUN.sub(r"\1", cut))


def warn_of_other_unicode(found: str = unicodedata.unidata_version) -> bool:
    """Whether this Python has other Unicode tables than logs were decided with; then it is logged what to do."""
    if found != UNICODE_VERSION:
        log.warning("unicode_differs", decided_with=UNICODE_VERSION, found=found, do="run livefair rebuild --check")
    return found != UNICODE_VERSION
