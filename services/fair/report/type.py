"""Text on the report's pages, in two typefaces that every PDF reader has, so that no font is shipped or searched for.

Latin text is set in Helvetica; the rest in STSong-Light, the Chinese typeface of Adobe's Asian fonts, which the file
names and does not embed.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph

LATIN, BOLD, CHINESE = "Helvetica", "Helvetica-Bold", "STSong-Light"
INK, SOFT, ACCENT, PALE, LINE = (HexColor(code) for code in ("#16202c", "#5d6b7a", "#0b6e6e", "#e6f1f0", "#d5dce3"))
NOT_LATIN = re.compile("[^\u0020-\u007e\u00a0-\u00ff–—‘’“”…]+")
NOT_PRINTED = re.compile("[\u0000-\u001f\u007f\U00010000-\U0010ffff]")
"""Control characters, and those beyond the plane that the Chinese typeface covers (emoji, the rarest characters)."""
NOT_SEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0000-\U000e0fff]"
)
"""Zero-width, filler and direction-turning ones. A PDF has no direction to turn, and a typeface boxes for them."""

pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))


def style(size: float, *, bold: bool = False, colour: HexColor = INK, right: bool = False) -> ParagraphStyle:
    """A paragraph style. `wordWrap` CJK breaks lines between any two characters, as Chinese does."""
    more = {"alignment": TA_RIGHT} if right else {}
    face = BOLD if bold else LATIN
    return ParagraphStyle("", fontName=face, fontSize=size, leading=size * 1.35, textColor=colour, **more)


def text(words: object, look: ParagraphStyle, characters_max: int = 400) -> Paragraph:
    """A paragraph of user text, each character in a typeface that has it; long text is cut."""
    plain = NOT_PRINTED.sub("□", NOT_SEEN.sub("", str(words)))
    plain = plain if len(plain) <= characters_max else plain[: characters_max - 1] + "…"
    marked = NOT_LATIN.sub(lambda found: f'<font name="{CHINESE}">{found.group()}</font>', escape(plain))
    return Paragraph(marked, look)
