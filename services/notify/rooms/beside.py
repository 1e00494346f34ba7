"""What frames hold beside the records of `livefair.rooms`: viewers, comments, and hidden comments. Pure.

It has no position: viewers who join or resume get all that is kept, and clients deduplicate by id. Both what waits for
the next frame and what is kept for joining viewers is bounded, and the newest is kept.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from plumbing.limits import Limit
from services.notify.rooms.pace import CHAT_TICK_S, VIEWERS_TICK_S

FRAME_COMMENTS_MAX = 20
FRAME_COMMENTS_BYTES_MAX = 8 * 1024
KEPT_COMMENTS_MAX = 30
TALK = Limit(
    "newest 30 comments of each session, for those who join",
    64 * 1_048_576,
    "those of the sessions that were silent for longest are dropped",
    "bytes",
)
COMMENT_BYTES = 500
"""What a comment takes in memory beside its JSON, about."""
HIDDEN_MAX = 200  # as many as a page has comments
SESSION = "session:"
UNWATCHED = {"viewers": 0, "viewers_peak": 0}


@dataclass(frozen=True, slots=True)
class Share:
    """One feed's part of it, and how often a change of its counters may cause a frame."""

    name: str
    tick_s: float


VIEWERS = Share("viewers", VIEWERS_TICK_S)
CHAT = Share("chat", CHAT_TICK_S)


@dataclass(frozen=True, slots=True)
class Comment:
    """`json` is the comment in frames, `key` the name of the key that sealed its text in the log."""

    id: str
    json: bytes
    key: str | None = None


NO_COMMENT = Comment("", b"")


@dataclass(frozen=True, slots=True)
class News:
    """What a feed knows of a room: all counters of its share, as totals, and the new and the hidden comments."""

    counters: Mapping[str, int]
    comments: Sequence[Comment] = ()
    hidden: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What one frame holds beside the log. `skipped` more comments were posted that no frame holds."""

    counters: Mapping[str, int] = field(default_factory=dict)
    comments: Sequence[bytes] = ()
    hidden: Sequence[str] = ()
    skipped: int = 0

    def __bool__(self) -> bool:
        return bool(self.counters or self.comments or self.hidden or self.skipped)


NOTHING = Told()


class Talk:
    """The newest comments, oldest first, and the comments hidden last. A hidden comment is not added again."""

    __slots__ = ("_bytes", "_bytes_max", "_comments", "_comments_max", "_hidden", "skipped")

    def __init__(self, comments_max: int, bytes_max: int) -> None:
        self._comments_max = comments_max
        self._bytes_max = bytes_max
        self._bytes = 0
        self._comments: OrderedDict[str, Comment] = OrderedDict()
        self._hidden: OrderedDict[str, None] = OrderedDict()
        self.skipped = 0

    @property
    def size_bytes(self) -> int:
        """What the comments take in memory, about."""
        return self._bytes + COMMENT_BYTES * len(self._comments)

    @property
    def comments(self) -> tuple[bytes, ...]:
        return tuple(comment.json for comment in self._comments.values())

    @property
    def hidden(self) -> tuple[str, ...]:
        return tuple(self._hidden)

    def sealed_with(self, keys: Collection[str]) -> list[str]:
        """The ids of the comments whose texts one of these keys has sealed."""
        return [comment.id for comment in self._comments.values() if comment.key in keys]

    def add(self, comments: Iterable[Comment], hidden: Iterable[str]) -> None:
        """Add new comments, then hide."""
        for comment in comments:
            if comment.id not in self._comments and comment.id not in self._hidden:
                self._comments[comment.id] = comment
                self._bytes += len(comment.json)
        for name in hidden:
            self._bytes -= len(self._comments.pop(name, NO_COMMENT).json)
            self._hidden[name] = None
        while len(self._comments) > self._comments_max or self._bytes > self._bytes_max:
            self._bytes -= len(self._comments.popitem(last=False)[1].json)
            self.skipped += 1
        while len(self._hidden) > HIDDEN_MAX:
            self._hidden.popitem(last=False)

    def let_go(self) -> None:
        """Drop the comments; the ids of hidden ones stay."""
        self._comments.clear()
        self._bytes = 0


class Gathered:
    """What waits for a room's next frame."""

    __slots__ = ("_counters", "_talk")

    def __init__(self) -> None:
        self._counters: dict[str, int] = {}
        self._talk: Talk | None = None

    @property
    def talk_waits(self) -> bool:
        return self._talk is not None

    def add(self, news: News) -> None:
        self._counters |= news.counters
        if news.comments or news.hidden:
            self._talk = self._talk or Talk(FRAME_COMMENTS_MAX, FRAME_COMMENTS_BYTES_MAX)
            self._talk.add(news.comments, news.hidden)

    def take(self, *, may_say: bool) -> Told:
        """What the next frame holds. Comments wait where they may not be sent yet."""
        counters, self._counters = self._counters, {}
        if self._talk is None or not may_say:
            return Told(counters)
        talk, self._talk = self._talk, None
        return Told(counters, talk.comments, talk.hidden, talk.skipped)


