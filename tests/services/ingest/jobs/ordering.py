"""Orders imports in the background at the write edge, and waits for their end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import httpx

from schemas.job import JobPublished
from schemas.job_import import ImportReported
from services.ingest.jobs.shelf import Waiting, order_path
from tests.services.ingest.write_edge import NOON, Caller, Edge

WITHIN_S = 30.0
ASYNC = {"Prefer": "respond-async, wait=1"}
NUMBER = 1_600  # four batches
ROWS = "title,headcount,code\n" + "".join(f"Welder {number},2,W-{number}\n" for number in range(NUMBER))


def an_order(fair: UUID) -> Waiting:
    """An order of the enterprise, as it is stored."""
    whose = {"sub": "rec-1", "role": "enterprise", "unit": "ent-1", "org": "ent-1"}
    file = {"filename": "jobs.csv", "columns": {"title": "A"}, "bytes": 5, "dry_run": False}
    return Waiting.model_validate({"id": uuid4(), "fair": fair, **whose, **file, "request_id": "r", "ordered_at": NOON})


async def order(who: Caller, fair: UUID, rows: str = ROWS, query: str = "") -> httpx.Response:
    files = {"file": ("jobs.csv", rows.encode())}
    return await who.send("POST", f"/fairs/{fair}/jobs/import{query}", files=files, headers=ASYNC)


async def stage(edge: Edge) -> UUID:
    fair = await edge.feed.fair()
    await edge.feed.booth(fair)
    return fair


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not true():
            await asyncio.sleep(0)


def reports(edge: Edge) -> list[ImportReported]:
    found = [record for record in edge.log.records if any(b"ImportReported" in text for _, text in record[3])]
    events = [edge.log._read(*record).event for record in found]
    return [event for event in events if isinstance(event, ImportReported)]


def jobs(edge: Edge) -> list[UUID]:
    return [event.job for event in edge.log.events() if isinstance(event, JobPublished)]


def ended(edge: Edge) -> bool:
    return bool(edge.log.records) and reports(edge)[-1].state != "running"


def stored(edge: Edge, path: str) -> Path:
    return edge.issuer.jwks.parent / "objects" / path


async def closed(edge: Edge, job_import: UUID) -> None:
    """Wait until nothing is left that an instance would run."""
    await until(lambda: ended(edge) and not stored(edge, order_path(job_import)).exists())
    await until(lambda: job_import not in edge.background._tasks)
