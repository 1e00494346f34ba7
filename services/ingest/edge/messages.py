"""What people write to each other: kept in the object store by its content, so that the log never holds it."""

from __future__ import annotations

import hashlib
from uuid import UUID

from plumbing.objects.store import Objects
from schemas.application import message_path


async def kept(objects: Objects, application: UUID, text: str | None) -> str | None:
    """The path of the text, once it is kept; None where nothing was written."""
    if text is None:
        return None
    words = text.encode()
    path = message_path(application, hashlib.sha256(words).hexdigest())
    await objects.put(path, words)
    return path
