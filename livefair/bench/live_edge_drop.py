"""The latency from the POST of a drop to the last of thousands of viewers, all on this machine."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from livefair.bench.figures import NS, Figure
from livefair.bench.live_edge_sides import BUILT, Side, Talker
from livefair.bench.opening import open_fair
from livefair.client.caller import Caller, http_client
from livefair.system.home import Home
from livefair.system.system import APACHE, Options, System
from livefair.system.up import running

DROPS = 10  # in each repeat
PAUSE_S = 0.5
WORD = "JobDropped"


@dataclass(frozen=True, slots=True)
class Show:
    """A live session, its host, and the jobs that were not dropped yet."""

    host: Caller
    session: str
    jobs: list[str]


async def drop_to_last_viewer(viewers: int, repeats: int, say: Callable[[str], None]) -> list[Figure]:
    """Post each drop when all viewers have seen the one before."""
    last_ms: list[float] = []
    answered_ms: list[float] = []
    with tempfile.TemporaryDirectory(prefix="livefair-bench-", ignore_cleanup_errors=True) as folder:
        system = System(Options(Path(folder), APACHE, rate_limit=False))
        crowd_talks = Talker.start(str(BUILT / "viewers"))
        async with running(system, lambda _: None) as up, http_client() as http, crowd_talks as crowd:
            run = up.current()
            show = await begin_show(http, run, system.home, DROPS * repeats)
            side = Side(crowd, crowd, int(run["notify"].rpartition(":")[2]))
            room = f'{{"type":"subscribe","room":"session:{show.session}"}}'
            took = await side.open(viewers, ['{"type":"hello"}', room], 2)
            say(f"{viewers} viewers joined the session within {took:.1f} s")
            for job in show.jobs:
                await asyncio.sleep(PAUSE_S)
                _, answered, last = await drop_seen(show, job, crowd)
                answered_ms.append(answered)
                last_ms.append(last)
    return [Figure("drop_to_last_viewer", "ms", last_ms, answered_ms, "its own 202", p99=True)]


async def drop_seen(show: Show, job: str, crowd: Talker, cap: int | None = None) -> tuple[str, float, float]:
    """The drop's id, and the milliseconds until the answer and until the last viewer has it."""
    await crowd.ask(f"seek {WORD}")
    at = time.monotonic_ns()
    body = {"job": job} | ({"cap": cap} if cap else {})
    drop = await show.host.write("POST", f"/sessions/{show.session}/drops", body)
    answered = time.monotonic_ns()
    _, _, _, last = (int(word) for word in await crowd.answer())
    return drop["id"], 1_000 * (answered - at) / NS, 1_000 * (last - at) / NS


async def begin_show(http: httpx.AsyncClient, run: dict[str, Any], home: Home, jobs: int) -> Show:
    """An open fair with a session that has started."""
    hall = await open_fair(http, run, home, jobs)
    host = hall.enterprise
    body = {"title": "Live hour", "starts_at": datetime.now(UTC).isoformat(), "run_of_show": hall.jobs}
    session = (await host.write("POST", f"/fairs/{hall.fair}/sessions", body))["id"]
    started = await host.write("POST", f"/sessions/{session}/start")
    await host.read(f"/sessions/{session}", after=started["receipt"]["position"])
    return Show(host, session, hall.jobs)
