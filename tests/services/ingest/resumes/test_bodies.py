"""Bodies of writes of a resume."""

from __future__ import annotations

import pytest

from plumbing.http.problem import Problem
from services.ingest.resumes.bodies import PDF_FILE, RESUME


@pytest.mark.parametrize("raw", [b"", b"MZ\x90\x00", b"%PDF", b" %PDF-1.4"])
def test_a_pdf_begins_like_one(raw: bytes) -> None:
    """A file that only has the media type is refused."""
    assert PDF_FILE.parse(b"%PDF-1.7\n") == b"%PDF-1.7\n"
    with pytest.raises(Problem):
        PDF_FILE.parse(raw)


def test_a_resume_is_kept_as_it_was_sent() -> None:
    """Byte for byte, with unknown fields; a wrong shape is refused."""
    raw = b'{ "basics": {"name": "A"}, "hobby": 1 }'
    kept, document = RESUME.parse(raw)
    assert (kept, document.basics and document.basics.name) == (raw, "A")
    with pytest.raises(Problem):
        RESUME.parse(b'{"education": "none"}')
