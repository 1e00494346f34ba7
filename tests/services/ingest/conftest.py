"""The edge that most tests here use."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.services.ingest.write_edge import Edge


@pytest_asyncio.fixture(loop_scope="session")
async def edge(tmp_path: Path) -> AsyncIterator[Edge]:
    edge = Edge(tmp_path)
    async with edge.http:
        yield edge
