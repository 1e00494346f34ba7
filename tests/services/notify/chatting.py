"""Records of `livefair.chat`: comments, sums and hidden comments of a session."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from schemas.chat import CommentPosted
from schemas.envelope import Envelope, Headers
from schemas.event import Event
from tests.services.notify.watching import SESSION


def posted(number: int, room: str = SESSION) -> CommentPosted:
    """A comment in a session's room; its id is made from the number."""
    session = UUID(room.removeprefix("session:"))
    return CommentPosted(
        session=session, comment=UUID(int=number), person=f"stu-{number}", role="student", text=f"说 {number}"
    )


def headers_of(event: Event) -> Headers:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Envelope(UUID(int=1), event.wire_type(), "livefair/test", at, "stu-1", "student").to_headers()
