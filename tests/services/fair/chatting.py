"""Comments, reactions and clicks of a session's room, as the edge writes them."""

from __future__ import annotations

from uuid import UUID, uuid4, uuid5

from schemas.chat import AudienceCounted, CommentHidden, CommentPosted, comment_id
from tests.services.fair.story import ORG, Entry, says


class Room:
    """The chat of one session. A comment's name gives its id, so that it can be repeated and hidden."""

    def __init__(self, session: UUID | None = None) -> None:
        self.session = session or uuid4()

    def comment(self, name: str) -> UUID:
        return comment_id(self._event_of(name))

    def said(self, name: str = "c", person: str = "stu-1", text: str | None = None, role: str = "student") -> Entry:
        fields = {"person": person, "role": role, "text": f"Says {name}" if text is None else text}
        event = CommentPosted(session=self.session, comment=self.comment(name), **fields)
        return says(event, person, role, id=self._event_of(name))

    def hidden(self, name: str = "c") -> Entry:
        event = CommentHidden(session=self.session, comment=self.comment(name))
        return says(event, f"host of {ORG}", "enterprise", ORG)

    def counted(self, clicks: dict[UUID, int] | None = None, **reactions: int) -> Entry:
        event = AudienceCounted(session=self.session, reactions=reactions, clicks=clicks or {})
        return says(event, "livefair", "system")

    def _event_of(self, name: str) -> UUID:
        return uuid5(self.session, f"comment {name}")
