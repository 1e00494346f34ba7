"""Reads of sessions: plan, drops, counters, line, questions, funnel, replay."""

from __future__ import annotations

import pytest

from schemas import session as events
from schemas.presence import PresenceRecord, RoomPresence
from tests.services.fair.hosting import Host
from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import UNIT, Entry, record

h = Host()
SHOW: list[Entry] = [
    *h.live("a", "b"),
    h.dropped(None, cap=1),
    *(h.through(f"stu-{number}") for number in range(1, 4)),
    h.asked(),
    h.asked("stu-2", "2", "How much?"),
    h.upvoted("stu-1", "2"),
    h.answered(),
    h.drop_closed(),
    h.ended(),
]


async def test_a_session_says_how_many_watch_it(site: Site) -> None:
    """The number from the live edges, in the session and in the list."""
    await site.fill(*h.live("a"))
    rooms = {f"session:{h.session()}": RoomPresence(here=1, viewers=3, peak=2)}
    value = PresenceRecord(instance="notify-1", rooms=rooms).model_dump_json().encode()
    await site.api.watching.take([record(h.opened(), 0, topic="livefair.presence", value=value)])
    (listed,) = await site.items(f"/v1/fairs/{h.fair}/sessions")
    alone = (await site.get(f"/v1/sessions/{h.session()}")).json()
    assert [one["counters"]["viewers"] for one in (alone, listed)] == [3, 3]


async def test_a_session_has_its_drops_and_counters(site: Site) -> None:
    """Planned jobs, dropped jobs, and the numbers of admitted and waiting applications."""
    await site.fill(*SHOW[:-2], h.planned(name="t", org=UNIT))
    session = (await site.get(f"/v1/sessions/{h.session()}", "organizer")).json()
    assert (session["state"], session["host"], session["org"]) == ("live", "enterprise", "org-1")
    assert session["run_of_show"] == [
        {"job": str(h.job("a")), "drop": str(h.drop())},
        {"job": str(h.job("b"))},
    ]
    (drop,) = session["drops"]
    numbers = {name: drop[name] for name in ("applications", "admitted", "waiting", "remaining", "cap", "number")}
    assert numbers == {"applications": 3, "admitted": 1, "waiting": 2, "remaining": 0, "cap": 1, "number": 1}
    assert (drop["title"], drop["state"]) == ("Job a", "open")
    key = f"drop:{h.drop()}"
    counters = {"drops": 1, "applications": 3, f"{key}:applications": 3, f"{key}:remaining": 0}
    viewers = {"viewers": 0, "viewers_peak": 0}
    assert session["counters"] == counters | viewers | {"comments": 0, "reactions": 0, "clicks": 0}
    listed = [one for page in await site.pages(f"/v1/fairs/{h.fair}/sessions", limit=1) for one in page]
    assert [one["id"] for one in listed] == [str(h.session()), str(h.session("t"))]
    assert (await site.get(f"/v1/sessions/{h.fair}")).status_code == 404


async def test_an_application_tells_its_place_in_the_line(site: Site) -> None:
    """The ordinal in the drop, and while it waits, the number ahead of it."""
    await site.fill(*SHOW[:-2])
    mine = {}
    for who in ("student", "another student"):
        (application,) = (await site.get("/v1/me/applications", who)).json()["items"]
        path = f"/v1/jobs/{application['job']}/applications/{application['id']}"
        mine[who] = (await site.get(path, who)).json()["drop"]
    assert mine["student"] == {"id": str(h.drop()), "place": 1, "admitted": True}
    assert mine["another student"] == {"id": str(h.drop()), "place": 2, "admitted": False, "in_line": 1}


async def test_questions_by_their_votes(site: Site) -> None:
    """Most votes first; only the host sees who asked; callers see which are theirs and where they voted."""
    await site.fill(*SHOW[:-2])
    path = f"/v1/sessions/{h.session()}/questions"
    asked = (await site.get(path)).json()["items"]
    assert [(one["text"], one["votes"], one["state"]) for one in asked] == [
        ("How much?", 1, "open"),
        ("Is there housing?", 0, "answered"),
    ]
    assert not {"person", "mine", "voted"} & asked[0].keys()
    own = (await site.get(path, "student")).json()["items"]
    assert [(one["mine"], one["voted"]) for one in own] == [(False, True), (True, False)]
    assert [one["person"] for one in (await site.get(path, "enterprise")).json()["items"]] == ["stu-2", "stu-1"]
    assert "person" not in (await site.get(path, "another enterprise")).json()["items"][0]
    pages = await site.pages(path, limit=1)
    assert [len(page) for page in pages] == [1, 1]


async def test_open_questions_come_first_where_that_is_asked(site: Site) -> None:
    """Open ones first with that order, whatever the votes; the same by pages; another order is 422."""
    wanted = [h.asked("stu-1"), h.asked("stu-2", "2", "How much?"), h.upvoted("stu-3"), h.answered()]
    await site.fill(*h.live(), *wanted, h.asked("stu-3", "3", "Where?"))
    path = f"/v1/sessions/{h.session()}/questions"
    asked = (await site.get(path, sort="open")).json()["items"]
    assert [(one["text"], one["votes"]) for one in asked] == [("How much?", 0), ("Where?", 0), ("Is there housing?", 1)]
    assert [one for page in await site.pages(path, limit=1, sort="open") for one in page] == asked
    assert is_problem(await site.get(path, sort="votes"), 422, "sort")


