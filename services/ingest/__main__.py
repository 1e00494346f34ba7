"""Run ingest: `python -m services.ingest`, configured by its environment alone."""

from __future__ import annotations

import sys

from plumbing.environment import BadSettings
from plumbing.http.service import run
from plumbing.telemetry.logging import configure
from services.ingest.settings import Settings
from services.ingest.wiring import app


def main() -> None:
    try:
        settings = Settings.from_environment()
        service = app(settings)
    except (BadSettings, OSError, ValueError) as bad:
        sys.exit(f"ingest: {bad}")
    configure("ingest", settings.instance, settings.log_level)
    run(service, settings.host, settings.port, settings.sharing)


if __name__ == "__main__":
    main()
