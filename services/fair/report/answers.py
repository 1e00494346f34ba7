"""The answers of the report and the breakdown, and the query parameters of these and of exports."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from schemas.application import ApplicationState
from schemas.catalog import FairState, JobState
from schemas.session import HostRole, SessionState
from services.fair.kernel.answer import POSITION, Answer
from services.fair.kernel.asked import Asked
from services.fair.sessions.answers import MinuteOfSession


class FileAsked(Asked):
    """A file for people."""

    lang: Literal["zh", "en"] | None = Field(None, description="Else as `Accept-Language` says, else English.")


class ExportAsked(FileAsked):
    """An export. `kind`: booths, jobs, applications or matches; `format`: csv or xlsx."""

    state: ApplicationState | None = Field(None, description="Of applications only.")


class BreakdownAsked(Asked):
    """A breakdown."""

    by: Literal["region", "degree", "industry"] = Field(description="The student's, or the job's industry.")


class Cell(Answer):
    """A cell of a breakdown."""

    value: str | None = Field(description="Null: those who said none.")
    applications: int = Field(description="Rounded down to a multiple of `base`.")


class Breakdown(Answer):
    """Applications received, withdrawn ones included, by cell; no cell under 5 can be told from it."""

    by: Literal["region", "degree", "industry"]
    received: int = Field(description="How many are counted: up to the last multiple of `base`.")
    base: int
    withheld_below: int = Field(description="Smaller cells are not given.")
    cells: list[Cell]


class ReportedFair(Answer):
    """Which fair a report is of."""

    id: UUID
    title: str
    host: str
    state: FairState
    starts_at: AwareDatetime
    ends_at: AwareDatetime


class Funnel(Answer):
    """How far applications came. `viewed`, `shortlisted`, `invited`: ever; `accepted` includes who was hired."""

    applications: int = Field(description="All but withdrawn ones.")
    viewed: int = Field(description="The enterprise took any first step.")
    shortlisted: int
    invited: int
    accepted: int
    hired: int
    refused: int
    withdrawn: int
    declined: int
    expired: int
    answered: int = Field(description="Those of which the times to respond are.")
    median_s: float | None = Field(description="From the receipt to the enterprise's first step.")
    p90_s: float | None


class FunnelOfEnterprise(Funnel):
    """The funnel of one enterprise."""

    org: str
    enterprise: str | None


class FunnelOfValue(Funnel):
    """The funnel of one industry (of the job, else the booth), region or degree (of the student)."""

    value: str | None = Field(description="Null: those who said none.")


class Places(Answer):
    """Places, and those that no match has taken."""

    headcount: int
    matches: int
    unfilled: int


class PlacesOfEnterprise(Places):
    """Those of one enterprise."""

    org: str
    enterprise: str


class PlacesOfJob(Places):
    """Those of one job."""

    job: UUID
    title: str
    org: str
    enterprise: str | None
    state: JobState
    applications: int


class Unfilled(Places):
    """Places by enterprise and by job: the jobs with the most unfilled, at most 10,000."""

    by_enterprise: list[PlacesOfEnterprise]
    jobs: list[PlacesOfJob]
    jobs_left_out: int


class ReportedSession(Answer):
    """One session. `applications` stand; `submissions` and the rest are counted as they happened."""

    id: UUID
    title: str
    org: str
    host: HostRole
    state: SessionState
    starts_at: AwareDatetime
    started_at: AwareDatetime | None
    ended_at: AwareDatetime | None
    drops: int
    viewers_peak: int
    applications: int
    admitted: int
    submissions: int
    waitlisted: int
    moved_up: int
    views: int
    shortlisted: int
    questions: int
    answered: int
    clicks: int = Field(description="How often viewers went to drops.")
    comments: int = Field(description="All that were posted, hidden ones too.")
    reactions: int


class ReportedMinute(MinuteOfSession):
    """One minute of a session."""

    session: UUID


class Report(Answer):
    """A fair's report: all of it as of one record of the log."""

    fair: ReportedFair
    as_of: AwareDatetime
    decided: str = Field(description=POSITION)
    counters: dict[str, int]
    total: Funnel
    by_enterprise: list[FunnelOfEnterprise]
    by_industry: list[FunnelOfValue]
    by_region: list[FunnelOfValue]
    by_degree: list[FunnelOfValue]
    sessions: list[ReportedSession]
    session_minutes: list[ReportedMinute] = Field(description="Their funnels; the newest 10,000 minutes.")
    unfilled: Unfilled
