"""`python -m services.notify`: run one notify instance until it is told to stop."""

from __future__ import annotations

import sys

import uvloop

from plumbing.environment import BadSettings
from plumbing.telemetry import logging
from services.notify.settings import Settings
from services.notify.wiring import CannotStart, serve


def main() -> None:
    try:
        settings = Settings.from_environment()
        logging.configure("notify", settings.instance, settings.log_level)
        uvloop.run(settings.sharing.run(lambda: serve(settings)))
    except (BadSettings, CannotStart) as problem:
        sys.exit(f"notify: {problem}")


if __name__ == "__main__":
    main()
