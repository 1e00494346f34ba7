"""From an application's events to its commands."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from schemas import application as events
from schemas import card as card_events
from services.fair.applications import selection
from services.fair.applications.application import NoteResumeRead, Resume, SubmitResume, WithdrawApplication
from services.fair.kernel.commands import Command, CommandOf


def submit(event: events.ResumeSubmitted | card_events.ApproachAccepted) -> SubmitResume:
    shown, facets = event.resume, event.resume.facets
    submitted = Resume(shown.resume, shown.sha256, shown.attachment, facets.degree, facets.major, facets.region)
    through = event.drop if isinstance(event, events.ResumeSubmitted) else None
    return SubmitResume(event.fair, event.job, event.application, event.student, submitted, event.message, through)


def _withdraw(event: events.ApplicationWithdrawn) -> Command:
    return WithdrawApplication(event.fair, event.job, event.application, event.student)


def _step(event: Any) -> tuple[UUID, UUID, UUID]:
    return event.fair, event.job, event.application


def _choice(event: Any) -> tuple[UUID, UUID, UUID, str | None]:
    return *_step(event), event.why


COMMANDS: CommandOf = {
    events.ResumeSubmitted: submit,
    events.ApplicationWithdrawn: _withdraw,
    events.ApplicationViewed: lambda event: selection.ViewApplication(*_choice(event)),
    events.ApplicantShortlisted: lambda event: selection.ShortlistApplicant(*_choice(event)),
    events.ApplicantInvited: lambda event: selection.InviteApplicant(
        *_choice(event), event.deadline, event.message, event.overbook
    ),
    events.InvitationAccepted: lambda event: selection.AcceptInvitation(*_step(event)),
    events.InvitationDeclined: lambda event: selection.DeclineInvitation(*_step(event)),
    events.ApplicationRefused: lambda event: selection.RefuseApplication(*_choice(event)),
    events.ApplicantHired: lambda event: selection.HireApplicant(*_choice(event)),
    events.DeadlinePassed: lambda event: selection.PassDeadline(*_step(event)),
    events.ResumeRead: lambda event: NoteResumeRead(*_step(event)),
}
