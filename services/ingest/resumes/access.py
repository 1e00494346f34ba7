"""Which resume a student may send: the newest resume card in the object store, from whichever instance."""

from __future__ import annotations

from collections import OrderedDict
from uuid import UUID

from plumbing.objects.store import Objects
from schemas.resume import ResumeCard, card_path

CARDS_REMEMBERED = 20_000


class ResumeAccess:
    """Reads resume cards, and caches them."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._cards: OrderedDict[UUID, tuple[object, ResumeCard]] = OrderedDict()
        """Each card with its object's stamp when it was read; those read longest ago are evicted."""

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
