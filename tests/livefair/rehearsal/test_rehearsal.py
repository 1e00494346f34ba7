"""A rehearsal: who may run one, and its requests in order."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from livefair.client.caller import Caller, Refused
from livefair.failure import Failure
from livefair.rehearsal.rehearsal import Done, Rehearsal, why_not
from livefair.rehearsal.score import score
from livefair.rehearsal.show import Moment
from tests.livefair.rehearsal.test_score import counted, dropped, moment

FAIR = {"org": "unit", "state": "scheduled", "starts_at": "2026-11-24T09:00:00Z"}
EMPTY = {"enterprises": 0, "jobs": 0, "applications": 0, "sessions": 0, "refused": 0}


@pytest.mark.parametrize(
    ("fair", "counters", "why"),
    [
        ({}, {}, None),
        ({"state": "open"}, {}, None),
        ({"org": "another"}, {}, "is not unit's"),
        ({"state": "closed"}, {}, "is closed"),
        ({"state": "draft"}, {}, "is draft"),
        ({}, {"enterprises": 1, "applications": 7}, "people in it (1 enterprises, 7 applications)"),
        ({}, {"sessions": 1}, "(1 sessions)"),
    ],
)
def test_a_fair_must_be_fresh_and_ones_own(fair: dict[str, str], counters: dict[str, int], why: str | None) -> None:
    """The fair must be empty and belong to the organizer; otherwise one line says why."""
    found = why_not({**FAIR, **fair}, {**EMPTY, **counters}, "unit")
    assert found is None if why is None else found is not None and why in found


@pytest.mark.parametrize(
    ("counted_there", "refused", "same"), [({1: 2}, [], True), ({1: 1}, [], False), ({1: 2}, ["no"], False)]
)
def test_it_is_the_same_where_all_got_through(counted_there: dict[int, int], refused: list[str], same: bool) -> None:
    """Equal means: the same number of submissions for each drop, and no refused request."""
    assert Done({1: 2}, counted_there, refused, 0.0).same is same


class Told:
    """A system that accepts and records everything but given requests; some get no answer."""

    def __init__(self, refuses: str | None = None, people: int = 0, ignores: str | None = None) -> None:
        self.said: list[str] = []
        self.bodies: list[Any] = []
        self._refuses, self._people, self._ignores = refuses, people, ignores

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/v1")
        if request.method == "GET":
            return httpx.Response(200, json=self._read(path))
        if self._refuses and self._refuses in path:
            return httpx.Response(409, json={"title": "No", "detail": "no"})
        if self._ignores and self._ignores in path:
            return httpx.Response(503, headers={"Retry-After": "0"})
        self.said.append(path)
        self.bodies.append(json.loads(request.content or "null"))
        receipt = {"position": f"livefair.fairs:0:{len(self.said)}"}
        return httpx.Response(202, json={"id": f"{path.rpartition('/')[2]}-{len(self.said)}", "receipt": receipt})

    def _read(self, path: str) -> dict[str, Any]:
        if path.endswith("/counters"):
            return {"counters": {**EMPTY, "jobs": self._people}}
        through = sum("/applications" in said for said in self.said)
        return {**FAIR, "drops": [{"number": 1, "applications": through}]}


SHOW = [
    moment(0, "FairSessionStarted"),
    moment(10, "HostAnnounced", text="Welcome"),
    dropped(20),
    moment(30, "JobPinned", job="job of a"),
    moment(40, "QuestionAsked", question="q", text="Where?"),
    moment(50, "FairSessionPaused"),
    moment(60, "FairSessionResumed"),
    moment(70, "DropExtended", drop="a", cap=9),
    counted(0, 2),
    moment(1_050, "CommentPosted", comment="c", text="Good luck"),
    moment(1_050, "ReactionsCounted", like=3),
    moment(1_100, "DropClosed", drop="a"),
    moment(1_200, "QuestionAnswered", question="q", answer="Here."),
    moment(1_300, "QuestionHidden", question="q"),
    moment(1_400, "ViewersCounted"),
    moment(1_500, "FairSessionEnded"),
]


async def rehearse(system: Told, moments: list[Moment]) -> tuple[Done, list[str]]:
    """Play without pauses against that system; returns its requests."""
    async with httpx.AsyncClient(transport=httpx.MockTransport(system)) as http:
        rehearsal = Rehearsal("f", "unit", score(moments), lambda _: Caller(http, "http://ingest", "http://fair"))
        await rehearsal.prepare("A show", lambda: None)
        told: list[str] = []
        return await rehearsal.play(0, lambda step: told.append(step.event)), told


async def test_everybody_does_what_was_done() -> None:
    """The host acts in the order of the moments, and the crowd before its drop is closed."""
    system = Told()
    done, told = await rehearse(system, SHOW)
    assert told == [
        step.event for step in SHOW if not step.event.endswith("sCounted") or step.event == "ViewersCounted"
    ]
    assert (done.same, done.counted) == (True, {1: 2})
    prepared = ["open", "booths", "approve", "jobs", "resume", "resume", "sessions"]
    assert [path.rpartition("/")[2] for path in system.said[:7]] == prepared
    live = "/sessions/sessions-7"
    assert system.said[7:] == [
        *(f"{live}/{act}" for act in ("start", "announce", "drops", "pin", "questions", "pause", "resume")),
        f"{live}/drops/drops-10/extend",
        *["/jobs/jobs-4/applications", f"{live}/reactions", "/jobs/jobs-4/applications", f"{live}/comments"],
        f"{live}/drops/drops-10/close",
        *(f"{live}/questions/questions-12/{act}" for act in ("answer", "hide")),
        f"{live}/end",
    ]
    assert {"text": "Good luck"} in system.bodies
    assert {"reaction": "like", "times": 3} in system.bodies
    assert [body["drop"] for body in system.bodies if body and "resume_id" in body] == ["drops-10"] * 2


async def test_who_is_refused_is_told() -> None:
    """A refused submission does not end the rehearsal, and is no success."""
    done, _ = await rehearse(Told(refuses="/applications"), SHOW)
    assert (done.same, len(done.refused), done.counted) == (False, 2, {1: 0})


@pytest.mark.parametrize("path", ["/applications", "/comments", "/reactions"])
async def test_a_system_that_stays_away_ends_it(path: str) -> None:
    """A request without an answer fails the rehearsal, even if no step depends on it."""
    with pytest.raises(Failure, match="no answer"):
        await rehearse(Told(ignores=path), SHOW)


async def test_a_host_who_is_refused_ends_it() -> None:
    """All later steps would differ from the original."""
    with pytest.raises(Refused, match="drops"):
        await rehearse(Told(refuses="/drops"), SHOW)


async def test_nobody_comes_to_a_fair_with_people() -> None:
    """No request was sent."""
    system = Told(people=3)
    with pytest.raises(Failure, match="3 jobs"):
        await rehearse(system, SHOW)
    assert system.said == []
