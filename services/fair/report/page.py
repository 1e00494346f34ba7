"""The report as pages to print: the summary first, then the funnel and response times, then the tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from functools import partial
from typing import Any, BinaryIO

from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageTemplate, Spacer, Table, TableStyle

from services.fair.kernel.zones import zone_name
from services.fair.report.columns import Lang
from services.fair.report.figures import FUNNEL, GROUPS
from services.fair.report.type import ACCENT, INK, LINE, PALE, SOFT, style, text
from services.fair.report.words import held_on, lasting, say, state_of, value_of

WIDTH, HEIGHT = A4
MARGIN = 16 * mm
INSIDE = WIDTH - 2 * MARGIN
ROWS_MAX = {"enterprise": 20, "industry": 12, "region": 12, "degree": 12}
STAGES = ("applications", "viewed", "shortlisted", "invited", "accepted", "hired")
TOOK_LEAVE = ("refused", "withdrawn", "declined", "expired")
TILES = ("enterprises", "jobs", "applicants", "applications", "matches", "hired")
OF_SESSION = (
    *("viewers_peak", "drops", "clicks", "applications", "admitted", "moved_up"),
    *("comments", "reactions", "questions"),
)
SESSIONS_MAX = 20
JOBS_MAX = 15
NAME_CHARACTERS_MAX = 40
BAR_HEIGHT = 10.0
SMALL, NUMBER = style(8, colour=SOFT), style(8, right=True)


def write_page(target: BinaryIO, report: dict[str, Any], lang: Lang) -> None:
    """Write the report as a PDF."""
    title = str(report["fair"]["title"])
    pages = BaseDocTemplate(target, pagesize=A4, title=title, author=str(report["fair"]["host"]), lang=lang)
    frame = Frame(MARGIN, MARGIN, INSIDE, HEIGHT - 2 * MARGIN, 0, 0, 0, 0)
    pages.addPageTemplates(PageTemplate(frames=[frame], onPage=partial(_foot, report=report, lang=lang)))
    pages.build(_story(report, lang))


def _story(report: dict[str, Any], lang: Lang) -> list[Flowable]:
    story: list[Flowable] = [_head(report, lang), Spacer(0, 5 * mm), _tiles(report["counters"], lang)]
    story += [*_heading(say("funnel", lang)), _funnel(report["total"], lang), Spacer(0, 3 * mm)]
    story += [_leaving(report["total"], lang), Spacer(0, 3 * mm), text(say("note", lang), SMALL)]
    for group in GROUPS:
        story += _grouping(report[f"by_{group}"], group, lang)
    story += _sessions(report["sessions"], report["fair"]["starts_at"], lang)
    return story + _unfilled(report["unfilled"], lang)


def _head(report: dict[str, Any], lang: Lang) -> Table:
    fair = report["fair"]
    rows = [
        [text(say("report", lang), style(9, bold=True, colour=ACCENT))],
        [text(fair["title"], style(20, bold=True), 120)],
        [text(f"{fair['host']}  ·  {say('held', lang)} {held_on(fair)}", style(9, colour=SOFT))],
    ]
    look = TableStyle([("LINEBELOW", (0, -1), (-1, -1), 1.2, ACCENT), ("BOTTOMPADDING", (0, -1), (-1, -1), 8)])
    look.add("LEFTPADDING", (0, 0), (-1, -1), 0)
    return Table(rows, [INSIDE], style=look)


def _tiles(counters: dict[str, int], lang: Lang) -> Table:
    numbers = [text(f"{counters[name]:,}", style(17, bold=True, colour=ACCENT)) for name in TILES]
    names = [text(say(name, lang), SMALL) for name in TILES]
    look = TableStyle([("BACKGROUND", (0, 0), (-1, -1), PALE), ("LEFTPADDING", (0, 0), (-1, -1), 9)])
    look.add("TOPPADDING", (0, 0), (-1, 0), 9)
    look.add("BOTTOMPADDING", (0, 0), (-1, 0), 4)
    look.add("BOTTOMPADDING", (0, 1), (-1, 1), 9)
    look.add("LINEAFTER", (0, 0), (-2, -1), 3, "white")
    return Table([numbers, names], [INSIDE / len(TILES)] * len(TILES), style=look)


def _bar(share: float, width: float) -> Drawing:
    """A bar whose length is its share of the whole."""
    drawing = Drawing(width, BAR_HEIGHT)
    for part, colour in ((1.0, PALE), (min(share, 1.0), ACCENT)):
        if part > 0:
            long = max(part * width, 3)
            drawing.add(Rect(0, 0, long, BAR_HEIGHT, rx=1.5, ry=1.5, fillColor=colour, strokeColor=None))
    return drawing


def _funnel(total: dict[str, Any], lang: Lang) -> Table:
    """Each stage as a bar, with its share of all received applications."""
    received = total["applications"] + total["withdrawn"]
    widths = [30 * mm, INSIDE - 70 * mm, 20 * mm, 20 * mm]
    rows = [
        [
            text(say(name, lang), style(9)),
            _bar(total[name] / received if received else 0, widths[1] - 12),
            text(f"{total[name]:,}", style(9, bold=True, right=True)),
            text(_share(total[name], received), style(9, colour=SOFT, right=True)),
        ]
        for name in STAGES
    ]
    look = TableStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (0, -1), 0)])
    look.add("TOPPADDING", (0, 0), (-1, -1), 2)
    look.add("BOTTOMPADDING", (0, 0), (-1, -1), 2)
    return Table(rows, widths, style=look)


def _leaving(total: dict[str, Any], lang: Lang) -> Table:
    """How many applicants left the funnel, and how long the others waited."""
    told = [(say(name, lang), f"{total[name]:,}") for name in TOOK_LEAVE]
    told += [(say(name, lang), lasting(total[name], lang)) for name in ("median_s", "p90_s")]
    rows = [[text(value, style(11, bold=True)) for _, value in told], [text(name, SMALL) for name, _ in told]]
    look = TableStyle([("LINEABOVE", (0, 0), (-1, 0), 0.6, LINE), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
    look.add("BOTTOMPADDING", (0, 0), (-1, 0), 1)
    look.add("TOPPADDING", (0, 1), (-1, 1), 0)
    return Table(rows, [INSIDE / len(told)] * len(told), style=look)


def _grouping(rows: Sequence[dict[str, Any]], group: str, lang: Lang) -> list[Flowable]:
    if not rows:
        return []
    headers = [group, *STAGES, "refused", "withdrawn", "median_s", "p90_s"]
    body = [
        [
            row["enterprise"] or row["org"] if group == "enterprise" else value_of(group, row["value"], lang),
            *(f"{row[name]:,}" for name in FUNNEL if name in headers),
            lasting(row["median_s"], lang),
            lasting(row["p90_s"], lang),
        ]
        for row in rows[: ROWS_MAX[group]]
    ]
    table = _table([say(name, lang) for name in headers], body, 40 * mm)
    return [*_heading(say(f"by_{group}", lang)), table, *_more(len(rows) - len(body), lang)]


def _sessions(sessions: Sequence[dict[str, Any]], planned: datetime, lang: Lang) -> list[Flowable]:
    """The first sessions with their numbers; the workbook has their minutes."""
    if not sessions:
        return []
    own = planned.tzinfo
    body = [
        [row["title"], _moment(row["started_at"], own), *(f"{row[name]:,}" for name in OF_SESSION)]
        for row in sessions[:SESSIONS_MAX]
    ]
    headers = [say(name, lang) for name in ("session", "started_at", *OF_SESSION)]
    table = _table(headers, body, 32 * mm, 20 * mm)
    more = [
        *_more(len(sessions) - len(body), lang),
        Spacer(0, 1 * mm),
        text(say("on_stage", lang).format(zone_name(planned)), SMALL),
    ]
    return [*_heading(say("sessions", lang)), table, *more]


def _unfilled(unfilled: dict[str, Any], lang: Lang) -> list[Flowable]:
    jobs = unfilled["jobs"][:JOBS_MAX]
    if not jobs:
        return []
    headers = ("title", "enterprise", "state", "headcount", "matches", "unfilled")
    body = [
        [
            row["title"],
            row["enterprise"] or row["org"],
            state_of(row["state"], lang),
            *(f"{row[n]:,}" for n in headers[3:]),
        ]
        for row in jobs
    ]
    left = len(unfilled["jobs"]) + unfilled["jobs_left_out"] - len(jobs)
    table = _table([say(name, lang) for name in headers], body, 58 * mm, 50 * mm)
    summed = f"{unfilled['unfilled']:,} / {unfilled['headcount']:,}"
    return [*_heading(f"{say('unfilled_jobs', lang)}  ·  {summed}"), table, *_more(left, lang)]


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]], *first: float) -> Table:
    """Left-aligned names in the first columns, right-aligned numbers in the others."""
    names, others = len(first), len(headers) - len(first)
    widths = [*first, *[(INSIDE - sum(first)) / others] * others]
    looks = [style(6.5, colour=SOFT, right=place >= names) for place in range(len(headers))]
    cells = [[text(header, look) for header, look in zip(headers, looks, strict=True)]]
    for row in rows:
        cells.append(
            [text(value, style(8) if n < names else NUMBER, NAME_CHARACTERS_MAX) for n, value in enumerate(row)]
        )
    look = TableStyle([("LINEBELOW", (0, 0), (-1, 0), 0.8, INK), ("LINEBELOW", (0, 1), (-1, -1), 0.3, LINE)])
    look.add("LEFTPADDING", (0, 0), (0, -1), 0)
    look.add("LEFTPADDING", (names, 0), (-1, -1), 1)
    look.add("RIGHTPADDING", (names, 0), (-1, -1), 2)
    look.add("TOPPADDING", (0, 0), (-1, -1), 2)
    look.add("BOTTOMPADDING", (0, 0), (-1, -1), 2.5)
    look.add("VALIGN", (0, 0), (-1, -1), "MIDDLE")
    return Table(cells, widths, style=look, repeatRows=1)


def _heading(words: str) -> list[Flowable]:
    """A heading that is kept on the same page as the text below it."""
    return [CondPageBreak(40 * mm), Spacer(0, 7 * mm), text(words, style(12, bold=True)), Spacer(0, 2 * mm)]


def _more(left: int, lang: Lang) -> list[Flowable]:
    return [Spacer(0, 1 * mm), text(say("more", lang).format(f"{left:,}"), SMALL)] if left > 0 else []


def _foot(canvas: Canvas, pages: BaseDocTemplate, report: dict[str, Any], lang: Lang) -> None:
    """What the figures count, and the page number."""
    moment = report["as_of"].astimezone(report["fair"]["starts_at"].tzinfo)
    as_of = f"{moment:%Y-%m-%d %H:%M:%S} {zone_name(moment)}"
    told = text(f"{say('as_of', lang)} {as_of}  ·  {say('decided', lang)} {report['decided']}", style(7, colour=SOFT))
    page = text(say("page", lang).format(pages.page), style(7, colour=SOFT, right=True))
    for paragraph, left in ((told, MARGIN), (page, MARGIN + INSIDE / 2)):
        paragraph.wrapOn(canvas, INSIDE / 2, MARGIN)
        paragraph.drawOn(canvas, left, MARGIN / 2)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "–"


def _moment(moment: datetime | None, own: tzinfo | None) -> str:
    return "–" if moment is None else moment.astimezone(own).strftime("%m-%d %H:%M")
