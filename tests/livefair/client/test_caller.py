"""Requests of one person of the demo, with answers defined by the test."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from livefair.client import caller
from livefair.client.caller import Caller, Refused, http_client
from livefair.failure import Failure

Answer = Callable[[httpx.Request], httpx.Response]


def _caller(answer: Answer) -> Caller:
    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return Caller(http, "http://ingest", "http://fair", token="t")


async def test_a_write_is_tried_again_with_the_same_key() -> None:
    """After 503 it retries, and the key makes both requests one."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        later = httpx.Response(503, headers={"Retry-After": "0"})
        return later if len(seen) == 1 else httpx.Response(202, json={"id": "f"})

    assert await _caller(answer).write("POST", "/fairs", {"title": "a"}) == {"id": "f"}
    assert [str(request.url) for request in seen] == ["http://ingest/v1/fairs"] * 2
    assert len({request.headers["Idempotency-Key"] for request in seen}) == 1
    assert seen[0].headers["Authorization"] == "Bearer t"


async def test_a_no_is_told_with_its_reason() -> None:
    """A refusal is not retried; the exception has the request and the reason."""

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(409, json={"title": "Conflict", "detail": "the job is closed"})

    with pytest.raises(Refused, match=r"POST /v1/jobs/1/applications: 409 Conflict; the job is closed"):
        await _caller(answer).write("POST", "/jobs/1/applications")


async def test_a_system_that_stays_away_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries are bounded, and the failure is one line."""
    monkeypatch.setattr(caller, "WAIT_S", 0)
    monkeypatch.setattr(caller, "TRIES_MAX", 3)
    async with http_client() as http:
        with pytest.raises(Failure, match=r"GET http://127\.0\.0\.1:1/v1/fairs had no answer in 3 tries"):
            await Caller(http, "", "http://127.0.0.1:1").read("/fairs")


async def test_a_guest_shows_no_token() -> None:
    """Without a token no Authorization header is sent; the query is."""
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"items": []})

    guest = Caller(httpx.AsyncClient(transport=httpx.MockTransport(answer)), "http://ingest", "http://fair")
    assert await guest.read("/fairs", limit="1") == {"items": []}
    assert "Authorization" not in seen[0].headers
    assert str(seen[0].url) == "http://fair/v1/fairs?limit=1"
