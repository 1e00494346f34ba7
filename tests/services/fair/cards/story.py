"""Events about cards and approaches, as the edge writes them, and what the noun adds to the tests of all nouns."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from hypothesis import strategies as st

from schemas.application import application_id
from schemas.card import (
    ApproachAccepted,
    ApproachDeadlinePassed,
    ApproachDeclined,
    CardHidden,
    CardShown,
    EnterpriseApproached,
    Wants,
    approach_id,
)
from schemas.resume import Facets, ResumeCard, resume_id
from tests.services.fair.hosting import Host
from tests.services.fair.stories import Drawn
from tests.services.fair.story import ORG, SHA, START, Entry, Teller, says

MESSAGE = "messages/approach.txt"
FACETS = Facets(degree="master", major="数学", region="上海")


def card_of(teller: Teller, student: str = "stu-1") -> UUID:
    """The card id of a student. The edge draws it at random; here it is derived from the name."""
    return uuid5(teller.fair, f"card of {student}")


def approach_of(teller: Teller, student: str = "stu-1", name: str = "a") -> UUID:
    return approach_id(teller.job(name), card_of(teller, student))


def shown(teller: Teller, student: str = "stu-1", card: UUID | None = None, **more: Any) -> Entry:
    """A card with these wishes, optionally with other `facets`."""
    facets = more.pop("facets", FACETS)
    given = {"fair": teller.fair, "card": card or card_of(teller, student), "student": student}
    return says(CardShown(**given, facets=facets, wants=Wants(**more)), student, "student")


def hidden(teller: Teller, student: str = "stu-1") -> Entry:
    return says(CardHidden(fair=teller.fair, student=student), student, "student")


def hidden_by_the_watcher(teller: Teller, student: str = "stu-1") -> Entry:
    return says(CardHidden(fair=teller.fair, student=student), "livefair", "system")


def approached(
    teller: Teller,
    student: str = "stu-1",
    name: str = "a",
    org: str = ORG,
    deadline: datetime | None = None,
    message: str | None = None,
) -> Entry:
    ids = {**_ids(teller, student, name), "org": org, "card": card_of(teller, student)}
    return says(EnterpriseApproached(**ids, deadline=deadline, message=message), f"hr of {org}", "enterprise", org)


def taken_up(teller: Teller, student: str = "stu-1", name: str = "a", **more: Any) -> Entry:
    """The student accepts the approach, which submits an application."""
    card = ResumeCard(resume=resume_id(student), sha256=SHA, facets=FACETS)
    ids = {**_ids(teller, student, name), "application": application_id(teller.job(name), student)}
    return says(ApproachAccepted(**ids, student=student, resume=card, **more), student, "student")


def turned_away(teller: Teller, student: str = "stu-1", name: str = "a") -> Entry:
    return says(ApproachDeclined(**_ids(teller, student, name)), student, "student")


def time_over(teller: Teller, student: str = "stu-1", name: str = "a") -> Entry:
    return says(ApproachDeadlinePassed(**_ids(teller, student, name), deadline=START), "livefair", "system")


def story(host: Host) -> list[Entry]:
    """Three students show cards, and enterprises approach them: every outcome but one that time brings."""
    wants: dict[str, Any] = {"regions": ["上海"], "industries": ["装备制造"], "employment_types": ["full_time"]}
    return [
        *[shown(host, "stu-1", **wants), shown(host, "stu-10", **wants), shown(host, "stu-11")],
        *[approached(host, "stu-1", "b", "org-2"), turned_away(host, "stu-1", "b")],
        *[approached(host, "stu-1", "c", message=MESSAGE), taken_up(host, "stu-1", "c")],
        *[approached(host, "stu-10", message=MESSAGE), taken_up(host, "stu-10"), approached(host, "stu-11")],
    ]


def paths(host: Host) -> list[str]:
    cards = f"/v1/fairs/{host.fair}/cards"
    jobs = [f"/v1/jobs/{host.job(name)}/approaches" for name in "abe"]
    searched = [f"{cards}?highlights=true&q={words}" for words in ("上海", "数学", "装备制造", "shanghei", "装备制照")]
    return [cards, *searched, *jobs, "/v1/me/cards", "/v1/me/approaches"]


def drawn(host: Drawn, student: Drawn, job: Drawn) -> list[Drawn]:
    steps = st.sampled_from((approached, taken_up, turned_away))
    return [st.builds(lambda say, *about: say(*about), steps, host, student, job), st.builds(shown, host, student)]


def _ids(teller: Teller, student: str, name: str) -> dict[str, Any]:
    return {"fair": teller.fair, "job": teller.job(name), "approach": approach_of(teller, student, name)}
