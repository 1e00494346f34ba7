"""Seals what people type before it enters the log: with the key of its author, or of the applicant that it is about.

A key counts for one fair. The log, tables and rooms hold only sealed texts; fair and notify open them for readers.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from plumbing.sealing.keys import Keys
from schemas.personal import application_key, person_key

FRESH_S = 30.0  # a text that an erased person writes in this time may be sealed with the destroyed key: nobody reads it


class Seals:
    """Seals texts. Raises StoreAway."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    async def of_person(self, fair: UUID, person: str, text: str | None) -> str | None:
        """A text that a person wrote in a fair; None where there is none."""
        if text is None:
            return None
        return await self._keys.seal(person_key(fair, await self._keys.blind(fair, person)), text)

    async def about(self, application: Mapping[str, UUID], *texts: str | None) -> list[str | None]:
        """What an enterprise wrote about an applicant, by the ids `fair, job, application`; None where it is None."""
        if not any(texts):
            return [None] * len(texts)
        fair, job = application["fair"], application["job"]
        key = application_key(fair, job, await self._keys.blind(fair, application["application"]))
        return [None if text is None else await self._keys.seal(key, text) for text in texts]
