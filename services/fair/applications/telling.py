"""What is published to both sides of an application."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from schemas.rooms import enterprise_room, person_room
from services.fair.applications.application import Application, Moved, ResumeRead
from services.fair.applications.rows import ApplicationRows
from services.fair.booths.booth import BOOTH_REFUSED, BoothRefused
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.items import Item
from services.fair.kernel.state import State


def of_step(outcome: Moved, command: Command, context: Context) -> Iterator[Item]:
    """Publish each step to both sides; while the application is on a waitlist, only to the student."""
    application, event = outcome.application, type(outcome).__name__
    data = _shown(application)
    yield Item(person_room(application.student), event, data)
    in_line = application.drop is not None and not application.admitted
    if not in_line:
        resume = application.resume
        facets = {"degree": resume.degree, "major": resume.major, "region": resume.region}
        to_enterprise = {**data, "student": application.student, "facets": facets}
        yield Item(enterprise_room(application.org), event, to_enterprise)


def refusals(state: State) -> Iterator[tuple[Item, UUID, datetime]]:
    """Tell each student that the booth was refused. The organizer's reason is for the enterprise alone."""
    for one, event_id, at in state.of(ApplicationRows).told:
        data = {"fair": one.fair, "job": one.job, "application": one.id, "org": one.org}
        data |= {"state": one.state, "place": one.place, "reason": BOOTH_REFUSED}
        yield Item(person_room(one.student), BoothRefused.__name__, data), event_id, at


def of_read(outcome: ResumeRead, command: Command, context: Context) -> Iterator[Item]:
    """Notify the student that their resume was read."""
    yield Item(person_room(outcome.application.student), type(outcome).__name__, _shown(outcome.application))


def _shown(application: Application) -> dict[str, Any]:
    data: dict[str, Any] = {
        "fair": application.fair,
        "job": application.job,
        "application": application.id,
        "org": application.org,
        "state": application.state,
        "place": application.place,
    }
    if application.reason is not None:
        data["reason"] = application.reason
    if application.state == "invited":
        data["deadline"] = application.deadline
    if application.drop is not None:
        data |= {"drop": application.drop, "drop_place": application.drop_place}
    return data
