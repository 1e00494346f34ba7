"""The command `livefair topics`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from livefair.commands.options import HOME, HomeOption, KafkaOption
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
) -> None:
    """Create the topics that are missing and compare those that exist with their description.

    Nothing that exists is changed. Exit status 1: a topic differs in its partitions or its settings.
    """
    made = asyncio.run(create_topics(kafka or Home(home).read_run()["kafka"], replication, security=kafka_security()))
    for name in made.created:
        print(f"created  {name}")
    for name in made.existing:
        print(f"exists   {name}")
    for difference in made.differences:
        print(f"differs  {difference}")
    raise typer.Exit(1 if made.differences else 0)
