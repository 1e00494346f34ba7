"""Job files as people make them, and their import through HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.e2e.stage import Person, Stage
from tests.services.ingest.imports.boards import Rows, workbook

NUMBERS = ("accepted", "duplicates", "rejected_count")


@dataclass(frozen=True)
class Case:
    """A file, what is published of each of its jobs, and what else the answer says."""

    file: bytes
    jobs: Sequence[Mapping[str, Any]]
    answer: Mapping[str, Any] = field(default_factory=dict)
    by: str = "organizer"


def book(sheets: Mapping[str, Rows], *merged: str) -> bytes:
    """A workbook with merged ranges in its first sheet."""
    with TemporaryDirectory() as folder:
        return workbook(Path(folder) / "jobs.xlsx", sheets, merged={next(iter(sheets)): merged}).read_bytes()


def text(*rows: str, encoding: str = "utf-8-sig") -> bytes:
    return "".join(f"{row}\n" for row in rows).encode(encoding)


async def bring(who: Person, fair: str, content: bytes, **columns: str) -> dict[str, Any]:
    """Import a file at once, where columns are given with a map of them; the answer."""
    address = f"{who.system.ingest}/v1/fairs/{fair}/jobs/import"
    headers = {"Authorization": f"Bearer {who.token}"}
    data = {"map": json.dumps(columns)} if columns else None
    answer = await who.http.post(address, files={"file": ("jobs", content)}, data=data, headers=headers)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def another(stage: Stage, **more: str) -> Stage:
    """The same people at a new open fair, with an approved booth."""
    now = datetime.now(UTC)
    times = {"starts_at": (now - timedelta(hours=1)).isoformat(), "ends_at": (now + timedelta(hours=8)).isoformat()}
    body = {"title": "秋季双选会", "host": "共青团浙江省委", **times, **more}
    new = replace(stage, fair=(await stage.organizer.write("/fairs", body)).id)
    await new.organizer.write(f"/fairs/{new.fair}/open")
    await new.enterprise.write(f"/fairs/{new.fair}/booths", {"name": "云栖科技"})
    await new.organizer.write(f"/fairs/{new.fair}/booths/{new.org}/approve")
    return new
