"""Run ingest: `python -m services.ingest`, configured by its environment alone."""

from __future__ import annotations

import asyncio
import sys

from plumbing.environment import BadSettings
from plumbing.http.service import run
from plumbing.telemetry.logging import configure
from plumbing.workers import WorkerEnded, stop_with_parent
from services.ingest.settings import Settings
from services.ingest.wiring import app


def main() -> None:
    try:
        settings = Settings.from_environment()
        configure("ingest", settings.instance, settings.log_level)
        if settings.sharing.workers > 1:
            asyncio.run(settings.sharing.watch(settings.instance))
        else:
            serve(settings)
    except (BadSettings, OSError, ValueError, WorkerEnded) as bad:
        sys.exit(f"ingest: {bad}")


def serve(settings: Settings) -> None:
    """Alone, or as one of those who share a port. Raises OSError, ValueError."""
    service = app(settings)
    if settings.sharing.is_worker:
        stop_with_parent()
    run(service, settings.host, settings.port, shared=settings.sharing.is_worker)


if __name__ == "__main__":
    main()
