"""The wiring: what the service is made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from plumbing.http.problem import Problem
from plumbing.kafka.settings import KafkaSettings
from services.ingest.settings import Settings
from services.ingest.wiring import Ingest, app
from tests.plumbing.auth.issuer import Issuer
from tests.services.ingest.write_edge import Edge


def settings(folder: Path) -> Settings:
    jwks = Issuer(folder).jwks
    return Settings("127.0.0.1", 1, "one", "info", KafkaSettings("127.0.0.1:1", "x"), jwks, str(folder / "objects"))


async def test_it_is_ready_when_it_says_so(edge: Edge) -> None:
    """503 with the reason before, 200 then; the health check always succeeds."""
    edge.why_not_ready = "the catalog is still being read"
    answer = await edge.http.get("/readyz")
    assert (answer.status_code, "catalog" in answer.json()["detail"]) == (503, True)
    edge.why_not_ready = None
    assert [(await edge.http.get(path)).status_code for path in ("/readyz", "/healthz", "/metrics")] == [200] * 3


async def test_before_it_has_started_it_is_not_ready(tmp_path: Path) -> None:
    """Constructing connects to nothing."""
    assert await Ingest(settings(tmp_path)).not_ready() == "not connected to Kafka"


async def test_until_it_has_read_its_catalog_it_denies_nothing(tmp_path: Path) -> None:
    """It listens before that, so an entry that it misses may still arrive."""
    ingest = Ingest(settings(tmp_path))
    with pytest.raises(Problem) as refused:
        ingest.catalog.check_complete()
    assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "1"})
    ingest._view.caught_up = True
    ingest.catalog.check_complete()


def test_the_application_has_every_route(tmp_path: Path) -> None:
    """The writes, the import and the standard routes."""
    paths = [getattr(route, "path", "") for route in app(settings(tmp_path)).routes]
    assert {"/v1/fairs", "/v1/fairs/{fair}/jobs/import", "/readyz"} <= set(paths)
    assert {"/v1/fairs/{fair}/booths/approve", "/v1/jobs/{job}/applications/invite"} <= set(paths)


@pytest.mark.parametrize("path", ["/v1/fairs", "/v1/jobs/5f1c2c0e-8d4c-4a39-9d0a-0d6ad5b7c111/applications"])
async def test_pages_of_a_named_origin_may_write(tmp_path: Path, path: str) -> None:
    """Preflight requests are answered and refusals are readable; other origins get no CORS headers."""
    service = app(replace(settings(tmp_path), pages_origins=("http://127.0.0.1:8",)))
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,idempotency-key,prefer",
    }
    allowed = "access-control-allow-origin"
    async with httpx.AsyncClient(transport=httpx.ASGITransport(service), base_url="http://ingest") as http:
        own, other = {"Origin": "http://127.0.0.1:8"}, {"Origin": "http://127.0.0.1:9"}
        question = await http.options(path, headers={**own, **asked})
        assert (question.status_code, question.headers[allowed]) == (200, own["Origin"])
        refused = await http.post(path, headers=own, json={})
        assert (refused.status_code, refused.headers[allowed]) == (401, own["Origin"])
        assert allowed not in (await http.post(path, headers=other, json={})).headers


def test_where_all_share_one_origin_there_is_no_such_layer(tmp_path: Path) -> None:
    """Without other origins there is no CORS middleware, so writes do not pay for it."""
    assert "CORSMiddleware" not in str(app(settings(tmp_path)).user_middleware)
