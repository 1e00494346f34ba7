"""The command `livefair retain`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from livefair.commands.options import HOME, HomeOption, KafkaOption, PostgresOption
from livefair.failure import Failure
from livefair.system.home import Home
from livefair.system.security import kafka_security, postgres_of
from plumbing.kafka.publisher import Publisher, Unavailable
from plumbing.kafka.settings import KafkaSettings
from plumbing.objects.store import Objects
from plumbing.postgres.pool import Pool
from schemas.topics import FAIRS
from services.fair.engine.retention import FAIRS_AT_ONCE, Retention
from services.fair.settings import RETENTION_DAYS, RETENTION_DAYS_MAX

ALL = [(FAIRS.name, partition) for partition in range(FAIRS.partitions)]


def command(
    home: HomeOption = HOME,
    postgres: PostgresOption = None,
    kafka: KafkaOption = None,
    objects: Annotated[str, typer.Option(help="A folder or s3://BUCKET/PREFIX; without it, that of the system.")] = "",
    days: Annotated[
        int, typer.Option(min=0, max=RETENTION_DAYS_MAX, help="How long after its end a fair keeps its texts.")
    ] = RETENTION_DAYS,
) -> None:
    """Forget fairs now that ended long ago: destroy the keys of their texts, and say so in the log.

    Ten at most, those that ended first; repeat it until it says 0. fair does the same every minute, after three years.
    """
    run = Home(home).read_run() if not (postgres and kafka and objects) else {}
    settings = KafkaSettings(kafka or str(run["kafka"]), "livefair-retain", security=kafka_security())
    done = asyncio.run(_retain(postgres_of(home, postgres), settings, Objects(objects or str(run["objects"])), days))
    print(f"forgot {done} fairs" + (", there may be more" if done == FAIRS_AT_ONCE else ""))


async def _retain(dsn: str, kafka: KafkaSettings, objects: Objects, days: int) -> int:
    pool, publisher = Pool(dsn, size_max=1, name="livefair-retain"), Publisher(kafka)
    try:
        await pool.start()
        await publisher.start()
        return await Retention(pool, publisher, objects, lambda: ALL, days).look()
    except Unavailable as error:
        raise Failure(str(error)) from None
    finally:
        await publisher.stop()
        await pool.stop()
