"""Run fair: `python -m services.fair`, configured by its environment alone."""

from __future__ import annotations

import sys

from plumbing.environment import BadSettings
from plumbing.http.service import run
from plumbing.telemetry.logging import configure
from services.fair.settings import Settings
from services.fair.wiring import app


def main() -> None:
    try:
        settings = Settings.from_environment()
        service = app(settings)
    except (BadSettings, OSError, ValueError) as bad:
        sys.exit(f"fair: {bad}")
    configure("fair", settings.instance, settings.log_level)
    run(service, settings.host, settings.port)


if __name__ == "__main__":
    main()
