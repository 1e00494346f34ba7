"""A system for the matrix alone, without limits, with its people and things."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest_asyncio

from tests.e2e.lean import Lean
from tests.e2e.rights.people import Casting, World, cast
from tests.e2e.rights.world import build
from tests.e2e.running import System, running


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def system(servers_folder: Path) -> AsyncIterator[System]:
    async with running(servers_folder / "rights", "--kafka", "apache", "--rate-limit", "off") as system:
        yield system


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    """Of a lean transport, for thousands of requests."""
    async with httpx.AsyncClient(transport=Lean()) as http:
        yield http


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def world(system: System, http: httpx.AsyncClient, servers_folder: Path) -> World:
    world = cast(Casting(http, system, servers_folder))
    await build(world)
    return world
