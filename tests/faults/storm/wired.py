"""A system of two of each service in which each connection to Kafka and PostgreSQL passes a link of its own.

The broker and PostgreSQL belong to the storm, which kills and restarts them; `livefair up` supervises the services.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.conftest import RunningKafka, RunningPostgres
from tests.e2e.running import System, running
from tests.faults import books
from tests.faults.conftest import TWO_OF_EACH
from tests.faults.storm.faults import KINDS
from tests.faults.storm.link import HOST, Link

INSTANCES = tuple(f"{kind}-{number}" for kind in KINDS for number in (1, 2))
USING_POSTGRES = tuple(name for name in INSTANCES if name.startswith(("fair", "reads")))


@dataclass(frozen=True, slots=True)
class Wired:
    """`links` by their ends, as `fair-1=kafka`."""

    system: System
    kafka: RunningKafka
    postgres: RunningPostgres
    links: dict[str, Link]


@asynccontextmanager
async def wired(folder: Path) -> AsyncIterator[Wired]:
    """Running for the duration of the block, in this folder."""
    async with AsyncExitStack() as stack:
        links = {f"{name}=kafka": Link() for name in INSTANCES}
        links |= {f"{name}=postgres": Link() for name in USING_POSTGRES}
        for link in links.values():
            await link.start()
            stack.push_async_callback(link.stop)
        kafka = await _kafka(stack, folder, links)
        postgres = await _postgres(stack, folder, links)
        told = [option for name in INSTANCES for option in _told(name, links, postgres.dsn)]
        servers = ("--kafka", kafka.bootstrap, "--postgres", postgres.dsn)
        system = await stack.enter_async_context(running(folder / "storm", *servers, *TWO_OF_EACH, *told))
        await books.watch(system)
        yield Wired(system, kafka, postgres, links)


async def _kafka(stack: AsyncExitStack, folder: Path, links: dict[str, Link]) -> RunningKafka:
    """A broker with a listener for each instance, whose advertised address is the instance's link."""
    doors = {name: links[f"{name}=kafka"] for name in INSTANCES}
    kafka = RunningKafka(folder / "storm-kafka", {name: link.port for name, link in doors.items()})
    for name, link in doors.items():
        link.target = kafka.doors[name]
    await kafka.start()
    stack.push_async_callback(kafka.stop)
    return kafka


async def _postgres(stack: AsyncExitStack, folder: Path, links: dict[str, Link]) -> RunningPostgres:
    postgres = RunningPostgres(folder / "storm-postgres", durable=True)
    await postgres.start()
    stack.push_async_callback(postgres.stop)
    for name in USING_POSTGRES:
        links[f"{name}=postgres"].target = int(urlsplit(postgres.dsn).port or 0)
    return postgres


def _told(name: str, links: dict[str, Link], dsn: str) -> list[str]:
    """The options of `livefair up` that send an instance through its links."""
    settings = [f"{name}:LIVEFAIR_KAFKA={HOST}:{links[f'{name}=kafka'].port}"]
    if f"{name}=postgres" in links:
        parts = urlsplit(dsn)
        through = f"{parts.username}:{parts.password}@{HOST}:{links[f'{name}=postgres'].port}"
        settings.append(f"{name}:LIVEFAIR_POSTGRES={urlunsplit(parts._replace(netloc=through))}")
    return [word for setting in settings for word in ("--set", setting)]
