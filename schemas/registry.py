"""The model of each CloudEvents type: the one list of every event."""

from __future__ import annotations

from schemas.application import (
    ApplicantHired,
    ApplicantInvited,
    ApplicantShortlisted,
    ApplicationRefused,
    ApplicationViewed,
    ApplicationWithdrawn,
    DeadlinePassed,
    InvitationAccepted,
    InvitationDeclined,
    ResumeRead,
    ResumeSubmitted,
)
from schemas.booth import BoothAmended, BoothApproved, BoothRefused, BoothRequested
from schemas.card import (
    ApproachAccepted,
    ApproachDeadlinePassed,
    ApproachDeclined,
    CardHidden,
    CardShown,
    EnterpriseApproached,
)
from schemas.chat import AudienceCounted, CommentHidden, CommentPosted
from schemas.closing_round import ClosingRoundHeld, JobsRanked
from schemas.event import Event
from schemas.fair import (
    FairAmended,
    FairArchived,
    FairClosed,
    FairClosingStarted,
    FairOpened,
    FairPaused,
    FairPublished,
    FairReopened,
    FairResumed,
    FairScheduled,
    RetentionPassed,
)
from schemas.job import ApplicantsRanked, JobAmended, JobClosed, JobPublished
from schemas.job_import import ImportReported
from schemas.person import PersonErased
from schemas.question import QuestionAnswered, QuestionAsked, QuestionHidden, QuestionUpvoted
from schemas.resume import ResumeSaved
from schemas.session import (
    CommenterMuted,
    CommenterUnmuted,
    DropClosed,
    DropExtended,
    FairSessionAmended,
    FairSessionEnded,
    FairSessionPaused,
    FairSessionResumed,
    FairSessionScheduled,
    FairSessionStarted,
    HostAnnounced,
    JobDropped,
    JobPinned,
    ViewersCounted,
)
from schemas.staff import ApplicantHandedOver, StaffJoined, StaffLinkMade, StaffLinkRevoked, StaffRemoved
from schemas.topics import CHAT, FAIRS, PEOPLE

FAIR_EVENTS: tuple[type[Event], ...] = (
    FairScheduled,
    FairAmended,
    FairPublished,
    FairOpened,
    FairPaused,
    FairResumed,
    FairClosingStarted,
    FairClosed,
    FairReopened,
    FairArchived,
    RetentionPassed,
    BoothRequested,
    BoothApproved,
    BoothRefused,
    BoothAmended,
    StaffLinkMade,
    StaffLinkRevoked,
    StaffJoined,
    StaffRemoved,
    ApplicantHandedOver,
    JobPublished,
    JobAmended,
    JobClosed,
    ResumeSubmitted,
    ApplicationWithdrawn,
    ResumeRead,
    ApplicationViewed,
    ApplicantShortlisted,
    ApplicantInvited,
    InvitationAccepted,
    InvitationDeclined,
    ApplicationRefused,
    ApplicantHired,
    ApplicantsRanked,
    DeadlinePassed,
    JobsRanked,
    ClosingRoundHeld,
    FairSessionScheduled,
    FairSessionAmended,
    FairSessionStarted,
    FairSessionPaused,
    FairSessionResumed,
    FairSessionEnded,
    JobDropped,
    DropExtended,
    DropClosed,
    JobPinned,
    HostAnnounced,
    CommenterMuted,
    CommenterUnmuted,
    ViewersCounted,
    QuestionAsked,
    QuestionUpvoted,
    QuestionAnswered,
    QuestionHidden,
    CardShown,
    CardHidden,
    EnterpriseApproached,
    ApproachAccepted,
    ApproachDeclined,
    ApproachDeadlinePassed,
    ImportReported,
)
PEOPLE_EVENTS: tuple[type[Event], ...] = (ResumeSaved, PersonErased)
CHAT_EVENTS: tuple[type[Event], ...] = (CommentPosted, CommentHidden, AudienceCounted)

EVENT_TYPES: dict[str, type[Event]] = {
    event.wire_type(): event for event in (*FAIR_EVENTS, *PEOPLE_EVENTS, *CHAT_EVENTS)
}
CARRIED: dict[str, tuple[frozenset[type[Event]], str]] = {
    FAIRS.name: (frozenset(FAIR_EVENTS), "fair"),
    PEOPLE.name: (frozenset(PEOPLE_EVENTS), "person"),
    CHAT.name: (frozenset(CHAT_EVENTS), "session"),
}
"""For each topic that carries events: these events, and the field that is the record's key."""


def key_of(topic: str, event: Event) -> str | None:
    """The key of an event in this topic; None if it does not belong there."""
    kinds, name = CARRIED.get(topic, (frozenset(), ""))
    return str(getattr(event, name)) if type(event) in kinds else None
