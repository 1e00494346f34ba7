"""One system with two instances of each service. A test that breaks something must leave it whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest_asyncio

from tests.e2e.running import System, running
from tests.e2e.stage import Stage, client, set_stage
from tests.faults import books

TWO_OF_EACH = ("--ingest", "2", "--fair", "2", "--notify", "2")


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def system(servers_folder: Path) -> AsyncIterator[System]:
    async with running(servers_folder / "faults", "--kafka", "apache", *TWO_OF_EACH) as system:
        await books.watch(system)
        yield system


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with client() as http:
        yield http


@pytest_asyncio.fixture(loop_scope="session")
async def stage(system: System, http: httpx.AsyncClient) -> Stage:
    """A fair for this test alone."""
    return await set_stage(system, http, "A fair in trouble")
