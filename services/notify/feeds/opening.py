"""Opens the sealed texts of a batch before it enters the rooms. Waits for an object store that is away."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import structlog

from plumbing.objects.store import StoreAway
from plumbing.sealing.keys import Keys

AGAIN_S = 0.5
log = structlog.get_logger(__name__)


async def opened(keys: Keys, words: Iterable[str]) -> dict[str, str | None]:
    """The text of each sealed text; None where its key was destroyed. Backpressure: the feed waits for the store."""
    wanted = list(words)
    while wanted:
        try:
            return await keys.texts(wanted)
        except StoreAway as away:
            log.warning("store_away", error=str(away))
            await asyncio.sleep(AGAIN_S)
    return {}
