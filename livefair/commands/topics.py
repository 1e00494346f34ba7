"""The command `livefair topics`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from livefair.commands.options import HOME, HomeOption, KafkaOption
from livefair.system.acls import Allowed, acls, allow, as_commands
from livefair.system.home import Home
from livefair.system.security import kafka_security
from livefair.system.topics import create_topics

REPLICATION_MAX = 32_767  # of the protocol


def command(
    home: HomeOption = HOME,
    kafka: KafkaOption = None,
    replication: Annotated[
        int, typer.Option(min=1, max=REPLICATION_MAX, help="Copies of each partition. Production: 3.")
    ] = 1,
    with_acls: Annotated[
        bool, typer.Option("--acls", help="Then allow each service what it reads and writes, and nothing else.")
    ] = False,
    print_acls: Annotated[
        bool, typer.Option("--print-acls", help="Only print the access lists, for Kafka's own program.")
    ] = False,
) -> None:
    """Create the topics that are missing and compare those that exist with their description.

    Nothing that exists is changed, but the access lists with --acls. Exit status 1: a topic differs in its partitions
    or its settings.
    """
    if print_acls:
        print(as_commands(acls(), kafka or "HOST:PORT"), end="")
        return
    bootstrap, security = kafka or Home(home).read_run()["kafka"], kafka_security()
    made = asyncio.run(create_topics(bootstrap, replication, security=security))
    for name in made.created:
        print(f"created  {name}")
    for name in made.existing:
        print(f"exists   {name}")
    for difference in made.differences:
        print(f"differs  {difference}")
    if with_acls:
        _print(asyncio.run(allow(bootstrap, security, acls())))
    raise typer.Exit(1 if made.differences else 0)


def _print(allowed: Allowed) -> None:
    for word, entries in (("allowed", allowed.added), ("forbids", allowed.removed)):
        for acl in entries:
            print(f"{word}  {acl.user} to {acl.operation} {acl.resource} {acl.name}")
    print(f"access   {len(allowed.added) + len(allowed.existing)} entries")
