"""The loud stop: a failure that can neither be retried nor skipped ends the process, which its supervisor restarts."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Awaitable
from typing import NoReturn

import structlog

log = structlog.get_logger(__name__)


def stop_process(why: str, **facts: object) -> NoReturn:
    """Log the reason in one line and exit with status 1 at once: what is committed is safe, the rest is replayed."""
    log.critical("stopping", why=why, **facts)
    logging.shutdown()
    sys.stderr.flush()
    os._exit(1)


async def must_go_on(work: Awaitable[object], stops: str) -> None:
    """Await work that must run as long as the process. If it fails nobody would notice, so the process stops; `stops`
    names what would otherwise have stopped silently."""
    try:
        await work
    except Exception as error:
        log.exception("task_failed")
        stop_process(f"{stops}: {error!r}")
