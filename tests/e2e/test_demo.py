"""The demo as a visitor sees it: live within half a minute, and nothing of it is left after Ctrl-C."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import psutil
import pytest_asyncio
from playwright.async_api import expect

from tests.commands import Demo, demo_in
from tests.e2e.browsing import Look
from tests.e2e.waiting import until

ALIVE_S = 30.0


@pytest_asyncio.fixture(loop_scope="session")
async def demo(servers_folder: Path) -> AsyncIterator[Demo]:
    temporary = servers_folder / "demo"
    temporary.mkdir()
    async with demo_in(temporary, "--students", "12") as demo:
        yield demo


async def test_it_lives_and_leaves_nothing(demo: Demo, look: Look) -> None:
    """The wall's numbers move within 30 s; after Ctrl-C there is no process, port or folder."""
    started = time.monotonic()
    wall = (await demo.says("the wall", ALIVE_S)).split()[2]
    page = await look(wall)
    await page.connection("live")
    assert time.monotonic() - started < ALIVE_S
    await expect(page.page.locator("[data-counter=applications]")).not_to_have_attribute(
        "data-value", "0", timeout=20_000
    )
    await moves(wall)
    await page.page.goto("about:blank")  # a page that loses its connection logs errors
    family = await asyncio.to_thread(demo.family)
    ports = {port for process in family for port in listening(process)}
    assert len(ports) >= 5
    assert await demo.ctrl_c() == 0
    _, alive = await asyncio.to_thread(psutil.wait_procs, family, 5)
    assert alive == []
    assert demo.left() == []
    assert [port for port in ports if await is_taken(port)] == []


async def moves(wall: str) -> None:
    """Wait until there are more applications than before."""
    base, _, fair = wall.partition("/wall?fair=")
    async with httpx.AsyncClient(trust_env=False) as http:

        async def applications() -> int:
            return int((await http.get(f"{base}/v1/fairs/{fair}/counters")).json()["counters"]["applications"])

        before = await applications()

        async def more() -> bool:
            return await applications() > before

        await until(more, f"more than {before} applications", 30)


def listening(process: psutil.Process) -> set[int]:
    """The TCP ports on which a process listens."""
    try:
        return {held.laddr.port for held in process.net_connections("tcp") if held.status == psutil.CONN_LISTEN}
    except psutil.NoSuchProcess:
        return set()


async def is_taken(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError:
        return False
    writer.close()
    return True
