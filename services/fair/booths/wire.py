"""From a booth's events to its commands."""

from __future__ import annotations

from schemas import booth as events
from services.fair.booths import booth as booths
from services.fair.kernel.commands import Command, CommandOf


def request(event: events.BoothRequested) -> Command:
    return booths.RequestBooth(
        event.fair,
        event.org,
        event.name,
        event.uscc,
        event.nature,
        event.industry,
        event.region,
        event.intro,
        event.website,
    )


def amend(event: events.BoothAmended) -> Command:
    given = {name: getattr(event.changes, name) for name in sorted(event.changes.model_fields_set)}
    if "hours" in given:
        given["hours"] = tuple(booths.Opening(one.begins, one.ends) for one in given["hours"] or ())
    return booths.AmendBooth(event.fair, event.org, tuple(given.items()))


COMMANDS: CommandOf = {
    events.BoothRequested: request,
    events.BoothApproved: lambda event: booths.ApproveBooth(event.fair, event.org),
    events.BoothRefused: lambda event: booths.RefuseBooth(event.fair, event.org, event.reason),
    events.BoothAmended: amend,
}
