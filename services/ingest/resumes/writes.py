"""Writes of a student's resume, of which each student has one: the document, its attachment, and its card.

The documents go to the object store first, then the card is published, then the card goes to the object store, where
submissions read it: it is never ahead of the log (`docs/decisions/0024-the-card-follows-the-log.md`). An instance
saves for one person one at a time; where two instances save at the same moment, one attachment may be lost.
"""

from __future__ import annotations

import asyncio
import hashlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary

from pydantic import AwareDatetime

from plumbing.http.problem import Problem
from plumbing.kafka.publisher import Receipt
from plumbing.objects.store import Objects, StoreAway
from plumbing.sealing.keys import Keys
from schemas.resume import ResumeCard, ResumeSaved, attachment_path, card_path, document_path
from schemas.topics import PEOPLE
from services.ingest.edge.bodies import NOTHING
from services.ingest.edge.write import RETRY_SOON, Call, Draft, Logged, Write, tagged
from services.ingest.resumes.access import ResumeAccess
from services.ingest.resumes.bodies import PDF_FILE, RESUME
from services.ingest.resumes.document import ResumeDocument, facets_of
from services.ingest.resumes.erasure import Erasure

SAVES_REMEMBERED = 20


class KeptCard(ResumeCard):
    """The card as it is stored: with its log time, and the event ids of the newest saves, to deduplicate retries."""

    at: AwareDatetime = datetime.min.replace(tzinfo=UTC)
    saves: tuple[UUID, ...] = ()


class Resumes:
    """Stores resumes in the object store, and turns their cards into events."""

    def __init__(self, objects: Objects, resumes: ResumeAccess) -> None:
        self._objects = objects
        self._resumes = resumes
        self._saving: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()

    async def save(self, call: Call[tuple[bytes, ResumeDocument]]) -> Logged:
        """Save the caller's resume, as JSON Resume; an attachment stays."""
        raw, document = call.body
        resume, digest = await self._resumes.id(call.person.sub), hashlib.sha256(raw).hexdigest()
        async with self._lock(resume):
            before = await self._resumes.card(resume)
            await self._objects.put(document_path(resume, digest), raw)
            attachment = before.attachment if before else None
            card = ResumeCard(resume=resume, sha256=digest, facets=facets_of(document), attachment=attachment)
            return await self._saved(call, card)

    async def attach(self, call: Call[bytes]) -> Logged:
        """Attach a PDF to the caller's resume, in place of the one before."""
        resume, digest = await self._resumes.id(call.person.sub), await asyncio.to_thread(_sha256, call.body)
        async with self._lock(resume):
            card = await self._resumes.card(resume)
            if card is None:
                raise Problem(404, "There is no resume to attach it to. Save one first: PUT /v1/me/resume.")
            await self._objects.put(attachment_path(resume, digest), call.body)
            return await self._saved(call, card.model_copy(update={"attachment": digest}))

    async def _saved(self, call: Call[Any], card: ResumeCard) -> Logged:
        event = ResumeSaved(person=call.person.sub, **dict(card))
        receipt = await call.publish(Draft(str(card.resume), event, call.person.sub, PEOPLE.name))
        try:
            await self._keep(card, receipt, call.event_id)
        except StoreAway:
            detail = "The log has it, but the object store did not take its card. Retry with the same Idempotency-Key."
            raise Problem(503, detail, headers=RETRY_SOON) from None
        return Logged(str(card.resume), call.event_id, receipt)

    async def _keep(self, card: ResumeCard, receipt: Receipt, save: UUID) -> None:
        """Store the card of a save beside the document. The retry of a known save changes nothing, as in the log."""
        path = card_path(card.resume)
        raw = await self._objects.get(path)
        before = None if raw is None else KeptCard.model_validate_json(raw)
        saves = before.saves if before else ()
        if save in saves:
            return
        kept = KeptCard(**dict(card), at=receipt.time)
        if before is not None and before.at > kept.at:
            kept = before
        kept = kept.model_copy(update={"saves": (*saves, save)[-SAVES_REMEMBERED:]})
        await self._objects.put(path, kept.model_dump_json(exclude_none=True).encode())

    def _lock(self, resume: UUID) -> asyncio.Lock:
        return self._saving.setdefault(resume, asyncio.Lock())


def _sha256(content: bytes) -> str:
    """In a thread for 10 MB, which take some hundredths of a second, and not the interpreter's lock."""
    return hashlib.sha256(content).hexdigest()


def writes(resumes: ResumeAccess, objects: Objects, keys: Keys, limited: bool) -> list[Write[Any]]:
    """The writes of a student's resume, and the erasure of a person."""
    make, student = Resumes(objects, resumes), ("student",)
    erasure = Erasure(objects, keys, resumes, limited=limited)
    return [
        *tagged(
            "resumes",
            Write("PUT", "/v1/me/resume", student, RESUME, make.save),
            Write("PUT", "/v1/me/resume/attachment", student, PDF_FILE, make.attach),
        ),
        Write("DELETE", "/v1/me", ("organizer", "enterprise", "student"), NOTHING, erasure.erase, tag="people"),
    ]
