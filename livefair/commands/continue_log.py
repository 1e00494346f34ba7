"""The command `livefair continue-log`."""

from __future__ import annotations

import asyncio

from livefair.audit.continuing import continue_log
from livefair.audit.republish import republish
from livefair.commands import republish as republishing
from livefair.commands.options import HOME, HomeOption, KafkaOption, PostgresOption
from livefair.system.home import Home
from livefair.system.security import kafka_security, postgres_of
from plumbing.kafka.settings import KafkaSettings

BACK_S = 120.0  # a fair that stopped is started again within this time


def command(home: HomeOption = HOME, postgres: PostgresOption = None, kafka: KafkaOption = None) -> None:
    """Make the tables the truth after Kafka lost records that they have, and let fair decide again.

    Only where no copy of the log has these records: what is lost cannot be rebuilt afterwards, so back up PostgreSQL
    first. Fills the lost offsets with empty records, appends records again that were written meanwhile, and makes the
    catalog and the rooms anew. Fair may be started or be restarted meanwhile. Exit status 1: something is not done yet.
    """
    dsn, bootstrap = postgres_of(home, postgres), kafka or Home(home).read_run()["kafka"]
    asyncio.run(_run(dsn, KafkaSettings(bootstrap, "livefair-continue-log", security=kafka_security())))


async def _run(dsn: str, kafka: KafkaSettings) -> None:
    done = await continue_log(dsn, kafka)
    for one in done:
        place = f"{one.place.topic}:{one.place.partition}"
        print(
            f"lost      {place} before {one.until:,}: {one.filled:,} offsets filled, {one.repeated:,} records repeated"
        )
    if not done:
        print("nothing   the log has all that the tables have decided")
    print(republishing.told(await republish(dsn, catalog=True, rooms=True, unsent_s=BACK_S)))
