"""From the wire to the domain: records become commands here, and nowhere else. `telling.py` is the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from plumbing.eventlog.reading import Reader, Received, Unreadable
from schemas import application, booth, card, closing_round, fair, job, question, session, staff
from schemas.envelope import BadEnvelope, Envelope
from schemas.event import Event
from schemas.registry import EVENT_TYPES, key_of
from services.fair.applications import selection
from services.fair.applications.application import NoteResumeRead, Resume, SubmitResume, WithdrawApplication
from services.fair.booths.booth import AmendBooth, ApproveBooth, Opening, RefuseBooth, RequestBooth
from services.fair.cards import approach
from services.fair.cards import card as cards
from services.fair.closing_round.closing_round import HoldClosingRound
from services.fair.closing_round.wishes import RankJobs
from services.fair.engine.calendar import outside_of_calendar
from services.fair.engine.case import Command
from services.fair.fairs import fair as fairs
from services.fair.jobs.job import AmendJob, CloseJob, PublishJob, RankApplicants
from services.fair.jobs.terms import Salary, Terms
from services.fair.sessions import drop, mute
from services.fair.sessions import question as questions
from services.fair.sessions import session as sessions
from services.fair.staff import staff as staffing

DECIDED_APART = (fair.FairClosed, fair.FairArchived, fair.FairReopened, closing_round.ClosingRoundHeld)
"""The events of which the decision looks at more of a fair than it names: all before must be written."""


Told = Received[Envelope, Event]
"""One good record of fair's logs. A name for annotations: construct `Received`, and test for it."""


def _event_of(envelope: Envelope, value: bytes) -> Event:
    model = EVENT_TYPES.get(envelope.type)
    if model is None:
        raise Unreadable(f"the type {envelope.type[:100]} is unknown")
    try:
        event = model.model_validate_json(value)
    except ValidationError as error:
        raise Unreadable(_first_problem(error)) from error
    if name := outside_of_calendar(event):
        raise Unreadable(f"{name} is outside of the calendar")
    return event


def _first_problem(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc'])) or 'value'}: {first['msg']}"


read = Reader(Envelope.from_headers, _event_of, key_of, unreadable=(Unreadable, BadEnvelope))
"""The event in a record, or the bad record that it is."""


def command_of(event: Event) -> Command:
    """The command that an event of the fairs topic asks for."""
    return _COMMANDS[type(event)](event)


def _schedule(event: fair.FairScheduled) -> Command:
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
    )


def _amend_fair(event: fair.FairAmended) -> Command:
    given = {name: getattr(event.changes, name) for name in sorted(event.changes.model_fields_set)}
    return fairs.AmendFair(event.fair, tuple(given.items()))


def _request(event: booth.BoothRequested) -> Command:
    return RequestBooth(
        event.fair,
        event.org,
        event.name,
        event.uscc,
        event.nature,
        event.industry,
        event.region,
        event.intro,
    )


def _amend_booth(event: booth.BoothAmended) -> Command:
    given = {name: getattr(event.changes, name) for name in sorted(event.changes.model_fields_set)}
    if "hours" in given:
        given["hours"] = tuple(Opening(one.begins, one.ends) for one in given["hours"] or ())
    return AmendBooth(event.fair, event.org, tuple(given.items()))


def _booth_link(event: Any) -> tuple[UUID, str, UUID]:
    return event.fair, event.org, event.link


def _publish(event: job.JobPublished) -> Command:
    given: dict[str, Any] = {name: getattr(event, name) for name in job.JobFields.model_fields}
    return PublishJob(event.fair, event.org, event.job, Terms(**_frozen(given)))


def _amend(event: job.JobAmended) -> Command:
    given = {name: getattr(event.changes, name) for name in sorted(event.changes.model_fields_set)}
    return AmendJob(event.fair, event.job, tuple(_frozen(given).items()))


def _frozen(given: dict[str, Any]) -> dict[str, Any]:
    """Lists and models as the tuples that the domain holds."""
    majors: Sequence[str] | None = given.get("majors")
    salary: job.Salary | None = given.get("salary")
    if majors is not None:
        given["majors"] = tuple(majors)
    if salary is not None:
        given["salary"] = Salary(salary.min, salary.max, salary.period, salary.currency)
    return given


