"""The answers of the reads of applications and their query parameters. Resumes: `resumes/answers.py`."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.application import ApplicationState
from schemas.resume import Facets
from schemas.words import Degree
from services.fair.kernel.answer import Answer, ForSome, Page, Receipt, TabbedPage
from services.fair.kernel.asked import Tabs


class ApplicationsAsked(Tabs):
    """A list of applications."""

    state: ApplicationState | None = None


class ApplicationsOfFairAsked(ApplicationsAsked):
    """Filters of a fair's applications."""

    org: str | None = None
    job: UUID | None = None
    degree: Degree | None = None
    region: str | None = Field(None, description="The student's.")
    q: str | None = Field(None, description="A part of the job's title.")
    since: AwareDatetime | None = Field(None, description="Received at this time or later.")
    until: AwareDatetime | None = Field(None, description="Received before this time.")
    highlights: bool = Field(False, description="Say also where the words of `q` stand.")


class AssignedAsked(ApplicationsAsked):
    """A job's applications."""

    assignee: str | None = Field(None, description="Only those that this person deals with.")


class ThroughDrop(Answer):
    """The drop of a session through which an application came."""

    id: UUID
    place: int = Field(description="Its ordinal among all submissions through the drop, in log order.")
    admitted: bool = Field(description="Whether it got in, at once or later.")
    in_line: int | None = Field(None, description="While it waits: 1 moves up next. Told of one application only.")


class Application(Answer):
    """An application as it is listed: no contact, only coarse facets."""

    id: UUID
    job: UUID
    fair: UUID
    org: str
    student: str
    facets: Facets
    state: ApplicationState
    reason: str | None = None
    place: int = Field(description="Its ordinal among all submissions to the job, in log order; it never shifts.")
    receipt: Receipt
    created_at: AwareDatetime
    deadline: AwareDatetime | None = Field(None, description="Until when its invitation can, or could, be answered.")
    invited_at: AwareDatetime | None = None
    drop: ThroughDrop | None = None


class TitleHighlights(Answer):
    """Where the words of a query stand: [begin, end) of each range, in Unicode characters of the field."""

    title: list[tuple[int, int]] | None = None


class ListedApplication(Application):
    """The same with the job's title and the booth's name."""

    title: str
    enterprise: str | None = None
    highlights: Annotated[TitleHighlights | None, ForSome()] = Field(None, description="With `highlights=true`.")


class Applications(TabbedPage[ListedApplication]):
    """A page of them."""

    suggestion: str | None = Field(None, description="Where nothing is found: the nearest query that finds something.")


class ApplicationWithWords(Application):
    """The same for those whom it concerns, with what either side wrote."""

    message: Annotated[str | None, ForSome()] = None
    invitation_message: Annotated[str | None, ForSome()] = None


class OwnApplication(ApplicationWithWords):
    """A student's own, with the job's title and the booth's name."""

    title: str
    enterprise: str | None = None


class OwnApplications(Page[OwnApplication]):
    """A page of them."""


class Assignment(Answer):
    """Who of the enterprise deals with it, since when, by whose word."""

    to: str
    by: str
    at: AwareDatetime
    note: str | None = None


class Assigned(Answer):
    """What of an application is the enterprise's alone."""

    assignee: Annotated[str | None, ForSome()] = None
    assignment: Annotated[Assignment | None, ForSome()] = None


class ApplicationOfJob(ApplicationWithWords, Assigned):
    """An application, for the job's enterprise."""


class ApplicationsOfJob(TabbedPage[ApplicationOfJob]):
    """A page of them."""


class Step(Answer):
    """One entry of an application's history."""

    event: str
    at: AwareDatetime
    by: str
    reason: str | None = None


class OneApplication(ApplicationWithWords):
    """One application, with how many live ones stand before it and what has happened to it."""

    ahead: int
    history: list[Step]


class OneApplicationSeen(OneApplication, Assigned):
    """One application; its enterprise also sees the person assigned to it."""


class Ranked(Answer):
    """An application in a ranking, and where it stands now."""

    id: UUID
    state: ApplicationState
    place: int


class Ranking(Answer):
    """The enterprise's order of a job's applications, best first."""

    applications: list[UUID] = Field(description="As `PUT` said it.")
    items: list[Ranked]
