"""Tells the log how far an import in the background has come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from plumbing.ids import new_id
from plumbing.kafka.publisher import Receipt
from schemas.import_reasons import Reason, coded
from schemas.job_import import ImportCounts, ImportReported, ImportState
from services.ingest.edge.write import Draft
from services.ingest.jobs.running import Means
from services.ingest.jobs.shelf import Waiting


def counts_of(account: Mapping[str, Any]) -> ImportCounts:
    """The numbers of an account; zeros where it has none yet."""
    return ImportCounts.model_validate({name: account.get(name, 0) for name in ImportCounts.model_fields})


def told_of(waiting: Waiting) -> dict[str, Any]:
    """What the account says of the order: whose it is, and the name of the file."""
    return {"sub": waiting.sub, "fair": str(waiting.fair), "filename": waiting.filename}


async def started(means: Means, waiting: Waiting) -> tuple[UUID, Receipt]:
    """Tell the log that an import waits for its run: the event's id, and its receipt. Raises Problem 503."""
    return await report(means, waiting, "running", ImportCounts(), 0.0)


async def report(
    means: Means, waiting: Waiting, state: ImportState, counts: ImportCounts, share: float, reason: Reason | None = None
) -> tuple[UUID, Receipt]:
    """Write to the log how far an import has come, in the name of the person who ordered it. Raises Problem 503."""
    event = ImportReported(
        fair=waiting.fair,
        job_import=waiting.id,
        org=waiting.org,
        dry_run=waiting.dry_run,
        state=state,
        counts=counts,
        bytes_read=int(share * waiting.bytes),
        bytes=waiting.bytes,
        reason=reason,
        **({} if reason is None else coded(reason)),
    )
    draft, event_id = Draft(str(waiting.id), event, str(waiting.fair)), new_id()
    return event_id, await means.writer.publish(draft, event_id, waiting.person(), waiting.request_id)
