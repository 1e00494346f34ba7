"""Events about a booth's staff, as the edge writes them, and what the noun adds to the tests of all nouns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

from hypothesis import strategies as st

from schemas.application import application_id
from schemas.staff import ApplicantHandedOver, StaffJoined, StaffLinkMade, StaffLinkRevoked, StaffRemoved
from tests.services.fair.hosting import Host
from tests.services.fair.stories import Drawn
from tests.services.fair.story import ORG, SHA, Entry, Teller, says

NOTE = "messages/note.txt"
HR = f"hr of {ORG}"


def link_of(teller: Teller, name: str = "l") -> UUID:
    return uuid5(teller.fair, f"link {name}")


def by_person(entry: Entry, person: str, org: str | None = None) -> Entry:
    """The same event, sent by a person of an enterprise whose token names `org`, or none."""
    return replace(entry, envelope=replace(entry.envelope, actor=person, role="enterprise", org=org))


def linked(teller: Teller, name: str = "l", org: str = ORG, **more: Any) -> Entry:
    """A link to join the booth's staff."""
    event = StaffLinkMade(fair=teller.fair, org=org, link=link_of(teller, name), **{"sha256": SHA, **more})
    return says(event, f"hr of {org}", "enterprise", org)


def revoked(teller: Teller, name: str = "l", org: str = ORG) -> Entry:
    event = StaffLinkRevoked(fair=teller.fair, org=org, link=link_of(teller, name))
    return says(event, f"hr of {org}", "enterprise", org)


def joined(teller: Teller, person: str = "ann", name: str = "l", org: str = ORG, own: str | None = None) -> Entry:
    """A person joins by the link; `own` is the org of their token."""
    event = StaffJoined(fair=teller.fair, org=org, link=link_of(teller, name), person=person)
    return says(event, person, "enterprise", own)


def removed(teller: Teller, person: str = "ann", org: str = ORG) -> Entry:
    return says(StaffRemoved(fair=teller.fair, org=org, person=person), f"hr of {org}", "enterprise", org)


def handed(
    teller: Teller, to: str | None = "ann", student: str = "stu-1", name: str = "a", note: str | None = None
) -> Entry:
    """The enterprise hands an application over."""
    job = teller.job(name)
    ids = {"fair": teller.fair, "job": job, "application": application_id(job, student)}
    return says(ApplicantHandedOver(**ids, to=to, note=note), HR, "enterprise", ORG)


def story(host: Host) -> list[Entry]:
    """Links are used and revoked; people join, leave, and get an application handed over."""
    return [
        *[linked(host, role="lead", uses=3), joined(host, "ann"), removed(host, "ann")],
        *[linked(host, "gone", sha256="1" * 64), revoked(host, "gone"), joined(host, "other hr", own="org-2")],
        handed(host, "other hr", note=NOTE),
    ]


def paths(host: Host) -> list[str]:
    booth = f"/v1/fairs/{host.fair}/booths/{ORG}"
    return [f"{booth}/staff", f"{booth}/staff-links", "/v1/me/staff"]


def drawn(host: Drawn, student: Drawn, job: Drawn) -> list[Drawn]:
    person, links = st.sampled_from(["ann", "bob"]), st.sampled_from((linked, revoked))
    return [
        st.builds(lambda say, of: say(of), links, host),
        st.builds(joined, host, person),
        st.builds(handed, host, person, student),
    ]