def _submit(event: application.ResumeSubmitted | card.ApproachAccepted) -> SubmitResume:
    shown, facets = event.resume, event.resume.facets
    submitted = Resume(shown.resume, shown.sha256, shown.attachment, facets.degree, facets.major, facets.region)
    through = event.drop if isinstance(event, application.ResumeSubmitted) else None
    return SubmitResume(event.fair, event.job, event.application, event.student, submitted, event.message, through)


def _show(event: card.CardShown) -> Command:
    wants = event.wants
    wanted = cards.Wants(tuple(wants.regions), tuple(wants.industries), tuple(wants.employment_types))
    facets = cards.Facets(event.facets.degree, event.facets.major, event.facets.region)
    return cards.ShowCard(event.fair, event.student, event.card, facets, wanted)


def _approach(event: card.EnterpriseApproached) -> Command:
    ids = (event.fair, event.org, event.job, event.card, event.approach)
    return approach.ApproachCard(*ids, event.deadline, event.message)


def _approach_step(event: Any) -> tuple[UUID, UUID, UUID]:
    return event.fair, event.job, event.approach


def _withdraw(event: application.ApplicationWithdrawn) -> Command:
    return WithdrawApplication(event.fair, event.job, event.application, event.student)


def _schedule_session(event: session.FairSessionScheduled) -> Command:
    plan = (event.title, event.starts_at, event.stream_url, _slots(event.run_of_show))
    return sessions.ScheduleSession(event.fair, event.session, event.org, *plan)


def _amend_session(event: session.FairSessionAmended) -> Command:
    given: dict[str, Any] = {name: getattr(event.changes, name) for name in sorted(event.changes.model_fields_set)}
    if "run_of_show" in given:
        given["run_of_show"] = _slots(given["run_of_show"])
    return sessions.AmendSession(event.fair, event.session, tuple(given.items()))


def _slots(run_of_show: Sequence[session.Slot]) -> tuple[sessions.Slot, ...]:
    return tuple(sessions.Slot(slot.job, slot.minutes, slot.cap) for slot in run_of_show)


def _of_question(event: Any) -> tuple[UUID, UUID, UUID]:
    return event.fair, event.session, event.question


def _on_stage(event: Any) -> tuple[UUID, UUID]:
    return event.fair, event.session


def _step(event: Any) -> tuple[UUID, UUID, UUID]:
    return event.fair, event.job, event.application


def _choice(event: Any) -> tuple[UUID, UUID, UUID, str | None]:
    return *_step(event), event.reason


