"""Writes of a student's one resume: the document, its attachment, and the card that submissions read.

The documents go to the object store, then the log gets the card, then the card goes to the object store: it never says
what the log has not (`docs/decisions/0024-the-card-follows-the-log.md`). Saving is one at a time for a person on this
instance; two instances that save for one person at the same moment may lose the attachment of one.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary

from pydantic import AwareDatetime

from plumbing.http.problem import Problem
from plumbing.kafka.publisher import Receipt
from plumbing.objects.store import Objects, StoreAway
from schemas.resume import ResumeCard, ResumeSaved, attachment_path, card_path, document_path, resume_id
from schemas.topics import PEOPLE
from services.ingest.edge.bodies import JSON, JSON_BYTES_MAX, BodyKind, json_of
from services.ingest.edge.writing import RETRY_SOON, Call, Draft, Logged
from services.ingest.resumes.document import ResumeDocument, facets_of

CARDS_REMEMBERED = 20_000
SAVES_REMEMBERED = 20
_READ = json_of(ResumeDocument)


def _document(raw: bytes) -> tuple[bytes, ResumeDocument]:
    return raw, _READ.parse(raw)


RESUME: BodyKind[tuple[bytes, ResumeDocument]] = BodyKind(JSON, JSON_BYTES_MAX, _document, ResumeDocument)


class KeptCard(ResumeCard):
    """The card as it lies in the object store: also since when the log has it, and the newest saves that it knows."""

    at: AwareDatetime = datetime.min.replace(tzinfo=UTC)
    saves: tuple[UUID, ...] = ()


class Resumes:
    """Keeps resumes in the object store and makes events of their cards."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._saving: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()
        self._cards: OrderedDict[UUID, tuple[object, ResumeCard]] = OrderedDict()
        """As they were read, each with its object's stamp then; those read longest ago are let go."""

    async def save(self, call: Call[tuple[bytes, ResumeDocument]]) -> Logged:
        """Save one's resume, as JSON Resume; an attachment stays."""
        raw, document = call.body
        resume, digest = resume_id(call.person.sub), hashlib.sha256(raw).hexdigest()
        async with self._lock(resume):
            before = await self.card(resume)
            await self._objects.put(document_path(resume, digest), raw)
            attachment = before.attachment if before else None
            card = ResumeCard(resume=resume, sha256=digest, facets=facets_of(document), attachment=attachment)
            return await self._saved(call, card)

    async def attach(self, call: Call[bytes]) -> Logged:
        """Attach a PDF to one's resume, in place of the one before."""
        resume, digest = resume_id(call.person.sub), hashlib.sha256(call.body).hexdigest()
        async with self._lock(resume):
            card = await self.card(resume)
            if card is None:
                raise Problem(404, "There is no resume to attach it to. Save one first: PUT /v1/me/resume.")
            await self._objects.put(attachment_path(resume, digest), call.body)
            return await self._saved(call, card.model_copy(update={"attachment": digest}))

    async def card(self, resume: UUID) -> ResumeCard | None:
        """The newest card of a resume, whoever wrote it. Read anew where it was written since it was read."""
        path = card_path(resume)
        stamp, known = self._objects.stamp(path), self._cards.get(resume)
        if known is not None and stamp is not None and known[0] == stamp:
            return known[1]
        raw = await self._objects.get_small(path)
        if raw is None:
            return None
        card = ResumeCard.model_validate_json(raw)
        self._cards[resume] = stamp, card
        if len(self._cards) > CARDS_REMEMBERED:
            self._cards.popitem(last=False)
        return card

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
        """Put the card of a save beside the document. A retry of one that was kept changes nothing, as in the log."""
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
