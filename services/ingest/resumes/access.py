"""Which resume a student may send: the newest resume card in the object store, from whichever instance."""

from __future__ import annotations

from collections import OrderedDict
from uuid import UUID

from plumbing.objects.store import Objects
from plumbing.sealing.keys import Keys
from schemas.resume import ResumeCard, card_path, resume_id

CARDS_REMEMBERED = 20_000


class ResumeAccess:
    """Reads resume cards, and caches them."""

    def __init__(self, objects: Objects, keys: Keys) -> None:
        self._objects = objects
        self._keys = keys
        self._cards: OrderedDict[UUID, tuple[object, ResumeCard]] = OrderedDict()
        """Each card with its object's stamp when it was read; those read longest ago are evicted."""

    async def ids(self, person: str) -> tuple[UUID, UUID]:
        """The ids that a person's one resume may have: the one that it gets, and the one that it got before.

        The first is random for everybody who has no access to the object store. The second follows from the person.
        """
        return UUID(hex=await self._keys.blind("resume", person), version=4), resume_id(person)

    async def id(self, person: str) -> UUID:
        """The id of a person's resume, saved or not."""
        new, old = await self.ids(person)
        return old if await self.card(new) is None and await self.card(old) is not None else new

    async def own(self, person: str, resume: UUID) -> ResumeCard | None:
        """The card of the resume with this id, if it is this person's."""
        return await self.card(resume) if resume in await self.ids(person) else None

    async def card(self, resume: UUID) -> ResumeCard | None:
        """The newest card of a resume, from whichever instance. Read again where its object has changed."""
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
