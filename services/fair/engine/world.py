"""The world of one batch: the rows it touches, in memory, while its records are decided one after the other.

Pure bookkeeping between the store, which fills it and writes back what changed, and the domain, which decides.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from services.fair.applications.application import (
    AT_THE_DESK,
    Applicant,
    Application,
    Moved,
    NoteResumeRead,
    SubmitResume,
    WithdrawApplication,
)
from services.fair.applications.footprints import Footprints
from services.fair.applications.selection import Step, open_invitations
from services.fair.booths.booth import AmendBooth, ApproveBooth, Booth, RefuseBooth, RequestBooth
from services.fair.cards.approach import AcceptApproach, ApproachCard, ApproachStep
from services.fair.cards.card import HideCard, ShowCard
from services.fair.cards.rows import CardRows
from services.fair.closing_round.closing_round import ClosingRoundHeld, HoldClosingRound, matched
from services.fair.closing_round.rows import RoundRows
from services.fair.closing_round.wishes import RankJobs
from services.fair.engine.case import Case, Command, Outcome, decide, evolve, follow, moves_others
from services.fair.engine.counters import none_yet, recount
from services.fair.engine.touched import OfApplication, OfJob, Touched
from services.fair.fairs.fair import RELEASE, ArchiveFair, CloseFair, Fair, ReopenFair
from services.fair.jobs.job import AmendJob, CloseJob, Job, PublishJob, RankApplicants
from services.fair.kernel.said import Said
from services.fair.sessions.rows import MOVES_THE_STAGE, Stage, follow_on_stage
from services.fair.sessions.session import OfSession, ScheduleSession, Staged
from services.fair.staff.rows import StaffRows
from services.fair.staff.staff import HandOverApplicant, JoinStaff, MakeStaffLink, RemoveStaff, RevokeStaffLink


@dataclass(slots=True)
class Books:
    """A fair's counters, up to which record they count, and that record's time. `minutes` holds each minute's end."""

    counters: dict[str, int]
    decided: str
    as_of: datetime
    minutes: dict[datetime, dict[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class World:
    """Rows by key, and which of them changed."""

    fairs: dict[UUID, Fair] = field(default_factory=dict)
    booths: dict[tuple[UUID, str], Booth] = field(default_factory=dict)
    jobs: dict[UUID, Job] = field(default_factory=dict)
    applications: dict[UUID, Application] = field(default_factory=dict)
    applicants: dict[tuple[UUID, str], Applicant] = field(default_factory=dict)
    desks: dict[UUID, dict[UUID, None]] = field(default_factory=dict)
    """Of the jobs whose desk was asked for: the ids of those at it, in order of their coming."""
    held: dict[tuple[UUID, str], dict[UUID, None]] = field(default_factory=dict)
    """Of the students whose offers were asked for: their applications that are invited."""
    employer_first: CardRows = field(default_factory=CardRows)
    crew: StaffRows = field(default_factory=StaffRows)
    footprints: Footprints = field(default_factory=Footprints)
    closing: RoundRows = field(default_factory=RoundRows)
    books: dict[UUID, Books] = field(default_factory=dict)
    stage: Stage = field(default_factory=Stage)
    changed: Touched = field(default_factory=Touched)
    announced: set[UUID] = field(default_factory=set)
    """Jobs that the catalog must hear of: new ones, and those with another state."""
    rewritten: set[UUID] = field(default_factory=set)
    """Jobs of which more changed than the numbers of their submissions."""

    def now(self, fair: UUID, log_time: datetime) -> datetime:
        """The time of a decision: the record's, but never before the fair's last one."""
        books = self.books.get(fair)
        return max(books.as_of, log_time) if books else log_time

    def take(self, command: Command, said: Said) -> list[tuple[Case, Outcome]]:
        """Decide one command and keep what it changed: its own outcome first, then what follows by itself.

        Each with the case as it is afterwards.
        """
        before = self._case(command)
        return self._happen(before, decide(before, command, said), said)

    def _happen(self, before: Case, outcome: Outcome, said: Said) -> list[tuple[Case, Outcome]]:
        """Keep what an outcome changed, what follows by itself, and what follows on that: a place moves on."""
        after = self._evolve(before, outcome, said)
        self.footprints.note_read(outcome)
        return [(after, outcome), *self._follow(before, after, outcome, said)]

    def _follow(self, before: Case, after: Case, outcome: Outcome, said: Said) -> list[tuple[Case, Outcome]]:
        taken: list[tuple[Case, Outcome]] = []
        if isinstance(outcome, ClosingRoundHeld):
            taken += self._place(outcome, said)
        if moves_others(before, outcome):
            for moved in follow(before, self._with_others(after), outcome, said):
                taken += self._happen(self._case_of(moved.application), moved, said)
        if isinstance(outcome, MOVES_THE_STAGE):
            for one, then in follow_on_stage(self.stage, self.applications, after, outcome, said):
                taken += self._happen(self._case_of(one) if isinstance(one, Application) else one, then, said)
        return taken

    def _place(self, held: ClosingRoundHeld, said: Said) -> list[tuple[Case, Outcome]]:
        """Keep the matches of a closing round: all of them, and then what follows on each."""
        placed = []
        for one in held.settled.matches:
            met, moved = self._case_of(self.applications[one.id]), matched(self.applications[one.id], said)
            placed.append((met, self._evolve(met, moved, said), moved))
        taken: list[tuple[Case, Outcome]] = [(then, moved) for _, then, moved in placed]
        for met, then, moved in placed:
            taken += self._follow(met, then, moved, said)
        self.closing.hold(held, said)
        return taken

    def _evolve(self, before: Case, outcome: Outcome, said: Said) -> Case:
        after = evolve(before, outcome)
        if after is not before:
            self._keep(before, after, said)
        if isinstance(outcome, Moved):
            self.stage.count(outcome, outcome.application, said.now)
        elif isinstance(outcome, Staged):
            self.stage.note(after, outcome, said)
        return after

    def _with_others(self, case: Case) -> Case:
        """The case with its job and its desk as they are now, and with what else its student lets go of."""
        if (fair := case.fair) is None or (application := case.application) is None:
            return case  # the fair closes, or an approach is accepted
        job = self.jobs[application.job]
        desk = tuple(self.applications[one] for one in self.desks.get(job.id, ()))
        invited = self.held.get((fair.id, application.student), ())
        held = tuple(self.applications[one] for one in self.closing.let_go(fair, invited))
        placed = frozenset(one.student for one in desk if self._is_placed(fair, one.student))
        return replace(case, job=job, desk=desk, held=held, placed=placed)

    def _is_placed(self, fair: Fair, student: str) -> bool:
        applicant = self.applicants.get((fair.id, student))
        return fair.offers == RELEASE and applicant is not None and applicant.matches > 0

    def _case_of(self, application: Application) -> Case:
        """The case of an application that moves without a command of its own."""
        key = (application.fair, application.student)
        rows = (self.fairs[application.fair], None, self.jobs[application.job])
        return Case(*rows, self.applications.get(application.id), self.applicants.get(key))

    def moved_applications(self) -> list[Application]:
        """Those that changed since this was asked last."""
        moved = [self.applications[one] for one in self.changed.applications]
        self.changed.applications.clear()
        return moved

    def seat(self, application: Application) -> None:
        """Keep who is at a desk that was asked for, and what is held by a student whose offers were."""
        desk = self.desks.get(application.job)
        if desk is not None:
            desk.pop(application.id, None)
            if application.state in AT_THE_DESK:
                desk[application.id] = None
        held = self.held.get((application.fair, application.student)) if self.held else None
        if held is not None:
            held.pop(application.id, None)
            if application.state == "invited":
                held[application.id] = None

    def _case(self, command: Command) -> Case:
        fair = self.fairs.get(command.fair)
        match command:
            case SubmitResume() | WithdrawApplication():
                return Case(
                    fair,
                    None,
                    self._job(command),
                    self._application(command),
                    self.applicants.get((command.fair, command.student)),
                    drop=self.stage.drop(command.fair, getattr(command, "drop", None)),
                )
            case NoteResumeRead():
                return Case(fair, application=self._application(command))
            case OfSession():
                return self._case_on_stage(fair, command)
            case Step():
                application = self._application(command)
                applicant = self.applicants.get((command.fair, application.student)) if application else None
                return Case(fair, job=self._job(command), application=application, applicant=applicant)
            case RankApplicants():
                job = self._job(command)
                known = (self.applications.get(one) for one in command.applications)
                ours = tuple(one for one in known if one is not None and one.job == command.job)
                return Case(fair, job=job, desk=ours)
            case PublishJob():
                return Case(fair, self.booths.get((command.fair, command.org)), self.jobs.get(command.job))
            case AmendJob() | CloseJob():
                return Case(fair, job=self._job(command))
            case HandOverApplicant():
                return Case(fair, application=self._application(command), crew=self.crew.met(command))
            case MakeStaffLink() | RevokeStaffLink() | JoinStaff() | RemoveStaff():
                return Case(fair, self.booths.get((command.fair, command.org)), crew=self.crew.met(command))
            case RequestBooth() | ApproveBooth() | RefuseBooth() | AmendBooth():
                return Case(fair, self.booths.get((command.fair, command.org)))
            case CloseFair() | ArchiveFair() | ReopenFair():
                return Case(fair, invited=open_invitations(self.applications.values(), command.fair))
            case AcceptApproach(submission=submission):
                return replace(self._case(submission), met=self.employer_first.met(command))
            case ApproachCard():
                booth, met = self.booths.get((command.fair, command.org)), self.employer_first.met(command)
                return Case(fair, booth, self._job(command), met=met)
            case RankJobs() | HoldClosingRound():
                return Case(fair, closing=self.closing.met(command, self.jobs))
            case ShowCard() | HideCard() | ApproachStep():
                return Case(fair, met=self.employer_first.met(command))
            case _:
                return Case(fair)

    def _case_on_stage(self, fair: Fair | None, command: OfSession) -> Case:
        booth = self.booths.get((command.fair, command.org)) if isinstance(command, ScheduleSession) else None
        return self.stage.case(fair, booth, self.jobs, command)

    def _job(self, command: OfJob) -> Job | None:
        """The job, if it is of the fair in whose log the command stands."""
        job = self.jobs.get(command.job)
        return job if job is not None and job.fair == command.fair else None

    def _application(self, command: OfApplication) -> Application | None:
        """The application, if it is of the job and of the fair that the command names."""
        application = self.applications.get(command.application)
        if application is None or (application.job, application.fair) != (command.job, command.fair):
            return None
        return application

    def _keep(self, before: Case, after: Case, said: Said) -> None:
        fair = after.fair
        assert fair is not None
        if fair is not before.fair:
            self.fairs[fair.id] = fair
            self.changed.fairs.add(fair.id)
        books = self.books.get(fair.id)
        if books is None:
            books = self.books[fair.id] = Books(none_yet(), said.position, said.now)
        if after.booth is not None and after.booth is not before.booth:
            key = (fair.id, after.booth.org)
            self.booths[key] = after.booth
            self.changed.booths.add(key)
            recount(books.counters, before.booth, after.booth)
        if after.job is not None and after.job is not before.job:
            self.jobs[after.job.id] = after.job
            self.changed.jobs.add(after.job.id)
            if self._is_rewritten(before.job, after.job):
                recount(books.counters, before.job, after.job)
        self._keep_application(before, after, books)
        self._keep_stage(before, after, books)
        self.employer_first.keep(before.met, after.met)
        self.crew.keep(before.crew, after.crew)
        self.closing.keep(before.closing, after.closing)
        books.minutes[said.now.replace(second=0, microsecond=0)] = dict(books.counters)

    def _is_rewritten(self, before: Job | None, after: Job) -> bool:
        """Whether more changed than the numbers of its submissions; the catalog hears of another state."""
        restated = before is None or before.state != after.state
        if restated:
            self.announced.add(after.id)
        if restated or before is None or before.terms is not after.terms or before.ranking is not after.ranking:
            self.rewritten.add(after.id)
            return True
        return False

    def _keep_application(self, before: Case, after: Case, books: Books) -> None:
        application, applicant = after.application, after.applicant
        if application is not None and application is not before.application:
            self.applications[application.id] = application
            self.changed.applications.add(application.id)
            self.seat(application)
            self.footprints.note_step(before.application, application)
            recount(books.counters, before.application, application)
            self.stage.keep_application(before.application, application)
        if applicant is not None and applicant is not before.applicant:
            key = (applicant.fair, applicant.student)
            self.applicants[key] = applicant
            self.changed.applicants.add(key)
            recount(books.counters, before.applicant, applicant)

    def _keep_stage(self, before: Case, after: Case, books: Books) -> None:
        """A drop comes with its session, which is kept first."""
        if after.session is not None and after.session is not before.session:
            self.stage.keep_session(before.session, after.session)
            recount(books.counters, before.session, after.session)
        if after.drop is not None and after.drop is not before.drop:
            self.stage.keep_drop(before.drop, after.drop)
            recount(books.counters, before.drop, after.drop)

    def advance(self, fair: UUID, said: Said) -> None:
        """Every record of a fair, whatever became of it, moves what its counters include."""
        books = self.books.get(fair)
        if books is not None:
            books.decided, books.as_of = said.position, said.now
