"""What the bodies of writes of a resume may hold: the document, and the attached file. No I/O."""

from __future__ import annotations

from plumbing.http.problem import Problem
from plumbing.limits import Limit
from services.ingest.edge.bodies import JSON, JSON_BYTES, BodyKind, json_of
from services.ingest.resumes.document import ResumeDocument

PDF = "application/pdf"
ATTACHMENT = Limit("an attachment of a resume", 10 * 1_048_576, "413", "bytes")
PDF_BYTES_MAX = ATTACHMENT.most

HEADER, HEADER_BYTES = b"%PDF-", 1_024
"""A viewer looks for the header in this many first bytes: mail and scanners put lines in front of it."""
OTHERS = (
    *(b"<", b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"MZ", b"\x7fELF", b"#!"),
    *(b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"{\\rtf", b"%!PS"),
)
"""How files of other kinds begin: pages, archives, programs, pictures."""
BLANKS = b"\x00\t\n\x0b\x0c\r \xef\xbb\xbf"
"""Blanks, and the bytes of a byte order mark."""

_READ = json_of(ResumeDocument)


def _document(raw: bytes) -> tuple[bytes, ResumeDocument]:
    return raw, _READ.parse(raw)


def _pdf(raw: bytes) -> bytes:
    """The file, as it is. One that is a PDF and something else is refused: who gets it may open it as the other."""
    head = raw[:HEADER_BYTES]
    if HEADER not in head:
        raise Problem(422, f"This is no PDF: its first {HEADER_BYTES:,} bytes do not contain %PDF-.")
    if head.lstrip(BLANKS).startswith(OTHERS):
        raise Problem(422, "This is not only a PDF: it begins like a file of another kind.")
    return raw


RESUME: BodyKind[tuple[bytes, ResumeDocument]] = BodyKind(JSON, JSON_BYTES.most, _document, ResumeDocument)
PDF_FILE: BodyKind[bytes] = BodyKind(PDF, PDF_BYTES_MAX, _pdf)
