"""Waiting for a condition: bounded, with a message that names what did not happen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

Found = TypeVar("Found")
ASK_AGAIN_S = 0.05


async def until(condition: Callable[[], Awaitable[Found]], what: str, within_s: float) -> Found:
    """Call `condition` until its result is truthy, and return that result."""
    deadline = time.monotonic() + within_s
    while not (found := await condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {within_s:g} s in vain for {what}; the last answer was {found!r}")
        await asyncio.sleep(ASK_AGAIN_S)
    return found
