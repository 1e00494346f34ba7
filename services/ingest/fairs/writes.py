"""Writes of fairs: schedule, amend, and the transitions between states."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid5

from plumbing.http.problem import Problem
from schemas.event import Event
from schemas.fair import (
    FairAmended,
    FairArchived,
    FairClosed,
    FairClosingStarted,
    FairOpened,
    FairPaused,
    FairPublished,
    FairReopened,
    FairResumed,
    FairScheduled,
)
from services.ingest.edge.access import org_of, path_id
from services.ingest.edge.bodies import NOTHING, NothingBody
from services.ingest.edge.daily import Daily
from services.ingest.edge.write import Call, Draft, Write, tagged
from services.ingest.fairs.access import FairAccess
from services.ingest.fairs.bodies import FAIR, FAIR_CHANGES, REOPENING, FairBody, FairChangesBody, ReopeningBody

DONE = {
    "publish": "scheduled",
    "open": "open",
    "pause": "paused",
    "resume": "open",
    "wind_down": "closing",
    "close": "closed",
    "reopen": "open",
    "archive": "archived",
}
"""The state in which a fair is after each transition."""
ONCE = ("publish", "open")
"""Transitions that no newer record could allow again, so that they are refused without waiting."""


def _started(starts_at: datetime) -> dict[str, Any]:
    """The beginning in UTC, and the zone in which it was given, which is the fair's."""
    offset = starts_at.utcoffset() or timedelta(0)
    return {"starts_at": starts_at.astimezone(UTC), "utc_offset_minutes": int(offset.total_seconds()) // 60}


class Fairs:
    """Turns what organizers do with their fairs into events."""

    def __init__(self, fairs: FairAccess, daily: Daily) -> None:
        self._fairs, self._daily = fairs, daily

    async def schedule(self, call: Call[FairBody]) -> Draft:
        """Plan a fair; a `draft` is seen by its organizer alone until it is published."""
        fair, org = uuid5(call.event_id, "fair"), org_of(call.person)
        self._daily.fairs.spend(org)
        event = FairScheduled(fair=fair, org=org, **{**dict(call.body), **_started(call.body.starts_at)})
        return Draft(str(fair), event, str(fair))

    async def amend(self, call: Call[FairChangesBody]) -> Draft:
        """Change some fields of a fair; null clears an optional one. Deadlines of invitations stay as they are."""
        fair = path_id(call.path, "fair")
        await self._fairs.own_unclosed_fair(fair, call.person)
        changes = call.body
        if "starts_at" not in changes.model_fields_set:
            return Draft(str(fair), FairAmended(fair=fair, changes=changes), str(fair))
        start = _started(changes.starts_at)
        changes = changes.model_copy(update={"starts_at": start["starts_at"]})
        event = FairAmended(fair=fair, changes=changes, utc_offset_minutes=start["utc_offset_minutes"])
        return Draft(str(fair), event, str(fair))

    async def publish(self, call: Call[NothingBody]) -> Draft:
        """Show a draft to all."""
        return await self._move(call, "publish", FairPublished)

    async def open(self, call: Call[NothingBody]) -> Draft:
        """Open a fair: from then on it takes submissions."""
        return await self._move(call, "open", FairOpened)

    async def pause(self, call: Call[NothingBody]) -> Draft:
        """Take no submissions for a while; all else goes on."""
        return await self._move(call, "pause", FairPaused)

    async def resume(self, call: Call[NothingBody]) -> Draft:
        """Take submissions again."""
        return await self._move(call, "resume", FairResumed)

    async def wind_down(self, call: Call[NothingBody]) -> Draft:
        """Take nothing new; both sides still choose."""
        return await self._move(call, "wind_down", FairClosingStarted)

    async def close(self, call: Call[NothingBody]) -> Draft:
        """Close a fair: it takes nothing more, its open invitations expire, and its counters stay."""
        return await self._move(call, "close", FairClosed)

    async def reopen(self, call: Call[ReopeningBody]) -> Draft:
        """Open a closed fair again, until `ends_at`, which must be given where the old end has passed."""
        return await self._move(call, "reopen", FairReopened, ends_at=call.body.ends_at)

    async def archive(self, call: Call[NothingBody]) -> Draft:
        """Let nothing of a closed fair move any more."""
        return await self._move(call, "archive", FairArchived)

    async def _move(
        self, call: Call[NothingBody] | Call[ReopeningBody], what: str, event: type[Event], **more: object
    ) -> Draft:
        """A transition. Where it is made already, a request with an Idempotency-Key may be the retry that made it."""
        fair = path_id(call.path, "fair")
        await self._fairs.settled(fair)
        if what == "archive" and call.repeatable and self._fairs.was_archived_by(fair, call.person):
            return Draft(str(fair), event.model_validate({"fair": fair}), str(fair))
        is_done = (await self._fairs.own_fair(fair, call.person)).state == DONE[what]
        if is_done and what in ONCE and not call.repeatable:
            raise Problem(409, f"The fair is {DONE[what]} already.")
        if not (is_done and call.repeatable):
            await self._fairs.own_fair(fair, call.person, what)
            self._fairs.moves(fair)
        return Draft(str(fair), event.model_validate({"fair": fair, **more}), str(fair))


def writes(fairs: FairAccess, daily: Daily) -> list[Write[Any]]:
    """The writes of a fair itself: from its draft to its archive."""
    make, one, organizer = Fairs(fairs, daily), "/v1/fairs/{fair}", ("organizer",)
    return tagged(
        "fairs",
        Write("POST", "/v1/fairs", organizer, FAIR, make.schedule, adds="counted"),
        Write("PATCH", one, organizer, FAIR_CHANGES, make.amend),
        Write("POST", f"{one}/publish", organizer, NOTHING, make.publish),
        Write("POST", f"{one}/open", organizer, NOTHING, make.open),
        Write("POST", f"{one}/pause", organizer, NOTHING, make.pause),
        Write("POST", f"{one}/resume", organizer, NOTHING, make.resume),
        Write("POST", f"{one}/wind-down", organizer, NOTHING, make.wind_down),
        Write("POST", f"{one}/close", organizer, NOTHING, make.close),
        Write("POST", f"{one}/reopen", organizer, REOPENING, make.reopen),
        Write("POST", f"{one}/archive", organizer, NOTHING, make.archive),
    )
