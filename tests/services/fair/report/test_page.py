"""The pages of the report as PDF."""

from __future__ import annotations

import io
import re
import zlib
from base64 import a85decode
from datetime import datetime, timedelta, timezone
from typing import Literal

import pytest

from services.fair.report.page import write_page
from tests.services.fair.report.reported import a_report

CONTENT = re.compile(rb"/Filter \[ /ASCII85Decode /FlateDecode \].*?stream\r?\n(.*?)~>", re.DOTALL)


def page(lang: Literal["en", "zh"], **more: int) -> bytes:
    target = io.BytesIO()
    write_page(target, a_report(**more), lang)
    return target.getvalue()


def drawn(pdf: bytes) -> bytes:
    """The drawing instructions of the pages, uncompressed."""
    return b"".join(zlib.decompress(a85decode(found.group(1))) for found in CONTENT.finditer(pdf))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_needs_no_font_of_the_machine(lang: Literal["en", "zh"]) -> None:
    """Chinese uses an Adobe Asian font, everything else Helvetica; the funnel's numbers are on the page."""
    pdf = page(lang)
    assert pdf.startswith(b"%PDF-")
    assert b"/STSong-Light" in pdf
    assert all(number in drawn(pdf) for number in (b"26,060", b"1,655", b"6,120"))


def test_each_session_has_its_figures() -> None:
    """Viewers, drops, clicks, submissions and room chat of each session; nothing if there was no session."""
    pages = drawn(page("en"))
    figures = (b"4,812", b"9,340", b"2,950", b"1,600", b"20,114", b"61,007")
    assert all(pages.count(figure) == 3 for figure in figures)
    assert b"Live sessions" in pages
    assert b"Live sessions" not in drawn(page("en", sessions=0))
    assert b"and 5 more" in drawn(page("en", sessions=25))


def test_a_large_fair_has_short_pages() -> None:
    """Only the largest groups are listed, with the number of the others."""
    small, large = page("en"), page("en", enterprises=400, jobs=3_000)
    assert large.count(b"/Type /Page\n") <= small.count(b"/Type /Page\n") + 1
    assert b"and 380 more" in drawn(large)


def test_the_days_are_in_the_zone_of_the_fair() -> None:
    """A fair from 00:00 to 23:59 in China is held on these days, and the page names its zone."""
    report, china = a_report(), timezone(timedelta(hours=8))
    times = {"starts_at": datetime(2026, 12, 1, tzinfo=china), "ends_at": datetime(2026, 12, 2, 23, 59, tzinfo=china)}
    target = io.BytesIO()
    write_page(target, {**report, "fair": {**report["fair"], **times}}, "en")
    pages = drawn(target.getvalue())
    assert all(text in pages for text in (b"2026-12-01", b"2026-12-02", b"UTC+08:00", b"11-01 17:00"))
    assert b"2026-11-30" not in pages