_COMMANDS: dict[type[Event], Callable[[Any], Command]] = {
    fair.FairScheduled: _schedule,
    fair.FairAmended: _amend_fair,
    fair.FairPublished: lambda event: fairs.PublishFair(event.fair),
    fair.FairOpened: lambda event: fairs.OpenFair(event.fair),
    fair.FairPaused: lambda event: fairs.PauseFair(event.fair),
    fair.FairResumed: lambda event: fairs.ResumeFair(event.fair),
    fair.FairClosingStarted: lambda event: fairs.WindDownFair(event.fair),
    fair.FairClosed: lambda event: fairs.CloseFair(event.fair),
    fair.FairReopened: lambda event: fairs.ReopenFair(event.fair, event.ends_at),
    fair.FairArchived: lambda event: fairs.ArchiveFair(event.fair),
    booth.BoothRequested: _request,
    booth.BoothApproved: lambda event: ApproveBooth(event.fair, event.org),
    booth.BoothAmended: _amend_booth,
    staff.StaffLinkMade: lambda event: staffing.MakeStaffLink(
        *_booth_link(event), event.sha256, event.role, event.uses, event.expires_at
    ),
    staff.StaffLinkRevoked: lambda event: staffing.RevokeStaffLink(*_booth_link(event)),
    staff.StaffJoined: lambda event: staffing.JoinStaff(*_booth_link(event), event.person),
    staff.StaffRemoved: lambda event: staffing.RemoveStaff(event.fair, event.org, event.person),
    staff.ApplicantHandedOver: lambda event: staffing.HandOverApplicant(*_step(event), event.to, event.note),
    booth.BoothRefused: lambda event: RefuseBooth(event.fair, event.org, event.reason),
    job.JobPublished: _publish,
    job.JobAmended: _amend,
    job.JobClosed: lambda event: CloseJob(event.fair, event.job, event.reason),
    application.ResumeSubmitted: _submit,
    application.ApplicationWithdrawn: _withdraw,
    application.ApplicationViewed: lambda event: selection.ViewApplication(*_choice(event)),
    application.ApplicantShortlisted: lambda event: selection.ShortlistApplicant(*_choice(event)),
    application.ApplicantInvited: lambda event: selection.InviteApplicant(
        *_choice(event), event.deadline, event.message, event.overbook
    ),
    application.InvitationAccepted: lambda event: selection.AcceptInvitation(*_step(event)),
    application.InvitationDeclined: lambda event: selection.DeclineInvitation(*_step(event)),
    application.ApplicationRefused: lambda event: selection.RefuseApplication(*_choice(event)),
    application.ApplicantHired: lambda event: selection.HireApplicant(*_choice(event)),
    application.DeadlinePassed: lambda event: selection.PassDeadline(*_step(event)),
    job.ApplicantsRanked: lambda event: RankApplicants(event.fair, event.job, tuple(event.applications)),
    closing_round.JobsRanked: lambda event: RankJobs(event.fair, event.student, tuple(event.jobs)),
    closing_round.ClosingRoundHeld: lambda event: HoldClosingRound(event.fair, event.round),
    session.FairSessionScheduled: _schedule_session,
    session.FairSessionAmended: _amend_session,
    session.FairSessionStarted: lambda event: sessions.StartSession(*_on_stage(event)),
    session.FairSessionPaused: lambda event: sessions.PauseSession(*_on_stage(event)),
    session.FairSessionResumed: lambda event: sessions.ResumeSession(*_on_stage(event)),
    session.FairSessionEnded: lambda event: sessions.EndSession(*_on_stage(event)),
    session.JobDropped: lambda event: drop.DropJob(*_on_stage(event), event.drop, event.job, event.cap),
    session.DropExtended: lambda event: drop.ExtendDrop(*_on_stage(event), event.drop, event.cap),
    session.DropClosed: lambda event: drop.CloseDrop(*_on_stage(event), event.drop),
    session.JobPinned: lambda event: sessions.PinJob(*_on_stage(event), event.job),
    session.HostAnnounced: lambda event: sessions.Announce(*_on_stage(event), event.text),
    session.CommenterMuted: lambda event: mute.MuteCommenter(*_on_stage(event), event.person),
    session.CommenterUnmuted: lambda event: mute.UnmuteCommenter(*_on_stage(event), event.person),
    question.QuestionAsked: lambda event: questions.AskQuestion(*_of_question(event), event.person, event.text),
    question.QuestionUpvoted: lambda event: questions.UpvoteQuestion(*_of_question(event), event.person),
    question.QuestionAnswered: lambda event: questions.AnswerQuestion(*_of_question(event), event.text),
    question.QuestionHidden: lambda event: questions.HideQuestion(*_of_question(event)),
    session.ViewersCounted: lambda event: sessions.CountViewers(
        *_on_stage(event), event.minute, event.viewers, event.peak
    ),
    application.ResumeRead: lambda event: NoteResumeRead(event.fair, event.job, event.application),
    card.CardShown: _show,
    card.CardHidden: lambda event: cards.HideCard(event.fair, event.student),
    card.EnterpriseApproached: _approach,
    card.ApproachAccepted: lambda event: approach.AcceptApproach(*_approach_step(event), _submit(event)),
    card.ApproachDeclined: lambda event: approach.DeclineApproach(*_approach_step(event)),
    card.ApproachDeadlinePassed: lambda event: approach.PassApproachDeadline(*_approach_step(event)),
}
