"""What the bodies of writes of a resume may hold: the document, and the attached file. No I/O."""

from __future__ import annotations

from plumbing.http.problem import Problem
from plumbing.limits import Limit
from services.ingest.edge.bodies import JSON, JSON_BYTES, BodyKind, json_of
from services.ingest.resumes.document import ResumeDocument

PDF = "application/pdf"
ATTACHMENT = Limit("an attachment of a resume", 10 * 1_048_576, "413", "bytes")
PDF_BYTES_MAX = ATTACHMENT.most

_READ = json_of(ResumeDocument)


def _document(raw: bytes) -> tuple[bytes, ResumeDocument]:
    return raw, _READ.parse(raw)


def _pdf(raw: bytes) -> bytes:
    if not raw.startswith(b"%PDF-"):
        raise Problem(422, "This is no PDF: it does not begin with %PDF-.")
    return raw


RESUME: BodyKind[tuple[bytes, ResumeDocument]] = BodyKind(JSON, JSON_BYTES.most, _document, ResumeDocument)
PDF_FILE: BodyKind[bytes] = BodyKind(PDF, PDF_BYTES_MAX, _pdf)
