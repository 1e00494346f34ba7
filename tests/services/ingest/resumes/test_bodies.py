"""Bodies of writes of a resume."""

from __future__ import annotations

import msgspec
import pytest

from plumbing.http.problem import Problem
from services.ingest.resumes.bodies import PDF_FILE, RESUME

BEFORE = (b"", b"\r\n", b" ", b"\xef\xbb\xbf", b"Content-Type: application/pdf\r\n\r\n", b"\x1b%-12345X@PJL\r\n")


@pytest.mark.parametrize("before", [*BEFORE, b"\n" * (1_024 - len(b"%PDF-"))])
def test_a_pdf_may_have_lines_before_its_header(before: bytes) -> None:
    """As viewers open it: the header is within the first 1,024 bytes. The file is kept byte for byte."""
    raw = before + b"%PDF-1.7\n%%EOF\n"
    assert PDF_FILE.parse(raw) == raw


@pytest.mark.parametrize("raw", [b"", b"MZ\x90\x00", b"%PDF", b"resume", b"\n" * 1_020 + b"%PDF-1.4"])
def test_what_is_no_pdf_is_refused(raw: bytes) -> None:
    """A file that only has the media type, or whose header comes too late for a viewer."""
    with pytest.raises(Problem, match="no PDF"):
        PDF_FILE.parse(raw)


BEGINNINGS = (
    b"<!DOCTYPE html>",
    b"\xef\xbb\xbf\n<svg>",
    b"PK\x03\x04",
    b"MZ\x90\x00",
    b"#!/bin/sh\n",
    b"GIF89a",
    b"\xff\xd8\xff",
)


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_pdf_is_nothing_else_besides(beginning: bytes) -> None:
    """A page, an archive, a program or a picture with the header of a PDF behind it is refused."""
    with pytest.raises(Problem, match="another kind"):
        PDF_FILE.parse(beginning + b"\n%PDF-1.7\n%%EOF\n")


def test_a_resume_is_kept_as_it_was_sent() -> None:
    """Byte for byte, with unknown fields; a wrong shape is refused."""
    raw = b'{ "basics": {"name": "A"}, "hobby": 1 }'
    kept, document = RESUME.parse(raw)
    assert (kept, document.basics and document.basics.name) == (raw, "A")
    with pytest.raises(Problem):
        RESUME.parse(b'{"education": "none"}')


@pytest.mark.parametrize("name", ["\u200b", "\u3164\u2800", "\u202e"])
def test_a_name_of_nothing_to_see_is_refused(name: str) -> None:
    """An empty one may stand, as in a form that is not filled in."""
    with pytest.raises(Problem) as caught:
        RESUME.parse(msgspec.json.encode({"basics": {"name": name}}))
    assert [error["path"] for error in caught.value.errors] == ["basics.name"]
    assert RESUME.parse(b'{"basics": {"name": ""}}')[1].basics
