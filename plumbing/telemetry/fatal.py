"""The loud stop: what cannot be retried nor put aside ends the process, which its supervisor restarts."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Awaitable
from typing import NoReturn

import structlog

log = structlog.get_logger(__name__)


def stop_process(why: str, **facts: object) -> NoReturn:
    """Say why in one line and leave with status 1, without waiting: what is committed is safe, the rest is replayed."""
    log.critical("stopping", why=why, **facts)
    logging.shutdown()
    sys.stderr.flush()
    os._exit(1)


async def must_go_on(work: Awaitable[object], stops: str) -> None:
    """Await what is done for as long as the process lives. Where it fails nobody would notice: the process stops, and
    `stops` says what would else have stood still."""
    try:
        await work
    except Exception as error:
        log.exception("task_failed")
        stop_process(f"{stops}: {error!r}")
