"""Messages between people: stored in the object store by content hash, so that the log never holds them."""

from __future__ import annotations

import hashlib
from uuid import UUID

from plumbing.objects.store import Objects
from schemas.application import message_path


async def kept(objects: Objects, application: UUID, text: str | None) -> str | None:
    """Store the text and return its path; None where there is no text."""
    if text is None:
        return None
    words = text.encode()
    path = message_path(application, hashlib.sha256(words).hexdigest())
    await objects.put(path, words)
    return path
