"""Writes of cards: a student shows or hides a card and answers approaches; an enterprise approaches a card.

The catalog holds no cards, so the log decides whose card or approach it is, and whether it may be answered.
"""

from __future__ import annotations

from typing import Any

from plumbing.http.problem import Problem
from plumbing.ids import new_id
from schemas.application import application_id
from schemas.card import (
    ApproachAccepted,
    ApproachDeclined,
    CardHidden,
    CardShown,
    EnterpriseApproached,
    Wants,
    approach_id,
)
from schemas.resume import ResumeCard
from services.ingest.booths.access import BoothAccess
from services.ingest.cards.bodies import ACCEPTANCE, APPROACH, CARD, AcceptanceBody, ApproachBody, CardBody
from services.ingest.edge.access import not_found, path_id
from services.ingest.edge.bodies import NOTHING, NothingBody
from services.ingest.edge.sealing import Seals
from services.ingest.edge.write import Call, Draft, Write, tagged
from services.ingest.fairs.access import FairAccess
from services.ingest.jobs.access import JobAccess
from services.ingest.resumes.access import ResumeAccess


class Cards:
    """Turns what is done with cards into events."""

    def __init__(
        self, fairs: FairAccess, booths: BoothAccess, jobs: JobAccess, resumes: ResumeAccess, seals: Seals
    ) -> None:
        self._fairs = fairs
        self._booths = booths
        self._jobs = jobs
        self._resumes = resumes
        self._seals = seals

    async def show(self, call: Call[CardBody]) -> Draft:
        """Show a card to the enterprises of a fair: the degree, major and region of the caller's resume, and wishes."""
        fair, student = path_id(call.path, "fair"), call.person.sub
        await self._fairs.fair(fair, call.person, "cards")
        facets = (await self._resume(call)).facets
        wants = Wants(**dict(call.body.wants))
        # Random, not derived from the event's id: with an Idempotency-Key that derives from the student's sub, and
        # enterprises could test whose card it is.
        event = CardShown(fair=fair, card=new_id(), student=student, facets=facets, wants=wants)
        return Draft(str(fair), event, str(fair))

    async def hide(self, call: Call[NothingBody]) -> Draft:
        """Show the card no longer. Approaches that are open can still be answered."""
        fair = path_id(call.path, "fair")
        await self._fairs.fair(fair, call.person)
        return Draft(str(fair), CardHidden(fair=fair, student=call.person.sub), str(fair))

    async def approach(self, call: Call[ApproachBody]) -> Draft:
        """Ask the owner of a card to apply to a job until a deadline: in 24 hours where none is given."""
        fair, card, body = path_id(call.path, "fair"), path_id(call.path, "card"), call.body
        await self._fairs.fair(fair, call.person)
        org = await self._booths.approved_booth(fair, call.person)
        await self._fairs.fair(fair, call.person, "submit")
        if (await self._jobs.managed_job(body.job, call.person, "job")).fair != fair:
            raise not_found("job")
        await self._jobs.own_open_job(body.job, call.person)
        approach = approach_id(body.job, card)
        message = await self._seals.of_person(fair, call.person.sub, body.message)
        ids = {"fair": fair, "org": org, "job": body.job, "card": card, "approach": approach}
        return Draft(str(approach), EnterpriseApproached(**ids, deadline=body.deadline, message=message), str(fair))

    async def accept(self, call: Call[AcceptanceBody]) -> Draft:
        """Apply: the enterprise sees from here on who it is. The answer names the application."""
        job, approach, student = path_id(call.path, "job"), path_id(call.path, "approach"), call.person.sub
        fair = (await self._jobs.job_taking_submissions(job)).fair
        resume = await self._resume(call)
        application = application_id(job, student)
        event = ApproachAccepted(
            fair=fair,
            job=job,
            approach=approach,
            application=application,
            student=student,
            resume=resume,
            message=await self._seals.of_person(fair, student, call.body.message),
        )
        return Draft(str(application), event, str(fair))

    async def decline(self, call: Call[NothingBody]) -> Draft:
        """Do not apply, and stay unknown."""
        job, approach = path_id(call.path, "job"), path_id(call.path, "approach")
        fair = (await self._jobs.job(job, "approach")).fair
        await self._fairs.fair(fair, call.person, "answer", told_as="approach")
        return Draft(str(approach), ApproachDeclined(fair=fair, job=job, approach=approach), str(fair))

    async def _resume(self, call: Call[Any]) -> ResumeCard:
        """The newest resume card of this student. Raises Problem 404."""
        card = await self._resumes.card(await self._resumes.id(call.person.sub))
        if card is None:
            raise Problem(404, "There is no resume of yours to make it of. Save one first: PUT /v1/me/resume.")
        return card


def writes(
    fairs: FairAccess, booths: BoothAccess, jobs: JobAccess, resumes: ResumeAccess, seals: Seals
) -> list[Write[Any]]:
    """The writes of cards and approaches."""
    make, student, enterprise = Cards(fairs, booths, jobs, resumes, seals), ("student",), ("enterprise",)
    card, approach = "/v1/fairs/{fair}/card", "/v1/jobs/{job}/approaches/{approach}"
    return tagged(
        "cards",
        Write("PUT", card, student, CARD, make.show),
        Write("POST", f"{card}/hide", student, NOTHING, make.hide),
        Write("POST", "/v1/fairs/{fair}/cards/{card}/approach", enterprise, APPROACH, make.approach),
        Write("POST", f"{approach}/accept", student, ACCEPTANCE, make.accept),
        Write("POST", f"{approach}/decline", student, NOTHING, make.decline),
    )
