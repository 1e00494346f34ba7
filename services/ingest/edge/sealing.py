"""Seals what people type before it enters the log: with the key of its author, or of the applicant that it is about.

A key counts for one fair. The log, tables and rooms hold only sealed texts; fair and notify open them for readers.
"""

from __future__ import annotations

from uuid import UUID

from plumbing.sealing.keys import Keys
from schemas.personal import application_key, person_key

FRESH_S = 30.0  # a text that an erased person writes in this time may be sealed with the destroyed key: nobody reads it


class Seals:
    """Seals texts. Raises StoreAway."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    async def of_person(self, fair: UUID, person: str, text: str) -> str:
        """A text that a person wrote in a fair."""
        return await self._keys.seal(person_key(fair, await self._keys.blind(fair, person)), text)

    async def of_applicant(self, fair: UUID, job: UUID, application: UUID, text: str | None) -> str | None:
        """A text that an enterprise wrote about an applicant; None where there is none."""
        if text is None:
            return None
        key = application_key(fair, job, await self._keys.blind(fair, application))
        return await self._keys.seal(key, text)
