"""Fixtures for the tests of imports in the background."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from services.ingest.jobs import background, noted_run, running
from tests.services.ingest.write_edge import Edge


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """One batch in flight, reports all the time, and no patience."""
    monkeypatch.setattr(running, "AGAIN_S", 0.01)
    monkeypatch.setattr(running, "BATCHES_IN_FLIGHT_MAX", 1)
    monkeypatch.setattr(noted_run, "REPORT_EVERY_S", 0.0)
    monkeypatch.setattr(background, "LAPSED", timedelta(0))


@pytest_asyncio.fixture(loop_scope="session")
async def stopping(edge: Edge, impatient: None) -> AsyncIterator[Edge]:
    """The edge, whose runs end with the test."""
    yield edge
    await edge.background.stop()
