"""One system for all tests of this folder: Apache Kafka, PostgreSQL, two live edges."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest_asyncio
from playwright.async_api import Browser

from tests.e2e.browsing import Look, chromium, looking
from tests.e2e.running import System, running
from tests.e2e.stage import Stage, client, set_stage


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def system(servers_folder: Path) -> AsyncIterator[System]:
    async with running(servers_folder / "e2e", "--kafka", "apache", "--notify", "2") as system:
        yield system


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def look(browser: Browser) -> AsyncIterator[Look]:
    """Opens an address with a screen size, language and colours; an error in the page fails the test."""
    async with looking(browser) as look:
        yield look


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with client() as http:
        yield http


@pytest_asyncio.fixture(loop_scope="session")
async def stage(system: System, http: httpx.AsyncClient) -> Stage:
    """A stage whose title a spreadsheet would run as a formula."""
    return await set_stage(system, http, f"=1+1 秋季招聘会 {uuid.uuid4().hex[:6]}")
