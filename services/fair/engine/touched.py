"""Which rows a batch may touch, as far as its commands say; the rest follows from what is loaded. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from services.fair.applications.application import NoteResumeRead, SubmitResume, WithdrawApplication
from services.fair.applications.selection import AcceptInvitation, DeclineInvitation, PassDeadline, Step
from services.fair.booths.booth import AmendBooth, ApproveBooth, RefuseBooth, RequestBooth
from services.fair.cards.approach import AcceptApproach, ApproachCard
from services.fair.cards.rows import CARD_COMMANDS, CardCommand, TouchedCards
from services.fair.closing_round.wishes import RankJobs
from services.fair.engine.case import Command
from services.fair.fairs.fair import ArchiveFair, CloseFair, PublishFair, ReopenFair
from services.fair.jobs.job import AmendJob, CloseJob, PublishJob, RankApplicants
from services.fair.sessions.drop import CloseDrop, DropJob, ExtendDrop
from services.fair.sessions.question import OfQuestion
from services.fair.sessions.question_rows import TouchedQuestions
from services.fair.sessions.session import AmendSession, EndSession, OfSession, PinJob, ScheduleSession
from services.fair.staff.rows import CREW_COMMANDS, CrewCommand, TouchedCrew
from services.fair.staff.staff import HandOverApplicant

OfJob = AmendJob | CloseJob | SubmitResume | WithdrawApplication | RankApplicants | ApproachCard | Step
OfApplication = SubmitResume | WithdrawApplication | NoteResumeRead | HandOverApplicant | Step
"""The commands that name a job of the fair, or an application to one."""


@dataclass(frozen=True, slots=True)
class Touched:
    """The keys of the rows that a batch may touch."""

    fairs: set[UUID] = field(default_factory=set)
    booths: set[tuple[UUID, str]] = field(default_factory=set)
    jobs: set[UUID] = field(default_factory=set)
    applications: set[UUID] = field(default_factory=set)
    applicants: set[tuple[UUID, str]] = field(default_factory=set)
    desks: set[UUID] = field(default_factory=set)
    """Jobs of which all that are invited or shortlisted are needed: what is done may move another one up."""
    questions: TouchedQuestions = field(default_factory=TouchedQuestions)
    closing: set[UUID] = field(default_factory=set)
    """Fairs whose open invitations are needed, the first by the log's order."""
    wishes: set[tuple[UUID, str]] = field(default_factory=set)
    employer_first: TouchedCards = field(default_factory=TouchedCards)
    sessions: set[UUID] = field(default_factory=set)
    drops: set[UUID] = field(default_factory=set)
    stages: set[UUID] = field(default_factory=set)
    """Sessions of which all drops are needed: one is dropped, or all end."""
    finales: set[UUID] = field(default_factory=set)
    """Those that end, with the lines of all their drops."""
    endings: set[UUID] = field(default_factory=set)
    """Fairs of which all live sessions are needed, since they end with the fair."""
    publications: set[UUID] = field(default_factory=set)
    """Fairs of which all sessions are needed: nobody has heard of their rooms yet."""
    lines: set[UUID] = field(default_factory=set)
    """Drops whose whole line is needed."""
    crew: TouchedCrew = field(default_factory=TouchedCrew)

    def add(self, command: Command) -> None:
        """Note what `command` will look at."""
        self.fairs.add(command.fair)
        match command:
            case RequestBooth() | ApproveBooth() | RefuseBooth() | AmendBooth():
                self.booths.add((command.fair, command.org))
            case PublishJob():
                self.booths.add((command.fair, command.org))
                self.jobs.add(command.job)
            case AmendJob() | CloseJob():
                self.jobs.add(command.job)
            case SubmitResume() | WithdrawApplication():
                self.jobs.add(command.job)
                self.applications.add(command.application)
                self.applicants.add((command.fair, command.student))
                if isinstance(command, WithdrawApplication):
                    self.desks.add(command.job)
                elif command.drop is not None:
                    self.drops.add(command.drop)
            case Step():
                self.jobs.add(command.job)
                self.applications.add(command.application)
                if isinstance(command, AcceptInvitation | DeclineInvitation | PassDeadline):
                    self.desks.add(command.job)
            case RankApplicants():
                self.jobs.add(command.job)
                self.applications.update(command.applications)
            case NoteResumeRead():
                self.applications.add(command.application)
            case RankJobs():
                self.jobs.update(command.jobs)
                self.wishes.add((command.fair, command.student))
            case OfSession():
                self.sessions.add(command.session)
                self._add_staged(command)
            case PublishFair():
                self.publications.add(command.fair)
            case ReopenFair():
                self.closing.add(command.fair)
            case CloseFair() | ArchiveFair():
                self.closing.add(command.fair)
                self.endings.add(command.fair)
        if isinstance(command, CARD_COMMANDS):
            self._add_employer_first(command)
        if isinstance(command, CREW_COMMANDS):
            self._add_crew(command)

    def _add_crew(self, command: CrewCommand) -> None:
        self.crew.add(command)
        if isinstance(command, HandOverApplicant):
            self.applications.add(command.application)
        else:
            self.booths.add((command.fair, command.org))

    def _add_employer_first(self, command: CardCommand) -> None:
        self.employer_first.add(command)
        match command:
            case ApproachCard():
                self.booths.add((command.fair, command.org))
                self.jobs.add(command.job)
            case AcceptApproach(submission=submission):
                self.add(submission)

    def _add_staged(self, command: OfSession) -> None:
        match command:
            case ScheduleSession(org=org):
                self.booths.add((command.fair, org))
            case DropJob():
                self.stages.add(command.session)
            case EndSession():
                self.stages.add(command.session)
                self.finales.add(command.session)
            case ExtendDrop(drop=drop):
                self.drops.add(drop)
            case CloseDrop(drop=drop):
                self.drops.add(drop)
                self.lines.add(drop)
            case OfQuestion():
                self.questions.add(command)
        self.jobs.update(shown_by(command))


def shown_by(command: OfSession) -> list[UUID]:
    """The jobs that a host's command names."""
    match command:
        case ScheduleSession(run_of_show=slots):
            return [slot.job for slot in slots]
        case AmendSession(changes=changes):
            return [slot.job for slot in dict(changes).get("run_of_show", ())]
        case PinJob(job=job) | DropJob(job=job):
            return [] if job is None else [job]
        case _:
            return []
