"""What the bodies of writes of a resume may hold."""

from __future__ import annotations

import pytest

from plumbing.http.problem import Problem
from services.ingest.resumes.bodies import PDF_FILE, RESUME


@pytest.mark.parametrize("raw", [b"", b"MZ\x90\x00", b"%PDF", b" %PDF-1.4"])
def test_a_pdf_begins_like_one(raw: bytes) -> None:
    """What only says that it is one is refused."""
    assert PDF_FILE.parse(b"%PDF-1.7\n") == b"%PDF-1.7\n"
    with pytest.raises(Problem):
        PDF_FILE.parse(raw)


def test_a_resume_is_kept_as_it_was_sent() -> None:
    """With its bytes, and with fields that the schema does not know; what has the wrong shape is refused."""
    raw = b'{ "basics": {"name": "A"}, "hobby": 1 }'
    kept, document = RESUME.parse(raw)
    assert (kept, document.basics and document.basics.name) == (raw, "A")
    with pytest.raises(Problem):
        RESUME.parse(b'{"education": "none"}')
