"""The command `livefair collect`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from aiokafka.errors import KafkaError

from livefair.audit.collect import Collected, collect
from livefair.commands.options import HOME, HomeOption, KafkaOption, PostgresOption
from livefair.failure import Failure
from livefair.system.home import Home
from livefair.system.security import kafka_security, postgres_of
from plumbing.kafka.settings import KafkaSettings
from plumbing.objects.store import Objects, StoreAway

MIB = 1_048_576


def command(
    home: HomeOption = HOME,
    postgres: PostgresOption = None,
    kafka: KafkaOption = None,
    objects: Annotated[str, typer.Option(help="A folder or s3://BUCKET/PREFIX; without it, that of the system.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Delete nothing, only count.")] = False,
) -> None:
    """Delete stored resumes and messages that nothing names and that are older than a day. Run it daily.

    Exit status 1: the log is not decided to its end, or a server does not answer; nothing was deleted then.
    """
    run = Home(home).read_run() if not (kafka and objects) else {}
    brokers = kafka or str(run["kafka"])
    settings = KafkaSettings(brokers, "livefair-collect", security=kafka_security())
    store = Objects(objects or str(run["objects"]))
    try:
        done = asyncio.run(collect(postgres_of(home, postgres), settings, store, dry_run=dry_run))
    except KafkaError as error:
        raise Failure(f"no answer from Kafka at {brokers}: {error!r}") from None
    except StoreAway as error:
        raise Failure(f"the object store does not answer: {error}") from None
    print(told(done, dry_run=dry_run))


def told(done: Collected, *, dry_run: bool) -> str:
    """What was done, in one line."""
    did = "would delete" if dry_run else "deleted"
    return f"{done.objects:,} objects; {did} {done.unnamed:,} that nothing names, {done.unnamed_bytes / MIB:,.1f} MiB"
