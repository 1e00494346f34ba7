"""The demo's people, against an in-memory implementation of the API."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

import httpx
import pytest

from livefair.demo import crowd as crowds
from livefair.demo.crowd import NEWCOMERS, Crowd
from livefair.demo.people import student
from livefair.system.home import Home
from livefair.system.keys import Signer
from plumbing.auth.tokens import Verifier

STUDENTS = 12
JOBS = [f"job-{number}" for number in range(30)]


@dataclass
class House:
    """Keeps all requests, and refuses one job."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    closed_job: str | None = None

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/v1")
        self.asked.append((request.method, path))
        if request.method == "GET":
            return self._page(request)
        if self.closed_job and path == f"/jobs/{self.closed_job}/applications":
            return httpx.Response(409, json={"title": "Conflict", "detail": "the job is closed"})
        assert request.headers["Idempotency-Key"]
        return httpx.Response(202, json={"id": f"id-{len(self.asked)}"})

    def _page(self, request: httpx.Request) -> httpx.Response:
        start = int(request.url.params.get("cursor", "0"))
        items = [{"id": job} for job in JOBS[start : start + 20]]
        more = str(start + 20) if start + 20 < len(JOBS) else None
        return httpx.Response(200, json={"items": items, "next_cursor": more})

    def count(self, ending: str) -> int:
        return sum(path.endswith(ending) for _, path in self.asked)


@dataclass
class Seen:
    """The progress that the crowd reports."""

    expected: dict[str, int] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    def expect(self, step: str, total: int) -> None:
        self.expected[step] = total

    def advance(self, step: str) -> None:
        self.done[step] += 1


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(crowds, "PACE_S", 0)
    return House()


def _crowd(house: House, home: Home) -> tuple[Crowd, Seen]:
    http, seen = httpx.AsyncClient(transport=httpx.MockTransport(house.answer)), Seen()
    return Crowd(http, "http://ingest", "http://fair", Signer(home), seen), seen


async def test_everyone_does_what_they_came_for(house: House, home_with_keys: Home) -> None:
    """Each student saves one resume and submits to a number of jobs; each newcomer gets a booth and a job."""
    crowd, seen = _crowd(house, home_with_keys)
    assert await crowd.open_fair() == "id-1"
    await crowd.live(STUDENTS)
    people = [student(number) for number in range(1, STUDENTS + 1)]
    assert house.count("/me/resume") == STUDENTS
    assert house.count("/applications") == sum(person.wishes for person in people)
    assert house.count("/withdraw") == sum(person.fickle for person in people)
    assert house.count("/approve") == house.count("/booths") == len(NEWCOMERS)
    assert dict(seen.done) == {step: total for step, total in seen.expected.items() if total}
    assert crowd.refused == []


async def test_a_refusal_stops_nobody(house: House, home_with_keys: Home) -> None:
    """A refused student goes on with the next job; the reason is reported at the end."""
    house.closed_job = JOBS[0]
    crowd, seen = _crowd(house, home_with_keys)
    await crowd.live(STUDENTS)
    assert seen.done["submissions"] == seen.expected["submissions"]
    assert crowd.refused
    assert "the job is closed" in crowd.refused[0]


async def test_the_fair_is_told_in_words_of_the_contract(home_with_keys: Home, house: House) -> None:
    """The request has a title, a host and an end in the future."""
    bodies: list[dict[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content or b"{}"))
        return house.answer(request)

    crowd, _ = _crowd(house, home_with_keys)
    crowd.http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    await crowd.open_fair()
    assert {"title", "host", "starts_at", "ends_at"} <= set(bodies[0])
    assert bodies[0]["starts_at"] < bodies[0]["ends_at"]


async def test_a_viewer_may_take_anyones_eyes(home_with_keys: Home, house: House) -> None:
    """Each kind of visitor has a page and a token of their role that services accept."""
    crowd, _ = _crowd(house, home_with_keys)
    people = [(page, Verifier(home_with_keys.jwks).verify(token)) for _, page, token in crowd.visitors()]
    assert [(page, person.role) for page, person in people] == [
        *(("fair", "organizer"), ("desk", "enterprise"), ("me", "student"))
    ]
