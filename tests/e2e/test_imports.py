"""Imports of job files in the background, on a system of its own with two instances of ingest."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest_asyncio

from tests.e2e.running import System, running
from tests.e2e.stage import Person, Stage, Written, accepted, client, set_stage
from tests.e2e.viewing import Viewer, watching
from tests.e2e.waiting import until

JOBS, BAD = 12_000, 40
HEADER = "岗位名称,招聘人数,岗位编号\n"
FILE = HEADER + "".join(f"焊工 {number},2,W-{number}\n" for number in range(JOBS)) + "厨师,many,\n" * BAD
WITHIN_S, NOTICED_S = 120.0, 30.0


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def system(servers_folder: Path) -> AsyncIterator[System]:
    async with running(servers_folder / "imports", "--kafka", "apache", "--ingest", "2") as system:
        yield system


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with client() as http:
        yield http


@pytest_asyncio.fixture(loop_scope="session")
async def stage(system: System, http: httpx.AsyncClient) -> Stage:
    return await set_stage(system, http, "A fair with a large file")


async def order(who: Person, fair: str, text: str = FILE) -> Written:
    headers = {"Authorization": f"Bearer {who.token}", "Prefer": "respond-async"}
    address = f"{who.system.addresses('ingest')[0]}/v1/fairs/{fair}/jobs/import"
    return accepted(await who.http.post(address, files={"file": ("jobs.csv", text.encode())}, headers=headers))


async def ended(who: Person, job_import: str) -> dict[str, Any]:
    """The import once it is over."""

    async def over() -> dict[str, Any] | None:
        told = await who.read(f"/imports/{job_import}")
        return told if told["state"] != "running" else None

    told = await until(over, "the import to end", WITHIN_S)
    assert told is not None
    return told


async def at_least(who: Person, job_import: str, rows: int) -> None:
    async def further() -> bool:
        return bool((await who.read(f"/imports/{job_import}"))["rows"] >= rows)

    await until(further, f"{rows} rows to be read", WITHIN_S)


async def test_it_survives_the_instance_that_runs_it(stage: Stage, system: System) -> None:
    """Both are killed half-way: it goes on from its checkpoint, each row counts once, and the room tells of it."""
    who = stage.enterprise
    viewer = Viewer(["me"], who.token)
    async with watching(viewer, addresses=system.addresses("notify")):
        started = await order(who, stage.fair)
        await at_least(who, started.id, JOBS // 6)
        for number in (1, 2):
            psutil.Process(system.pid("ingest", number)).kill()
            system.killed += 1
        told = await ended(who, started.id)
        numbers = ("state", "rows", "accepted", "duplicates", "rejected_count")
        assert [told[name] for name in numbers] == ["done", JOBS + BAD, JOBS, 0, BAD]
        counters = await stage.counters(told["receipt"]["position"])
        assert (counters["jobs"], counters["positions"]) == (JOBS, 2 * JOBS)

        async def heard() -> bool:
            items = viewer.rooms["me"].items
            return any(item["event"] == "ImportReported" and item["data"]["state"] == "done" for item in items)

        await until(heard, "the room to tell of the end", NOTICED_S)
    answer = await who.look(f"/imports/{started.id}/rejected.csv", lang="en")
    header, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (header[:4], len(rows)) == (["岗位名称", "招聘人数", "岗位编号", "What is wrong"], BAD)
    again = await ended(who, (await order(who, stage.fair)).id)
    assert (again["accepted"], again["duplicates"]) == (0, JOBS)


async def test_its_owner_cancels_it(stage: Stage) -> None:
    """The rows so far stay, and the log counts as many as there are."""
    who = stage.enterprise
    started = await order(who, stage.fair)
    await at_least(who, started.id, 1)
    cancelled = await who.write(f"/imports/{started.id}", method="DELETE")
    told = await ended(who, started.id)
    assert told["state"] == "cancelled"
    assert 0 < told["accepted"] < JOBS

    async def settled() -> bool:
        now = await who.read(f"/imports/{started.id}")
        return bool((await stage.counters(cancelled.position))["jobs"] == now["accepted"])

    await until(settled, "the jobs to be as many as the account says", NOTICED_S)
