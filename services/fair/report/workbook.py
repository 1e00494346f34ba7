"""The report as a workbook: sheets for the totals, each grouping, unfilled openings, sessions and their minutes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import tzinfo
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from services.fair.report.columns import Cell, Lang, cell
from services.fair.report.figures import FUNNEL, GROUPS, RESPONSE
from services.fair.report.files import COLUMN_CHARACTERS, XLSX_OPTIONS, write_row
from services.fair.report.words import held_on, say, state_of, value_of

NUMBERS = (*FUNNEL, *RESPONSE)
OF_SESSION = (
    *("drops", "viewers_peak", "applications", "admitted", "submissions", "waitlisted", "moved_up", "views"),
    *("shortlisted", "clicks", "comments", "reactions", "questions", "answered"),
)
OF_MINUTE = (
    *("viewers", "viewers_peak", "clicks", "submissions", "waitlisted", "moved_up", "withdrawn", "views"),
    *("shortlisted", "comments", "reactions"),
)
SHEET_CHARACTERS_MAX = 31
Sheet = tuple[str, list[str], list[list[Cell]]]
"""Title, headers, rows."""
SECONDS = {"median_s", "p90_s"}


def write_workbook(target: BinaryIO, report: dict[str, Any], lang: Lang) -> None:
    """Write the report's figures. Response times are in seconds."""
    with tempfile.TemporaryDirectory(prefix="livefair-report-") as folder:
        workbook = xlsxwriter.Workbook(target, {**XLSX_OPTIONS, "tmpdir": folder})
        bold = workbook.add_format({"bold": True, "bottom": 1})
        for title, headers, rows in _sheets(report, lang):
            sheet = workbook.add_worksheet(title[:SHEET_CHARACTERS_MAX])
            _fill(sheet, headers, rows, bold)
        workbook.close()


def _fill(sheet: Worksheet, headers: Sequence[str], rows: Iterable[Sequence[Cell]], bold: object) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 2 * COLUMN_CHARACTERS)
    sheet.set_column(1, len(headers), COLUMN_CHARACTERS)
    write_row(sheet, 0, headers, bold)
    for number, row in enumerate(rows, start=1):
        write_row(sheet, number, row)


def _sheets(report: dict[str, Any], lang: Lang) -> Iterable[Sheet]:
    fair, unfilled, total = report["fair"], report["unfilled"], report["total"]
    about: list[list[Cell]] = [
        [say("host", lang), fair["host"]],
        [say("held", lang), held_on(fair)],
        [say("time_zone", lang), _zone(report).tzname(None)],
        [say("as_of", lang), cell(report["as_of"], None, lang, _zone(report))],
        [say("decided", lang), report["decided"]],
        *([_header(name, lang), total[name]] for name in NUMBERS),
        *([say(name, lang), unfilled[name]] for name in ("headcount", "unfilled")),
    ]
    yield say("total", lang), [say("report", lang), fair["title"]], about
    for group in GROUPS:
        headers = [say(group, lang), *(_header(name, lang) for name in NUMBERS)]
        yield say(f"by_{group}", lang), headers, [_row(group, row, lang) for row in report[f"by_{group}"]]
    names = ("enterprise", "headcount", "matches", "unfilled")
    rows = [[_named(row), *(row[name] for name in names[1:])] for row in unfilled["by_enterprise"]]
    yield say("unfilled_by_enterprise", lang), [say(name, lang) for name in names], rows
    told = ("title", "enterprise", "state", "headcount", "matches", "unfilled", "applications")
    jobs = [
        [row["title"], _named(row), state_of(row["state"], lang), *(row[name] for name in told[3:])]
        for row in unfilled["jobs"]
    ]
    yield say("unfilled_jobs", lang), [say(name, lang) for name in told], jobs
    yield from _sessions(report, lang)


def _sessions(report: dict[str, Any], lang: Lang) -> Iterable[Sheet]:
    """Each session's figures, and the figures of each of its minutes."""
    headers = [say(name, lang) for name in ("session", "started_at", *OF_SESSION)]
    rows: list[list[Cell]] = [
        [row["title"], cell(row["started_at"], None, lang, _zone(report)), *(row[name] for name in OF_SESSION)]
        for row in report["sessions"]
    ]
    yield say("sessions", lang), headers, rows
    titles = {row["id"]: row["title"] for row in report["sessions"]}
    headers = [say(name, lang) for name in ("session", "minute", *OF_MINUTE)]
    rows = [
        [titles[row["session"]], cell(row["at"], None, lang, _zone(report)), *(row[name] for name in OF_MINUTE)]
        for row in report["session_minutes"]
    ]
    yield say("session_minutes", lang), headers, rows


def _row(group: str, row: dict[str, Any], lang: Lang) -> list[Cell]:
    name = _named(row) if group == "enterprise" else value_of(group, row["value"], lang)
    return [name, *(row[number] for number in NUMBERS)]


def _zone(report: dict[str, Any]) -> tzinfo:
    """The zone of the fair, in which all times of the workbook are."""
    zone: tzinfo = report["fair"]["starts_at"].tzinfo
    return zone


def _header(name: str, lang: Lang) -> str:
    return say(name, lang) + (" (s)" if name in SECONDS else "")


def _named(row: dict[str, Any]) -> str:
    return str(row["enterprise"] or row["org"])
