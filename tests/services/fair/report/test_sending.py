"""Limits for concurrent files, and sending them."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import unquote

import pytest

from plumbing.http.problem import Problem
from services.fair.report import sending
from services.fair.report.sending import AT_ONCE, CHUNK_BYTES, RATE, RETRY_AFTER_S, Sent, Slots, attachment, unnamed

Message = MutableMapping[str, Any]


async def nothing() -> Message:
    return {"type": "http.request"}


def refusal(slots: Slots, org: str) -> tuple[int, dict[str, str]]:
    with pytest.raises(Problem) as refused, slots.making_one(org):
        pass
    return refused.value.status, refused.value.headers


def test_room_is_bounded() -> None:
    """Two files are made at once; a third request is told when to retry, and succeeds when one is done."""
    slots = Slots(making_max=2, kept_max=3)
    with slots.making_one("a"):
        with slots.making_one("b"):
            assert refusal(slots, "c") == (503, {"Retry-After": str(RETRY_AFTER_S)})
        with slots.making_one("c"):
            assert slots.making == 2
    with slots.keeping_one("a"), slots.keeping_one("b"), slots.keeping_one("c"):
        assert refusal(slots, "d")[0] == 503
    assert (slots.making, slots.kept) == (0, 0)


def test_an_organizer_has_a_share() -> None:
    """With two files that are made or read, a third is 429; other organizers are served."""
    slots = Slots()
    with slots.keeping_one("a"), slots.making_one("a"):
        assert refusal(slots, "a") == (429, {"Retry-After": str(RETRY_AFTER_S)})
        with slots.making_one("b"):
            assert slots.making == 2
    with slots.making_one("a"):
        assert slots.making == 1
    assert not slots._of


def test_an_organizer_cannot_take_all_places_to_make_files() -> None:
    """While one has two files made, that of another is made too."""
    slots = Slots()
    with slots.making_one("a"), slots.making_one("a"):
        assert refusal(slots, "a")[0] == 429
        with slots.making_one("b"):
            assert slots.making == 3


def test_an_organizer_has_files_made_at_a_rate() -> None:
    """Beyond it 429 with the time to wait; the figures of a page, another organizer and tests are not concerned."""
    slots, unlimited = Slots(), Slots(limited=False)
    for _ in range(AT_ONCE):
        with slots.making_one("a"), unlimited.making_one("a"):
            pass
    status, headers = refusal(slots, "a")
    assert (status, 0 < int(headers["Retry-After"]) <= 60 / RATE.share("organization")) == (429, True)
    with slots.making_one("a", is_file=False), slots.making_one("b"), unlimited.making_one("a"):
        assert slots.making == 2
    assert (slots.making, slots._of) == (0, {})


async def test_a_reader_who_takes_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise an unread download would keep its slot."""
    monkeypatch.setattr(sending, "PACE_S", 0.01)
    slots, file = Slots(), unnamed()
    file.write(b"x")

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        await Sent(file, slots, "a", "text/csv", "attachment")({"type": "http"}, nothing, send)
    assert (slots.kept, file.closed) == (0, True)


async def test_a_file_is_sent_whole_and_closed() -> None:
    """It is sent in chunks with its length, and then frees its slot."""
    slots, file, sent = Slots(), unnamed(), list[Message]()
    content = bytes(range(256)) * (CHUNK_BYTES // 100)
    file.write(content)
    response = Sent(file, slots, "a", "text/csv; charset=utf-8", attachment("x", "y", "csv", "y"))
    assert slots.kept == 1

    async def send(message: Message) -> None:
        sent.append(message)

    await response({"type": "http"}, nothing, send)
    assert b"".join(one.get("body", b"") for one in sent) == content
    assert (response.headers["content-length"], max(len(one.get("body", b"")) for one in sent)) == (
        str(len(content)),
        CHUNK_BYTES,
    )
    assert (slots.kept, file.closed) == (0, True)


async def test_a_reader_who_leaves_frees_the_room() -> None:
    """The temporary file is deleted too."""
    slots, file = Slots(), unnamed()
    file.write(b"x")

    async def send(_: Message) -> None:
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        await Sent(file, slots, "a", "text/csv", "attachment")({"type": "http"}, nothing, send)
    assert (slots.kept, file.closed) == (0, True)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("秋季双选会", "秋季双选会-投递.csv"),
        ('a/b\\c:"d"\r\nX: y', "a-b-c-d-X- y-投递.csv"),
        ("..", "fair-投递.csv"),
        ("x" * 500, "x" * 60 + "-投递.csv"),
    ],
)
def test_a_file_is_named_after_its_fair(title: str, name: str) -> None:
    """With RFC 5987 and an ASCII fallback; no title can break the header."""
    header = attachment(title, "投递", "csv", "applications")
    plain, full = header.split("; filename*=UTF-8''")
    assert plain == 'attachment; filename="applications.csv"'
    assert unquote(full) == name
    assert header.isascii()
    assert "\r" not in header
