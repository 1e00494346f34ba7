"""Texts that a person typed about themselves or others: how the log holds them, and which key seals which text.

Records hold them sealed. Records that were written before hold them in the plain field beside, and parse forever.
Erasing a person destroys their keys, and the retention of a fair destroys all keys of that fair.
"""

from __future__ import annotations

from typing import Annotated, Self
from uuid import UUID

from pydantic import StringConstraints, model_validator

from schemas.event import Event

TYPED = "typed"
"""Marks the types of event fields in which a sealed text may stand."""
SealedText = Annotated[
    str,
    StringConstraints(max_length=16_000, pattern=r"^sealed:[0-9a-f]{32}(/[0-9a-f]{32}){1,2}:[A-Za-z0-9_-]+={0,2}$"),
    TYPED,
]
"""`sealed:KEY:CIPHERTEXT`: the name of its key, and AES-256-GCM's nonce, ciphertext and tag in base64."""


StoredText = Annotated[str, TYPED]
"""In new records sealed, in older ones the path of an object that holds the text."""
SEALED_FIELDS = ("text", "answer", "reason", "message", "invitation_message", "note")
"""The fields of answers and of items of rooms that may hold a sealed text: only there, it is opened for readers."""


def person_key(fair: UUID, blind: str) -> str:
    """The key of what a person wrote in a fair. `blind` stands for the person, and does not tell who it is."""
    return f"{fair.hex}/{blind}"


def application_key(fair: UUID, job: UUID, blind: str) -> str:
    """The key of what an enterprise wrote about an applicant, for whom `blind` stands."""
    return f"{fair.hex}/{job.hex}/{blind}"


class Worded(Event):
    """An event whose text is in `sealed_text`, in old records in `text`."""

    text: str | None = None
    sealed_text: SealedText | None = None

    @model_validator(mode="after")
    def has_words(self) -> Self:
        if self.text is None and self.sealed_text is None:
            raise ValueError("neither text nor sealed_text is given")
        return self

    @property
    def words(self) -> str:
        """The text as the tables hold it: sealed, plain where the record is old."""
        return self.sealed_text or self.text or ""
