"""What a batch reaches beyond what its commands name, where students hold several offers. Pure; loads nothing.

An acceptance may release the student's other invitations, and each of these moves the desk of another job.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from services.fair.applications.application import SubmitResume
from services.fair.applications.selection import AcceptInvitation, InviteApplicant
from services.fair.cards.approach import AcceptApproach
from services.fair.engine.case import Command
from services.fair.engine.world import World
from services.fair.fairs.fair import RELEASE, AmendFair, ScheduleFair

Student = tuple[UUID, str]
"""A student in a fair."""


@dataclass(slots=True)
class Reach:
    """Whose rows are needed. Fairs and applications that the batch names must be in the world already."""

    releasing: set[UUID] = field(default_factory=set)
    """The fairs in which an acceptance releases."""
    applicants: set[Student] = field(default_factory=set)
    """Whose number of matches may change."""
    holders: set[Student] = field(default_factory=set)
    """Whose other open invitations are needed, and the desks of their jobs."""
    desks: set[UUID] = field(default_factory=set)
    """Jobs to which a holder may be invited by the batch itself."""


def reach_of(commands: Iterable[Command], world: World) -> Reach:
    """What these commands reach."""
    reach, students, invited = Reach(), dict[UUID, Student](), list[tuple[Student, UUID]]()
    reach.releasing = {fair.id for fair in world.fairs.values() if fair.offers == RELEASE}
    for command in commands:
        if _begins_to_release(command):
            reach.releasing.add(command.fair)
        elif isinstance(command, SubmitResume):
            students[command.application] = command.fair, command.student
        elif isinstance(command, AcceptApproach):
            students[command.submission.application] = command.fair, command.submission.student
        elif isinstance(command, AcceptInvitation | InviteApplicant):
            student = students.get(command.application) or _student(world, command.application)
            if student is not None and isinstance(command, AcceptInvitation):
                _note_answer(reach, student)
            elif student is not None:
                invited.append((student, command.job))
    reach.desks = {job for student, job in invited if student in reach.holders}
    return reach


def _begins_to_release(command: Command) -> bool:
    """Whether its fair may release from here on."""
    if isinstance(command, AmendFair):
        return ("offers", RELEASE) in command.changes
    return isinstance(command, ScheduleFair) and command.offers == RELEASE


def asked_for(reach: Reach, world: World) -> set[Student]:
    """Whose number of matches the batch needs, once all its applications are loaded.

    In a fair that releases, of everybody who is named or sits at a desk: the batch itself may seat any of them where a
    place moves on, and who has a match must be known before it does.
    """
    here = ((row.fair, row.student) for row in world.applications.values())
    return reach.applicants | {student for student in here if student[0] in reach.releasing}


def _note_answer(reach: Reach, student: Student) -> None:
    reach.applicants.add(student)
    if student[0] in reach.releasing:
        reach.holders.add(student)


def _student(world: World, application: UUID) -> Student | None:
    row = world.applications.get(application)
    return (row.fair, row.student) if row is not None else None
