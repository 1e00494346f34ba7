"""Where imports in the background stand: orders, files, checkpoints and accounts in the object store.

Every instance of ingest reads them, so that one goes on with what another has left. Knows nothing of rows.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from plumbing.auth.tokens import Person
from plumbing.objects.store import Objects
from schemas.job_import import FOLDER, account_path, folder_path, rejected_path

OPEN = f"{FOLDER}/open"
"""The folder of the orders of imports that are not over."""


def order_path(job_import: UUID) -> str:
    """What was ordered: who, for which fair, with which map. It is there until the end."""
    return f"{OPEN}/{job_import}.json"


def file_path(job_import: UUID) -> str:
    """The file that is read."""
    return f"{folder_path(job_import)}/file"


def run_path(job_import: UUID, number: int) -> str:
    """Created by the instance that runs the import, and written again as a sign of life."""
    return f"{_runs_path(job_import)}/{number:06}"


def _runs_path(job_import: UUID) -> str:
    """The runs of an import: one, and another each time that an instance takes it over."""
    return f"{folder_path(job_import)}/runs"


def _checkpoint_path(job_import: UUID) -> str:
    return f"{folder_path(job_import)}/checkpoint.json"


def _cancelled_path(job_import: UUID) -> str:
    return f"{folder_path(job_import)}/cancelled"


class Waiting(BaseModel):
    """An import that is not over: who ordered it, of which file, and how to read that."""

    model_config = ConfigDict(frozen=True)
    id: UUID
    fair: UUID
    sub: str
    role: str
    unit: str | None
    """The `org` of the token."""
    org: str | None
    dry_run: bool
    filename: str
    columns: dict[str, str] | None
    bytes: int
    request_id: str
    ordered_at: AwareDatetime

    def person(self) -> Person:
        """Who ordered it. The token may have expired since."""
        return Person(self.sub, self.role, self.unit, None, 0)


class Checkpoint(BaseModel):
    """Where to go on: how many batches of the file are in the log whole, with the number of their accepted rows.

    `flying` are the jobs that may be in the log beyond these.
    """

    batches: int = 0
    accepted: int = 0
    flying: tuple[UUID, ...] = ()


class Shelf:
    """Raises StoreAway."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    async def put(self, waiting: Waiting, file: Path) -> None:
        """Store the file, then the order: an order is never without its file."""
        await self._objects.put_file(file_path(waiting.id), file)
        await self._objects.put(order_path(waiting.id), waiting.model_dump_json().encode())

    async def file(self, job_import: UUID, target: Path) -> bool:
        """Copy the file to a local one. False if it is gone."""
        return await self._objects.get_file(file_path(job_import), target)

    async def waiting(self) -> AsyncIterator[Waiting]:
        """All imports that are not over, the oldest first."""
        listed = [kept async for kept in self._objects.listed(OPEN)]
        for kept in sorted(listed, key=lambda kept: kept.at):
            found = await self._objects.get(kept.path)
            try:
                if found is not None:
                    yield Waiting.model_validate_json(found)
            except ValidationError:  # of another version
                continue

    async def one(self, job_import: UUID) -> Waiting | None:
        """An import that is not over."""
        found = await self._objects.get(order_path(job_import))
        return None if found is None else Waiting.model_validate_json(found)

    async def newest_run(self, job_import: UUID) -> tuple[int, datetime | None]:
        """The number of the newest run, and when it last gave a sign; 0 and None where there is none."""
        runs = [kept async for kept in self._objects.listed(_runs_path(job_import))]
        if not runs:
            return 0, None
        newest = max(runs, key=lambda kept: kept.path)
        return int(newest.path.rpartition("/")[2]), newest.at

    async def claim(self, job_import: UUID, number: int) -> bool:
        """Begin the run of this number. False if another instance was first."""
        return await self._objects.create(run_path(job_import, number), b"")

    async def beat(self, job_import: UUID, number: int) -> None:
        """The run gives a sign."""
        await self._objects.put(run_path(job_import, number), datetime.now(UTC).isoformat().encode())

    async def may_go_on(self, job_import: UUID, number: int) -> bool:
        """Whether the import was not cancelled, and this run not taken over."""
        for path in (_cancelled_path(job_import), run_path(job_import, number + 1)):
            if await self._objects.get_small(path) is not None:
                return False
        return True

    async def cancel(self, job_import: UUID) -> None:
        await self._objects.put(_cancelled_path(job_import), b"cancelled")

    async def is_cancelled(self, job_import: UUID) -> bool:
        return await self._objects.get_small(_cancelled_path(job_import)) is not None

    async def checkpoint(self, job_import: UUID) -> Checkpoint:
        found = await self._objects.get(_checkpoint_path(job_import))
        return Checkpoint() if found is None else Checkpoint.model_validate_json(found)

    async def note(self, job_import: UUID, checkpoint: Checkpoint) -> None:
        await self._objects.put(_checkpoint_path(job_import), checkpoint.model_dump_json().encode())

    async def tell(self, job_import: UUID, account: dict[str, Any]) -> None:
        """Store the account so far, which fair answers."""
        await self._objects.put(account_path(job_import), json.dumps(account, ensure_ascii=False).encode())

    async def account(self, job_import: UUID) -> dict[str, Any]:
        """The account so far."""
        found: dict[str, Any] = json.loads(await self._objects.get(account_path(job_import)) or b"{}")
        return found

    async def reject(self, job_import: UUID, part: int, rows: Sequence[dict[str, Any]]) -> None:
        """Store the rejected rows of one batch."""
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        await self._objects.put(rejected_path(job_import, part), lines.encode())

    async def close(self, job_import: UUID) -> None:
        """It is over: what is needed to run it goes, and what its owner may read stays."""
        await self._objects.delete(order_path(job_import))
        for path in (file_path(job_import), _checkpoint_path(job_import), _cancelled_path(job_import)):
            await self._objects.delete(path)
        async for kept in self._objects.listed(_runs_path(job_import)):
            await self._objects.delete(kept.path)

    async def old(self, before: datetime) -> AsyncIterator[UUID]:
        """Imports that are over and whose account is older."""
        for folder in await self._objects.folders(FOLDER):
            name = folder.rstrip("/").rpartition("/")[2]
            if name == OPEN.rpartition("/")[2]:
                continue
            job_import = UUID(name)
            kept = [one async for one in self._objects.listed(folder)]
            if all(one.at < before for one in kept) and await self.one(job_import) is None:
                yield job_import

    async def forget(self, job_import: UUID) -> None:
        """Delete everything of an import."""
        async for kept in self._objects.listed(folder_path(job_import)):
            await self._objects.delete(kept.path)
