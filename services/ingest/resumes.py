"""Writes of a student's one resume: the document, its attachment, and the card that submissions read.

The documents go to the object store; the log gets the card. Saving is one at a time for a person on this instance; two
instances that save for one person at the same moment may lose the attachment of one.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from uuid import UUID
from weakref import WeakValueDictionary

from plumbing.http.problem import Problem
from plumbing.objects.store import Objects
from schemas.resume import ResumeCard, ResumeSaved, attachment_path, card_path, document_path, resume_id
from schemas.topics import PEOPLE
from services.ingest.bodies import JSON, JSON_BYTES_MAX, BodyKind, json_of
from services.ingest.resume_document import ResumeDocument, facets_of
from services.ingest.writing import Call, Draft

CARDS_REMEMBERED = 20_000
_READ = json_of(ResumeDocument)


def _document(raw: bytes) -> tuple[bytes, ResumeDocument]:
    return raw, _READ.parse(raw)


RESUME: BodyKind[tuple[bytes, ResumeDocument]] = BodyKind(JSON, JSON_BYTES_MAX, _document, ResumeDocument)


class Resumes:
    """Keeps resumes in the object store and makes events of their cards."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._saving: WeakValueDictionary[UUID, asyncio.Lock] = WeakValueDictionary()
        self._cards: OrderedDict[UUID, tuple[object, ResumeCard]] = OrderedDict()
        """As they were read, each with its object's stamp then; those read longest ago are let go."""

    async def save(self, call: Call[tuple[bytes, ResumeDocument]]) -> Draft:
        """Save one's resume, as JSON Resume; an attachment stays."""
        raw, document = call.body
        resume, digest = resume_id(call.person.sub), hashlib.sha256(raw).hexdigest()
        async with self._lock(resume):
            before = await self.card(resume)
            await self._objects.put(document_path(resume, digest), raw)
            attachment = before.attachment if before else None
            card = ResumeCard(resume=resume, sha256=digest, facets=facets_of(document), attachment=attachment)
            return await self._saved(call.person.sub, card)

    async def attach(self, call: Call[bytes]) -> Draft:
        """Attach a PDF to one's resume, in place of the one before."""
        resume, digest = resume_id(call.person.sub), hashlib.sha256(call.body).hexdigest()
        async with self._lock(resume):
            card = await self.card(resume)
            if card is None:
                raise Problem(404, "There is no resume to attach it to. Save one first: PUT /v1/me/resume.")
            await self._objects.put(attachment_path(resume, digest), call.body)
            return await self._saved(call.person.sub, card.model_copy(update={"attachment": digest}))

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

    async def _saved(self, person: str, card: ResumeCard) -> Draft:
        await self._objects.put(card_path(card.resume), card.model_dump_json(exclude_none=True).encode())
        event = ResumeSaved(person=person, **dict(card))
        return Draft(str(card.resume), event, person, PEOPLE.name)

    def _lock(self, resume: UUID) -> asyncio.Lock:
        return self._saving.setdefault(resume, asyncio.Lock())
