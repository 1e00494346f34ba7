"""Cancels imports in the background."""

from __future__ import annotations

from schemas.job_import import ImportReported
from services.ingest.edge.access import path_id
from services.ingest.edge.bodies import NothingBody
from services.ingest.edge.write import Call, Draft
from services.ingest.fairs.access import FairAccess
from services.ingest.jobs.background import Background


class Cancelling:
    """Turns the wish to cancel into an event; the run ends at its next batch."""

    def __init__(self, background: Background, fairs: FairAccess) -> None:
        self._background, self._fairs = background, fairs

    async def cancel_import(self, call: Call[NothingBody]) -> Draft:
        """Cancel an import of the caller: the rows so far stay, the others are not read."""
        job_import = path_id(call.path, "id")
        fair = await self._background.fair_of(job_import, call.person)
        await self._fairs.fair(fair, call.person, told_as="import")
        waiting, counts = await self._background.cancelled(job_import)
        event = ImportReported(
            fair=waiting.fair,
            job_import=waiting.id,
            org=waiting.org,
            dry_run=waiting.dry_run,
            state="cancelled",
            counts=counts,
            bytes=waiting.bytes,
        )
        return Draft(str(waiting.id), event, str(waiting.fair))
