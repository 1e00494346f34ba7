"""Comments and reactions of every session: events of `livefair.chat` in, news of rooms out. Pure.

Sums are of what this instance has read, which goes back about a day. A retry may write a comment twice; the duplicate
is dropped for as long as its id is remembered.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

from plumbing.sealing.box import key_of
from schemas.chat import AudienceCounted, CommentHidden, CommentPosted
from schemas.rooms import session_room
from services.notify.rooms.beside import Comment, News

SESSIONS_MAX = 10_000  # beyond it the least recently active one is forgotten
REMEMBERED_MAX = 100_000  # ids of comments, over all sessions: 20 MB
ChatEvent = CommentPosted | CommentHidden | AudienceCounted
NO_TEXTS: Mapping[str, str | None] = {}
_encoder = msgspec.json.Encoder()


@dataclass(slots=True)
class _Gathered:
    comments: list[Comment] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


class Talks:
    """Collects news by room until they are drained."""

    def __init__(self, sessions_max: int = SESSIONS_MAX, remembered_max: int = REMEMBERED_MAX) -> None:
        self._sessions_max = sessions_max
        self._remembered_max = remembered_max
        self._sums: OrderedDict[str, Counter[str]] = OrderedDict()
        self._remembered: OrderedDict[bytes, None] = OrderedDict()
        self._news: dict[str, _Gathered] = {}
        self._forgotten: list[str] = []

    def take(self, event: ChatEvent, logged_ms: int, texts: Mapping[str, str | None] = NO_TEXTS) -> None:
        """Take the next event of a session. `texts`: of sealed texts; None where the key was destroyed."""
        room = session_room(event.session)
        match event:
            case CommentPosted():
                if self._is_new(event):
                    self._touch(room)["comments"] += 1
                    text = texts.get(event.words, event.words)
                    if text is not None:
                        self._news[room].comments.append(_comment(event, text, logged_ms))
            case CommentHidden():
                self._is_new(event)  # a hidden comment must not be shown by a later duplicate
                self._touch(room)
                self._news[room].hidden.append(str(event.comment))
            case AudienceCounted():
                self._touch(room).update({f"reactions_{name}": times for name, times in event.reactions.items()})

    def drain(self) -> list[tuple[str, News]]:
        """The news since the last call. News without counters come first: they mean to forget the room."""
        told = [(room, News({})) for room in self._forgotten]
        told += [(room, News(dict(self._sums[room]), new.comments, new.hidden)) for room, new in self._news.items()]
        self._forgotten, self._news = [], {}
        return told

    def _touch(self, room: str) -> Counter[str]:
        """The sums of a room, marked as having news."""
        sums = self._sums.setdefault(room, Counter(comments=0))
        self._sums.move_to_end(room)
        if len(self._sums) > self._sessions_max:
            oldest, _ = self._sums.popitem(last=False)
            self._news.pop(oldest, None)
            self._forgotten.append(oldest)
        self._news.setdefault(room, _Gathered())
        return sums

    def _is_new(self, event: CommentPosted | CommentHidden) -> bool:
        """Deduplicate by session and id: the host of another session must not suppress a comment by its id."""
        known_as = event.session.bytes + event.comment.bytes
        if known_as in self._remembered:
            return False
        self._remembered[known_as] = None
        if len(self._remembered) > self._remembered_max:
            self._remembered.popitem(last=False)
        return True


def _comment(posted: CommentPosted, text: str, logged_ms: int) -> Comment:
    """The comment for frames: with the role of the author, without their name."""
    id_ = str(posted.comment)
    said = {
        "id": id_,
        "text": text,
        "role": posted.role,
        "at": datetime.fromtimestamp(logged_ms / 1000, UTC),
    }
    return Comment(id_, _encoder.encode(said), key_of(posted.words))
