"""Reads of room chat: comments, and reactions and clicks by minute and second."""

from __future__ import annotations

from plumbing.kafka.position import Position
from schemas.session import CommenterMuted
from schemas.topics import CHAT
from tests.services.fair.chatting import Room
from tests.services.fair.hosting import Host
from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import Entry

h = Host()
room = Room(h.session())
PATH = f"/v1/sessions/{h.session()}"
SHOW: list[Entry] = [*h.live("a"), h.dropped(None), h.through("stu-1"), h.ended()]
SAID: list[Entry] = [
    *(room.said(str(number), f"stu-{number % 3}") for number in range(5)),
    room.counted({h.drop(): 7}, like=2, love=1),
    room.hidden("3"),
    *(room.said(str(number)) for number in range(5, 58)),
    room.counted({h.drop(): 1}, like=3),
    room.counted(like=1),
    room.said("58", "hr", role="enterprise"),
]
"""One record a second: reactions in seconds 5, 60 and 61, and the last comment in the second minute."""


async def test_comments_are_listed_newest_first(site: Site) -> None:
    """Without authors and without hidden comments; the same by pages."""
    await site.fill(*SHOW, *SAID)
    items = [one for page in await site.pages(f"{PATH}/comments", limit=13) for one in page]
    assert [one["text"] for one in items] == [f"Says {n}" for n in range(58, -1, -1) if n != 3]
    assert items[0].keys() == {"id", "text", "role", "at"}
    assert (items[0]["role"], items[-1]["id"]) == ("enterprise", str(room.comment("0")))
    assert is_problem(await site.get("/v1/sessions/" + str(h.fair) + "/comments"), 404)
    assert is_problem(await site.get(f"{PATH}/comments", cursor="WzFd"), 422, "cursor")


async def test_what_one_said_is_ones_own(site: Site) -> None:
    """With a token, each comment is marked as the caller's or not; only the host sees authors and hidden comments."""
    await site.fill(*SHOW, *SAID)
    mine = [one["mine"] for one in await site.items(f"{PATH}/comments", "another student", limit=100)]
    assert mine.count(True) == 1
    seen = await site.items(f"{PATH}/comments", "enterprise", limit=100)
    assert [one["text"] for one in seen if one["hidden"]] == ["Says 3"]
    assert (seen[0]["person"], seen[0]["mine"], len(seen)) == ("hr", True, 59)
    assert "person" not in (await site.items(f"{PATH}/comments", "another enterprise"))[0]


async def test_reads_wait_for_what_was_said(site: Site) -> None:
    """`after=` a position of the chat topic waits until it is stored; an unknown partition is 422."""
    await site.fill(*SHOW, *SAID)
    answer = await site.get(f"{PATH}/comments", after=str(Position(CHAT.name, 0, len(SAID) - 1)))
    assert answer.status_code == 200
    assert is_problem(await site.get(f"{PATH}/comments", after=f"{CHAT.name}:12:0"), 422, "after")


async def test_a_replay_tells_what_was_said(site: Site) -> None:
    """Visible comments and each second's reactions at their times; the same by pages."""
    await site.fill(*SHOW, *SAID)
    items = [one for page in await site.pages(f"{PATH}/replay", limit=100) for one in page]
    said = [one["data"] for one in items if one["event"] == "CommentPosted"]
    assert [one["text"] for one in said] == [f"Says {n}" for n in range(59) if n != 3]
    assert said[0] == {"comment": str(room.comment("0")), "text": "Says 0", "role": "student"}
    reactions = [one for one in items if one["event"] == "ReactionsCounted"]
    assert [one["data"] for one in reactions] == [{"like": 2, "love": 1}, {"like": 3}, {"like": 1}]
    assert [one["at"][17:23] for one in reactions] == ["05.999", "00.999", "01.999"]
    assert {"FairSessionStarted", "JobDropped", "SubmissionsCounted"} < {one["event"] for one in items}
    times = [one["offset_ms"] for one in items]
    assert times == sorted(times)
    for limit in (1, 7):
        assert [one for page in await site.pages(f"{PATH}/replay", limit=limit) for one in page] == items


async def test_a_replay_of_the_stage_is_no_longer_for_what_was_said(site: Site) -> None:
    """`stage=true` leaves out room chat and nothing else; also page by page."""
    await site.fill(*SHOW, *SAID)
    items = [one for page in await site.pages(f"{PATH}/replay", limit=100) for one in page]
    of_stage = [one for one in items if one["event"] not in ("CommentPosted", "ReactionsCounted")]
    for limit in (1, 100):
        pages = await site.pages(f"{PATH}/replay", limit=limit, stage="true")
        assert [one for page in pages for one in page] == of_stage
    assert is_problem(await site.get(f"{PATH}/replay", stage="yes"), 422, "stage")


async def test_minutes_and_totals(site: Site) -> None:
    """The funnel by minute, the session's counters, its drop and the report agree; hidden comments count."""
    await site.fill(*SHOW, *SAID)
    first, second = (await site.get(f"{PATH}/funnel")).json()["items"]
    assert [first[name] for name in ("comments", "reactions", "clicks")] == [58, 3, 7]
    assert [second[name] for name in ("comments", "reactions", "clicks")] == [1, 4, 1]
    assert (first["submissions"], second["submissions"], second["viewers"]) == (1, 0, None)
    session = (await site.get(PATH)).json()
    totals = {"comments": 59, "reactions": 7, "clicks": 8}
    assert session["counters"] == session["counters"] | totals | {"reactions_like": 6, "reactions_love": 1}
    assert session["drops"][0]["clicks"] == 8
    (listed,) = await site.items(f"/v1/fairs/{h.fair}/sessions")
    assert listed == session
    (told,) = (await site.get(f"/v1/fairs/{h.fair}/report", "organizer")).json()["sessions"]
    assert {name: told[name] for name in totals} == totals


async def test_whom_a_host_muted_is_his_to_know(site: Site) -> None:
    """Only the host sees muted students, in the list and in the session."""
    await site.fill(*h.live("a"), h.of(CommenterMuted, person="stu-2"))
    for who, told in (("enterprise", ["stu-2"]), ("student", None), ("guest", None)):
        (listed,) = await site.items(f"/v1/fairs/{h.fair}/sessions", who)
        assert [listed.get("muted"), (await site.get(PATH, who)).json().get("muted")] == [told, told]