async def test_a_replay_has_each_moment(site: Site) -> None:
    """Ordered by log time from the start, with each second's submissions; the same by pages."""
    await site.fill(*SHOW)
    path = f"/v1/sessions/{h.session()}/replay"
    items = (await site.get(path, limit=100)).json()["items"]
    assert [one["event"] for one in items] == [
        *("FairSessionStarted", "JobDropped", *["SubmissionsCounted"] * 3, "QuestionAsked", "QuestionAsked"),
        *("QuestionAnswered", "DropClosed", "SubmissionsCounted", "FairSessionEnded"),
    ]
    times = [one["offset_ms"] for one in items]
    assert (times[0], times[1], times == sorted(times)) == (0, 1_000, True)
    counted = [one["data"]["applications"] for one in items if one["event"] == "SubmissionsCounted"]
    assert counted == [1, 2, 3, 3]  # the waiting one is refused when the drop ends, and no longer counts as live
    assert [one for page in await site.pages(path, limit=3) for one in page] == items


async def test_a_replay_tells_who_left_a_drop_and_who_moved_up(site: Site) -> None:
    """Submissions stay counted; withdrawn ones, and those repeated through another drop, are no longer live."""
    first = [h.dropped("a", cap=1), h.through("stu-1"), h.through("stu-2"), h.withdrawn("stu-1"), h.withdrawn("stu-2")]
    again = [h.drop_closed(), h.dropped("a", "e", cap=5), h.through("stu-1", drop="e")]
    await site.fill(*h.live("a"), *first, *again)
    items = (await site.get(f"/v1/sessions/{h.session()}/replay", limit=100)).json()["items"]
    told = [one["data"] for one in items if one["event"] == "SubmissionsCounted"]
    assert [(one["drop"], one["applications"], one["standing"], one["remaining"]) for one in told] == [
        *((str(h.drop()), came, stand, left) for came, stand, left in ((1, 1, 0), (2, 2, 0), (2, 1, 0), (2, 0, 1))),
        (str(h.drop("e")), 1, 1, 4),
    ]


async def test_a_replay_does_not_tell_a_hidden_question(site: Site) -> None:
    """A hidden question and its answer are left out; the fact that it was hidden is shown."""
    asked = [h.asked("stu-1"), h.asked("stu-2", "p", "Is there a canteen?"), h.answered("Ask Mr Li."), h.hidden()]
    await site.fill(*h.live(), *asked)
    answer = await site.get(f"/v1/sessions/{h.session()}/replay")
    events = [one["event"] for one in answer.json()["items"] if one["event"].startswith("Question")]
    assert events == ["QuestionAsked", "QuestionHidden"]
    assert ("canteen" in answer.text, "housing" in answer.text, "Mr Li" in answer.text) == (True, False, False)


async def test_a_cursor_of_a_replay_has_bounds(site: Site) -> None:
    """A number that no row can have is 422."""
    await site.fill(*SHOW)
    path = f"/v1/sessions/{h.session()}/replay"
    answer = await site.get(path, cursor=site.api.cursors.seal(path, ["2026-11-24T00:00:00Z", 0, 2**31]))
    assert is_problem(answer, 422, "cursor")


async def test_what_has_not_begun_is_not_replayed(site: Site) -> None:
    """The replay is 409; the funnel is empty."""
    await site.fill(*h.ready("a"), h.planned("a"), h.of(events.HostAnnounced, text="Soon"))
    assert (await site.get(f"/v1/sessions/{h.session()}/replay")).status_code == 409
    assert (await site.get(f"/v1/sessions/{h.session()}/funnel")).json() == {"items": []}


async def test_the_funnel_by_minute(site: Site) -> None:
    """Submissions, waitlisted ones, and the steps of the enterprise."""
    await site.fill(*SHOW, h.viewed("stu-1"))
    (minute,) = (await site.get(f"/v1/sessions/{h.session()}/funnel", "enterprise")).json()["items"]
    numbers = {name: minute[name] for name in ("submissions", "waitlisted", "views", "moved_up", "viewers")}
    assert numbers == {"submissions": 3, "waitlisted": 2, "views": 1, "moved_up": 0, "viewers": None}


PRIVATE = {"waitlisted", "moved_up", "withdrawn", "views", "shortlisted"}


@pytest.mark.parametrize(
    ("who", "told"),
    [("organizer", True), ("enterprise", True), ("another enterprise", False), ("student", False), ("guest", False)],
)
async def test_only_the_host_sees_results_of_applications(site: Site, who: str, told: bool) -> None:
    """Only the host sees results in the funnel and drops; the public sees submissions, openings and room chat."""
    await site.fill(*SHOW, h.viewed("stu-1"))
    (minute,) = (await site.get(f"/v1/sessions/{h.session()}/funnel", who)).json()["items"]
    assert minute.keys() >= {"submissions", "viewers", "viewers_peak", "comments", "reactions", "clicks"}
    assert minute.keys() & PRIVATE == (PRIVATE if told else set())
    listed = (await site.items(f"/v1/fairs/{h.fair}/sessions", who))[0]
    for session in (listed, (await site.get(f"/v1/sessions/{h.session()}", who)).json()):
        (drop,) = session["drops"]
        assert drop.keys() >= {"applications", "remaining"}
        assert drop.keys() & {"admitted", "waiting"} == ({"admitted", "waiting"} if told else set())


async def test_the_report_tells_of_sessions(site: Site) -> None:
    """The organizer's report has each session's figures."""
    await site.fill(*SHOW)
    (session,) = (await site.get(f"/v1/fairs/{h.fair}/report", "organizer")).json()["sessions"]
    told = {name: session[name] for name in ("title", "drops", "applications", "admitted", "submissions", "waitlisted")}
    assert told == {
        "title": "Live hour",
        "drops": 1,
        "applications": 3,
        "admitted": 1,
        "submissions": 3,
        "waitlisted": 2,
    }
