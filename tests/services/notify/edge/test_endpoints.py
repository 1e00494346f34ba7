"""HTTP on the WebSocket port."""

from __future__ import annotations

import httpx
import pytest

from tests.services.notify.conftest import Edge

UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}


async def request(edge: Edge, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.request(method, f"http://{edge.address}{path}", headers=headers)


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/healthz", "text/plain"),
        ("/readyz", "text/plain"),
        ("/readyz?verbose=1", "text/plain"),
        ("/metrics", "text/plain"),
        ("/openapi.json", "application/json"),
        ("/asyncapi.json", "application/json"),
    ],
)
async def test_endpoints_answer(edge: Edge, path: str, media_type: str) -> None:
    """Health, readiness, metrics and documents are on the same port as the WebSocket."""
    answer = await request(edge, path)
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, media_type)


async def test_metrics_count_sockets(edge: Edge) -> None:
    """Open sockets are counted in the metrics."""
    await edge.connect({"type": "hello"})
    assert "livefair_sockets 1.0" in (await request(edge, "/metrics")).text


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {}, 404),
        ("GET", "/v1/live/", {}, 404),
        ("GET", "/v1/other", UPGRADE, 404),
        ("DELETE", "/healthz", {}, 405),
        ("HEAD", "/healthz", {}, 405),
        ("DELETE", "/v1/live", {}, 405),
        ("GET", "/v1/live", {}, 426),
        ("GET", "/v1/live", UPGRADE, 400),
    ],
)
async def test_what_is_not_there_is_a_problem(
    edge: Edge, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    """RFC 9457, also for handshakes that the WebSocket library refuses."""
    answer = await request(edge, path, method, **headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    if method != "HEAD":
        problem = answer.json()
        assert problem["status"] == status
        assert problem["title"]
        assert problem["detail"]


async def test_nobody_is_served_before_it_is_ready(edge: Edge) -> None:
    """503 with Retry-After, for the WebSocket too; the health check still succeeds."""
    edge.why_not_ready = "the rooms are still being read"
    for path in ("/readyz", "/v1/live"):
        answer = await request(edge, path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert edge.why_not_ready in answer.json()["detail"]
    assert (await request(edge, "/healthz")).status_code == 200
