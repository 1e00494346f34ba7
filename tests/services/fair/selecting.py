"""Steps of both sides on applications, as the edge writes them, and a fair that contains all of them."""

from __future__ import annotations

from schemas import application as events
from schemas.application import application_id
from schemas.resume import Facets, ResumeCard, resume_id
from tests.services.fair.story import ORG, SHA, Entry, Teller, says

BY_STUDENT = (events.InvitationAccepted, events.InvitationDeclined)
Steps = type[
    events.ApplicationViewed
    | events.ApplicantShortlisted
    | events.ApplicantInvited
    | events.ApplicationRefused
    | events.ApplicantHired
    | events.InvitationAccepted
    | events.InvitationDeclined
]


def stepped(teller: Teller, event: Steps, student: str, name: str = "a", org: str = ORG) -> Entry:
    """A step of an application, sent by the side that may take it."""
    job = teller.job(name)
    said = event(fair=teller.fair, job=job, application=application_id(job, student))
    return says(said, student, "student") if event in BY_STUDENT else says(said, f"hr of {org}", "enterprise", org)


def applied(teller: Teller, student: str, name: str = "a", **facets: str | None) -> Entry:
    """A submission with these facets."""
    card = ResumeCard(resume=resume_id(student), sha256=SHA, facets=Facets.model_validate(facets))
    return teller.submitted(student, name, resume=card)


def a_whole_fair(teller: Teller) -> list[Entry]:
    """Two enterprises and seven applications with different histories, one second per record."""
    log = [
        *teller.ready("a"),
        teller.requested("org-2", name="黑龙江重工", industry="装备制造"),
        teller.approved("org-2"),
    ]
    log += [teller.published("b", "org-2", title="热处理工程师", headcount=3, region="哈尔滨")]
    log += [applied(teller, f"stu-{n}", "a", degree="master", region="上海") for n in range(4)]
    log += [applied(teller, f"stu-{n}", "b", degree="bachelor") for n in range(4, 7)]
    in_b = (
        *((events.ApplicationViewed, 4), (events.ApplicantShortlisted, 4), (events.ApplicantInvited, 4)),
        *((events.InvitationAccepted, 4), (events.ApplicantHired, 4)),
        *((events.ApplicantInvited, 5), (events.InvitationDeclined, 5), (events.ApplicationRefused, 6)),
    )
    log += [stepped(teller, step, f"stu-{n}", "b", "org-2") for step, n in in_b]
    log += [stepped(teller, events.ApplicationViewed, "stu-0"), teller.withdrawn("stu-1")]
    return log
