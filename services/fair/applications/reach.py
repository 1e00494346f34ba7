"""Which rows a batch may change beyond those that its commands name, in fairs with several offers. Loads nothing.

An acceptance may release the student's other invitations, and each released invitation changes another job's desk.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from services.fair.applications.rows import ApplicationRows, StudentKey
from services.fair.fairs.fair import RELEASE
from services.fair.fairs.rows import FairRows


@dataclass(slots=True)
class Reach:
    """The students and desks that a batch may change."""

    releasing: set[UUID] = field(default_factory=set)
    """The fairs in which an acceptance releases other offers."""
    applicants: set[StudentKey] = field(default_factory=set)
    """Students whose number of matches may change."""
    holders: set[StudentKey] = field(default_factory=set)
    """Students whose other open invitations are needed, with the desks of those jobs."""
    desks: set[UUID] = field(default_factory=set)
    """Jobs whose invitation a student may get within this batch."""


def reach_of(fairs: FairRows, rows: ApplicationRows) -> Reach:
    """Compute the reach. The batch's fairs and the applications that it names must be loaded."""
    reach, wanted = Reach(), rows.wanted
    reach.releasing = {fair.id for fair in fairs.fairs.values() if fair.offers == RELEASE} | fairs.releasing
    for application in wanted.accepted:
        if (student := _student(rows, application)) is not None:
            reach.applicants.add(student)
            if student[0] in reach.releasing:
                reach.holders.add(student)
    reach.desks = {job for application, job in wanted.invited if _student(rows, application) in reach.holders}
    return reach


def asked_for(reach: Reach, rows: ApplicationRows) -> set[StudentKey]:
    """The students whose number of matches the batch needs, once all its applications are loaded.

    In a fair that releases, these are all students who are named or at a desk: the batch itself may invite any of them
    when an opening moves on, and must know before whether they have a match.
    """
    here = ((row.fair, row.student) for row in rows.applications.values())
    return reach.applicants | {student for student in here if student[0] in reach.releasing}


def _student(rows: ApplicationRows, application: UUID) -> StudentKey | None:
    """The student of this application: from the stored row, or from the submission in the batch."""
    row = rows.applications.get(application)
    return (row.fair, row.student) if row is not None else rows.wanted.students.get(application)
