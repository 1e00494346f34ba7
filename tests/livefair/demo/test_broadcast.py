"""The demo's livestream, against an in-memory implementation of the API."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from livefair.demo import crowd as crowds
from livefair.demo.broadcast import COMMENTS, JOBS, ORG, REACTIONS, UPVOTES, Broadcast
from livefair.demo.crowd import Crowd
from livefair.system.home import Home
from livefair.system.keys import Signer
from plumbing.auth.tokens import Verifier
from tests.livefair.demo.test_crowd import House, Seen


class Studio(House):
    """Also keeps comments; can refuse the drop of one job."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, dict[str, Any]]] = []
        self.sold_out: str | None = None

    def answer(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content or b"{}")
        self.said.append((request.url.path.removeprefix("/v1"), body))
        if request.url.path.endswith("/drops") and body["job"] == self.sold_out:
            return httpx.Response(409, json={"title": "Conflict", "detail": "the job is closed"})
        return super().answer(request)

    def bodies(self, ending: str) -> list[dict[str, Any]]:
        return [body for path, body in self.said if path.endswith(ending)]


def on_air(studio: Studio, home: Home) -> tuple[Broadcast, Seen]:
    http, seen = httpx.AsyncClient(transport=httpx.MockTransport(studio.answer)), Seen()
    return Broadcast(Crowd(http, "http://ingest", "http://fair", Signer(home), seen, "fair-1")), seen


async def test_the_whole_run_of_show_is_dropped(home_with_keys: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each job with its cap, in order; the crowd prefers the newest and submits through its drop."""
    monkeypatch.setattr(crowds, "PACE_S", 0)
    studio = Studio()
    broadcast, seen = on_air(studio, home_with_keys)
    session = await broadcast.begin()
    (plan,) = studio.bodies("/sessions")
    assert [slot["cap"] for slot in plan["run_of_show"]] == [cap for _, cap in JOBS]
    assert studio.count(f"/sessions/{session}/start") == 1
    await broadcast.drop_all(within_s=0)
    assert studio.bodies("/drops") == plan["run_of_show"]
    shown = [slot["job"] for slot in plan["run_of_show"]]
    assert broadcast.crowd.wanted == shown[::-1]
    assert [*broadcast.crowd.drops] == shown
    assert seen.done["drops"] == seen.expected["drops"] == len(JOBS)
    await broadcast.crowd.live(students=5)
    submitted = [(path.split("/")[2], body) for path, body in studio.said if path.endswith("/applications")]
    through = [(job, body["drop"]) for job, body in submitted if job in shown]
    paths = [f"/sessions/{session}/drops/{drop}" for _, drop in through]
    assert paths == [broadcast.crowd.drops[job] for job, _ in through] != []
    assert studio.count("/click") == len(through)


async def test_each_drop_is_talked_of(home_with_keys: Home) -> None:
    """Every prepared comment once, by several viewers, who react as scripted."""
    studio = Studio()
    broadcast, _ = on_air(studio, home_with_keys)
    session = await broadcast.begin()
    await broadcast.drop_all(within_s=0)
    said = [body["text"] for body in studio.bodies(f"/sessions/{session}/comments")]
    assert said == [text for comments in COMMENTS for text in comments]
    assert len(COMMENTS) == len(JOBS)
    pressed = [(body["reaction"], body["times"]) for body in studio.bodies(f"/sessions/{session}/reactions")]
    assert pressed == [*REACTIONS] * len(JOBS)


async def test_a_question_is_asked_and_answered(home_with_keys: Home) -> None:
    """Asked by one viewer, upvoted by several, answered once."""
    studio = Studio()
    broadcast, _ = on_air(studio, home_with_keys)
    await broadcast.begin()
    await broadcast.drop_all(within_s=0)
    assert (studio.count("/questions"), studio.count("/upvote"), studio.count("/answer")) == (1, UPVOTES, 1)
    assert broadcast.crowd.refused == []


async def test_a_refused_drop_stops_nothing(home_with_keys: Home) -> None:
    """The next drop follows; the reason is reported at the end."""
    studio = Studio()
    broadcast, seen = on_air(studio, home_with_keys)
    await broadcast.begin()
    studio.sold_out = broadcast.shown[1]["job"]
    await broadcast.drop_all(within_s=0)
    assert (len(broadcast.crowd.drops), seen.done["drops"]) == (len(JOBS) - 1, len(JOBS))
    assert "the job is closed" in broadcast.crowd.refused[0]


async def test_a_viewer_may_be_its_host(home_with_keys: Home) -> None:
    """The host's token has the enterprise's claims, and services accept it."""
    broadcast, _ = on_air(Studio(), home_with_keys)
    host = Verifier(home_with_keys.jwks).verify(broadcast.host.token or "")
    assert (host.role, host.org) == ("enterprise", ORG)
