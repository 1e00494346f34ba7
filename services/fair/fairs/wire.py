"""From the fair's events to its commands."""

from __future__ import annotations

from schemas import fair as events
from services.fair.fairs import fair as fairs
from services.fair.fairs.retention import PassRetention
from services.fair.kernel.commands import Command, CommandOf


def schedule(event: events.FairScheduled) -> Command:
    return fairs.ScheduleFair(
        event.fair,
        event.org,
        event.title,
        event.host,
        event.starts_at,
        event.ends_at,
        event.campaign,
        event.region,
        event.description,
        event.ads,
        event.offers,
        bool(event.draft),
        event.utc_offset_minutes or 0,
    )


def amend(event: events.FairAmended) -> Command:
    given = {name: getattr(event.changes, name) for name in sorted(event.changes.model_fields_set)}
    if event.utc_offset_minutes is not None:
        given["utc_offset_minutes"] = event.utc_offset_minutes
    return fairs.AmendFair(event.fair, tuple(given.items()))


COMMANDS: CommandOf = {
    events.FairScheduled: schedule,
    events.FairAmended: amend,
    events.FairPublished: lambda event: fairs.PublishFair(event.fair),
    events.FairOpened: lambda event: fairs.OpenFair(event.fair),
    events.FairPaused: lambda event: fairs.PauseFair(event.fair),
    events.FairResumed: lambda event: fairs.ResumeFair(event.fair),
    events.FairClosingStarted: lambda event: fairs.WindDownFair(event.fair),
    events.FairClosed: lambda event: fairs.CloseFair(event.fair),
    events.FairReopened: lambda event: fairs.ReopenFair(event.fair, event.ends_at),
    events.FairArchived: lambda event: fairs.ArchiveFair(event.fair),
    events.RetentionPassed: lambda event: PassRetention(event.fair, event.until),
}
APART = (events.FairClosed, events.FairArchived, events.FairReopened)
