"""Which resume a student may send: the newest card in the object store, whichever instance wrote it."""

from __future__ import annotations

from collections import OrderedDict
from uuid import UUID

from plumbing.objects.store import Objects
from schemas.resume import ResumeCard, card_path

CARDS_REMEMBERED = 20_000


class ResumeAccess:
    """Reads the cards of resumes, and remembers them."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._cards: OrderedDict[UUID, tuple[object, ResumeCard]] = OrderedDict()
        """As they were read, each with its object's stamp then; those read longest ago are let go."""

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