@dataclass(slots=True)
class _Kept:
    counters: Mapping[str, int]
    talk: Talk


class Asides:
    """What is kept of every room for viewers who join. The feeds bound the rooms: they say which to forget. Comments
    are bounded by their bytes: those of the rooms that were silent for longest are dropped first."""

    def __init__(self, talk_bytes_max: int = TALK.most) -> None:
        self._kept: dict[str, dict[Share, _Kept]] = {}
        self._talking: OrderedDict[tuple[str, Share], Talk] = OrderedDict()
        self._talk_bytes, self._talk_bytes_max = 0, talk_bytes_max

    def take(self, key: str, share: Share, news: News) -> News:
        """Keep a feed's news of a room, or forget the room where they have no counters. Returns what has changed."""
        if not news.counters:
            self._forget(key, share)
            return News({})
        shares = self._kept.setdefault(key, {})
        kept = shares.get(share)
        if kept is None:
            kept = shares[share] = _Kept({}, Talk(KEPT_COMMENTS_MAX, KEPT_COMMENTS_MAX * FRAME_COMMENTS_BYTES_MAX))
        changed = {name: value for name, value in news.counters.items() if kept.counters.get(name) != value}
        kept.counters = dict(news.counters)
        if news.comments or news.hidden:
            self._fall_silent(key, share)
            kept.talk.add(news.comments, news.hidden)
            self._talking[key, share] = kept.talk
            self._talk_bytes += kept.talk.size_bytes
            while self._talk_bytes > self._talk_bytes_max:
                self._fall_silent(*next(iter(self._talking))).let_go()
        return News(changed, news.comments, news.hidden)

    def all_of(self, key: str) -> Told:
        """All that is kept of a room. A session always has the counter of viewers, even if it is zero."""
        counters = dict(UNWATCHED) if key.startswith(SESSION) else {}
        comments: tuple[bytes, ...] = ()
        hidden: tuple[str, ...] = ()
        for kept in self._kept.get(key, {}).values():
            counters |= kept.counters
            comments += kept.talk.comments
            hidden += kept.talk.hidden
        return Told(counters, comments, hidden)

    def sealed_with(self, keys: Collection[str]) -> list[tuple[str, Share, News]]:
        """The news that hide the kept comments whose texts one of these keys has sealed, by room and share."""
        return [
            (room, share, News(kept.counters, hidden=hidden))
            for room, shares in self._kept.items()
            for share, kept in shares.items()
            if (hidden := kept.talk.sealed_with(keys))
        ]

    def forget(self, key: str) -> None:
        """Forget a room that is gone."""
        for share in self._kept.pop(key, {}):
            self._fall_silent(key, share)

    def _forget(self, key: str, share: Share) -> None:
        self._fall_silent(key, share)
        shares = self._kept.get(key, {})
        shares.pop(share, None)
        if not shares:
            self._kept.pop(key, None)

    def _fall_silent(self, key: str, share: Share) -> Talk:
        """Count the comments of a room no more, and return them."""
        talk = self._talking.pop((key, share), None) or Talk(0, 0)
        self._talk_bytes -= talk.size_bytes
        return talk
