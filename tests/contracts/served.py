"""The documents as each service serves them, from its own wiring, which opens nothing until it is started."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from joserfc.jwk import OKPKey
from starlette.testclient import TestClient

from services.fair import wiring as fair
from services.fair.settings import Settings as FairSettings
from services.ingest import wiring as ingest
from services.ingest.settings import Settings as IngestSettings

Document = dict[str, Any]


def of_fair() -> TestClient:
    """A client of fair, whose lifespan never begins."""
    with tempfile.TemporaryDirectory() as folder:
        return TestClient(fair.app(FairSettings.from_environment(_environment(Path(folder)))))


def of_ingest() -> TestClient:
    """A client of ingest, whose lifespan never begins."""
    with tempfile.TemporaryDirectory() as folder:
        return TestClient(ingest.app(IngestSettings.from_environment(_environment(Path(folder)))))


def document(client: TestClient, name: str) -> Document:
    """`openapi` or `asyncapi`, as it is served."""
    answer = client.get(f"/{name}.json")
    answer.raise_for_status()
    found: Document = answer.json()
    return found


def _environment(folder: Path) -> dict[str, str]:
    """What every service could be told; nothing of it is reached."""
    jwks = folder / "jwks.json"
    key = OKPKey.generate_key("Ed25519", {"kid": "documents"})
    jwks.write_text(json.dumps({"keys": [key.as_dict(private=False)]}))
    return {
        "LIVEFAIR_PORT": "8080",
        "LIVEFAIR_LOG_LEVEL": "warning",
        "LIVEFAIR_KAFKA": "kafka:9092",
        "LIVEFAIR_JWKS": str(jwks),
        "LIVEFAIR_OBJECTS": str(folder / "objects"),
        "LIVEFAIR_POSTGRES": "postgresql://postgres/livefair",
        "LIVEFAIR_ROLE": "reads",
        "LIVEFAIR_GRANT_KEY": "signs nothing, since nothing is started",
    }
