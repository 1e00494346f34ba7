"""The wiring: what the service is made of."""

from __future__ import annotations

from pathlib import Path

from plumbing.kafka.settings import KafkaSettings
from services.ingest.settings import Settings
from services.ingest.wiring import Ingest, app
from tests.plumbing.auth.issuer import Issuer
from tests.services.ingest.edge import Edge


def settings(folder: Path) -> Settings:
    jwks = Issuer(folder).jwks
    return Settings("127.0.0.1", 1, "one", "info", KafkaSettings("127.0.0.1:1", "x"), jwks, str(folder / "objects"))


async def test_it_is_ready_when_it_says_so(edge: Edge) -> None:
    """503 with the reason before, 200 then; alive all the time."""
    edge.why_not_ready = "the catalog is still being read"
    answer = await edge.http.get("/readyz")
    assert (answer.status_code, "catalog" in answer.json()["detail"]) == (503, True)
    edge.why_not_ready = None
    assert [(await edge.http.get(path)).status_code for path in ("/readyz", "/healthz", "/metrics")] == [200] * 3


async def test_before_it_has_started_it_is_not_ready(tmp_path: Path) -> None:
    """Constructing connects to nothing."""
    assert await Ingest(settings(tmp_path)).not_ready() == "not connected to Kafka"


def test_the_application_has_every_route(tmp_path: Path) -> None:
    """The writes, the import and the standard ones."""
    paths = [getattr(route, "path", "") for route in app(settings(tmp_path)).routes]
    assert {"/v1/fairs", "/v1/fairs/{fair}/jobs/import", "/readyz"} <= set(paths)
    assert len(paths) == 38
