"""The command `livefair`: the list of its commands, of which each is a file of `livefair/commands/`.

A command's file has a function `command`, or for a group of commands a typer app `app`. Only the file of the command
that is run is imported: scripts run `livefair token` many times, so it must start quickly.
"""

from __future__ import annotations

import logging
import sys
from importlib import import_module

import typer

from livefair.failure import one_line

COMMANDS = {
    "up": "livefair.commands.up",
    "demo": "livefair.commands.demo",
    "token": "livefair.commands.token",
    "topics": "livefair.commands.topics",
    "migrate": "livefair.commands.migrate",
    "roles": "livefair.commands.roles",
    "import": "livefair.commands.import_",
    "verify": "livefair.commands.verify",
    "rebuild": "livefair.commands.rebuild",
    "republish": "livefair.commands.republish",
    "continue-log": "livefair.commands.continue_log",
    "replay": "livefair.commands.replay",
    "dlq": "livefair.commands.dlq",
    "collect": "livefair.commands.collect",
    "erase": "livefair.commands.erase",
    "retain": "livefair.commands.retain",
    "doctor": "livefair.commands.doctor",
}


def application(wanted: str | None = None) -> typer.Typer:
    """The application with all commands, or with the wanted one only."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback()(livefair)
    for name in [wanted] if wanted in COMMANDS else COMMANDS:
        module = import_module(COMMANDS[name])
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(module.command)
    return app


def livefair() -> None:
    """Online recruitment fairs as a stream of events: the whole system on one machine."""


def main() -> None:
    """Exit status: 0 done, 1 it failed and one line said why, 2 the command was not understood, 130 Ctrl-C."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # a command itself reports what it cannot reach
    with one_line():
        application(sys.argv[1] if len(sys.argv) > 1 else None)(prog_name="livefair")


if __name__ == "__main__":
    main()
