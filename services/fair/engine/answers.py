"""What the read API answers, as models: for its OpenAPI document and for nothing else.

The handlers build their answers themselves, from rows; a test holds both against each other. What lists may be asked
stands in asked.py.
"""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import AnyUrl, AwareDatetime, BaseModel, ConfigDict, Field

from schemas.application import ApplicationState
from schemas.booth import BoothFields, Opening
from schemas.catalog import BoothState, FairState, JobState
from schemas.fair import FairFields
from schemas.job import JobFields
from schemas.resume import Facets

Item = TypeVar("Item")
POSITION = "A place in the log, `topic:partition:offset`, as receipts name it."


class Asked(BaseModel):
    """What every read takes."""

    after: str | None = Field(None, description=f"{POSITION} Answers once that record is decided, within 5 s.")


class Paged(Asked):
    """What every list takes."""

    limit: int = Field(50, ge=1, le=100, description="How many items at most.")
    cursor: str | None = Field(None, description="`next_cursor` of the page before.")


class Granted(BaseModel):
    """The signed part of an attachment's address."""

    expires: int = Field(description="Seconds since the epoch.")
    signature: str


class Page(BaseModel, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    next_cursor: str | None = Field(description="Null on the last page.")


class TabbedPage(Page[Item], Generic[Item]):
    """A page of a list whose items have states."""

    counts: dict[str, int] | None = Field(None, description="With `counts=true`: how many there are in each state.")


class Receipt(BaseModel):
    """Where a record stands and when the log took it."""

    position: str = Field(description=POSITION)
    accepted_at: AwareDatetime


class Flag(BaseModel):
    """One thing that is wrong with a job's ad; docs/advertisements.md tells the kinds."""

    kind: str = Field(description="`missing`, or the ground on which people are shut out.")
    field: str
    phrase: str = Field(description="The words as they stand in the field; empty where a part is missing.")
    rule: str = Field(description="The law against which it is held.")


class Outcome(BaseModel):
    """What became of a write. `flags` are the phrases for which an ad was refused (`ad_refused`)."""

    outcome: Literal["applied", "unchanged", "refused"]
    reason: str | None = None
    state: str | None = Field(None, description="Which state of the application a refused step met.")
    flags: list[Flag] | None = None
    receipt: Receipt


class OutcomeOfItem(Outcome):
    """What became of one event of a bulk action."""

    event_id: UUID


class OutcomesOfItems(BaseModel):
    """The events of a bulk action that are decided, in the log's order, and how many came to which outcome."""

    items: list[OutcomeOfItem]
    outcomes: dict[str, int]


class Booth(BoothFields):
    """An enterprise's place in a fair."""

    id: str = Field(description="The enterprise's `org`.")
    fair: UUID
    org: str
    state: BoothState
    reason: str | None = None
    created_at: AwareDatetime
    hours: list[Opening] = Field(description="Empty where it is open for as long as the fair.")
    open_now: bool
    response_time_s_median: int | None = Field(
        None, description="From a submission to the enterprise's first step; as of the last fifth answer, within 2%."
    )
    responses: int | None = Field(None, description="Of how many answers; a multiple of 5, missing below it.")


class Booths(TabbedPage[Booth]):
    """A page of them."""


class Fair(FairFields):
    """A fair as it is listed."""

    id: UUID
    org: str
    state: FairState
    created_at: AwareDatetime
    counters: dict[str, int]


class Fairs(Page[Fair]):
    """A page of them."""


class FairWithBooths(Fair):
    """One fair. Booths still to be judged are seen by its organizer and by whoever asked for them."""

    allows: list[str] = Field(description="What its state allows: docs/fair-states.md.")
    booths: list[Booth]


class Counters(BaseModel):
    """A fair's counters and up to which record of the log they count."""

    counters: dict[str, int]
    decided: str = Field(description=POSITION)
    as_of: AwareDatetime


class Minute(BaseModel):
    """The counters at the end of one minute."""

    at: AwareDatetime
    counters: dict[str, int]


class Timeline(BaseModel):
    """The newest 1,440 minutes in which something changed, oldest first."""

    items: list[Minute]


class Job(JobFields):
    """A job as it is listed.

    `applications` are those that stand, for its enterprise and the fair's organizer; for everybody else at least so
    many have been received: a multiple of 5, and 0 where they are fewer than 10.
    """

    id: UUID
    fair: UUID
    org: str
    enterprise: str | None = Field(None, description="The booth's name.")
    state: JobState
    applications: int
    applications_at_least: Literal[True] | None = Field(None, description="`applications` is a lower bound.")
    created_at: AwareDatetime
    flags: list[Flag] | None = Field(None, description="For the job's enterprise and the fair's organizer only.")


class Jobs(TabbedPage[Job]):
    """A page of them."""


class ThroughDrop(BaseModel):
    """The drop of a session through which an application came."""

    id: UUID
    place: int = Field(description="Its ordinal among all submissions through the drop, in log order.")
    admitted: bool = Field(description="Whether it got in, at once or later.")
    in_line: int | None = Field(None, description="While it waits: 1 moves up next. Told of one application only.")


class Application(BaseModel):
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


class ListedApplication(Application):
    """The same with the job's title and the booth's name."""

    title: str
    enterprise: str | None = None


class Applications(TabbedPage[ListedApplication]):
    """A page of them."""


class ApplicationWithWords(Application):
    """The same for those whom it concerns, with what either side wrote."""

    message: str | None = None
    invitation_message: str | None = None


class ApplicationsWithWords(TabbedPage[ApplicationWithWords]):
    """A page of them."""


class OwnApplication(ApplicationWithWords):
    """A student's own, with the job's title and the booth's name."""

    title: str
    enterprise: str | None = None


class OwnApplications(Page[OwnApplication]):
    """A page of them."""


class Step(BaseModel):
    """One entry of an application's history."""

    event: str
    at: AwareDatetime
    by: str
    reason: str | None = None


class OneApplication(ApplicationWithWords):
    """One application, with how many live ones stand before it and what has happened to it."""

    ahead: int
    history: list[Step]


class Ranked(BaseModel):
    """An application in a ranking, and where it stands now."""

    id: UUID
    state: ApplicationState
    place: int


class Ranking(BaseModel):
    """The enterprise's order of a job's applications, best first."""

    applications: list[UUID] = Field(description="As `PUT` said it.")
    items: list[Ranked]


class Resume(BaseModel):
    """A resume as it was submitted."""

    resume: dict[str, Any] = Field(description="JSON Resume.")
    attachment: AnyUrl | None = Field(description="Where the PDF is, for five minutes.")


class OwnResume(Resume):
    """The student's own, as it was saved last."""

    id: UUID
    facets: Facets
    saved_at: AwareDatetime


class Keys(BaseModel):
    """A JSON Web Key Set, RFC 7517."""

    model_config = ConfigDict(extra="allow")
    keys: list[dict[str, Any]]


class PagesConfig(BaseModel):
    """What the pages need to know."""

    live: str = Field(description="Where notify listens; empty for the page's own origin.")
    ingest: str = Field(description="Where ingest listens; empty for the page's own origin.")
