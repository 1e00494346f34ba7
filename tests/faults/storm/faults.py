"""The faults of a storm: each kind, how often it comes, and the plan that a seed makes of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

KINDS = ("ingest", "fair", "reads", "notify")
LONG_S, SHORT_S = 30.0, 8.0  # how long a suspended process stays so; both are longer than a session in a group


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of the table: what is done to one of `targets`, how long it lasts, and how many of 200 faults it is.

    A fault that lasts 0 s is over at once. `from_end`: the path can work again only when the fault is over, so the time
    is counted from there; else another instance can take over, and it is counted from the fault's beginning.
    """

    name: str
    what: str
    targets: tuple[str, ...]
    of_200: int
    lasts_s: tuple[float, float] = (0.0, 0.0)
    from_end: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    kind: Kind
    target: str
    lasts_s: float

    def __str__(self) -> str:
        return f"{self.kind.what} {self.target}" + (f" for {self.lasts_s:.0f} s" if self.lasts_s else "")


def kinds(instances: Sequence[str], suspended_s: float = LONG_S) -> list[Kind]:
    """All kinds for instances as `fair-1`; a link is named as its ends, `fair-1=kafka`."""
    of = {kind: tuple(name for name in instances if name.rpartition("-")[0] == kind) for kind in KINDS}
    long = (suspended_s, suspended_s)
    services = [
        *(Kind(f"kill -9 of {kind}", "kill", of[kind], 25) for kind in KINDS),
        *(Kind(f"{kind} stopped in order", "stop", of[kind], 3) for kind in KINDS),
        *(Kind(f"{kind} suspended", "suspend", of[kind], 5, long) for kind in KINDS),
    ]
    servers = [
        Kind("kill -9 of PostgreSQL", "kill", ("postgres",), 17),
        Kind("PostgreSQL restarted", "stop", ("postgres",), 7),
        Kind("PostgreSQL suspended", "suspend", ("postgres",), 2, long, from_end=True),
        Kind("kill -9 of the broker", "kill", ("kafka",), 6),
        Kind("broker restarted", "stop", ("kafka",), 4),
        Kind("broker suspended", "suspend", ("kafka",), 2, long, from_end=True),
    ]
    links = [one for kind in KINDS for one in _links(of[kind], kind, "kafka", "Kafka")]
    # Its partitions stay with a fair that is cut off from the database alone.
    links += _links(of["fair"], "fair", "postgres", "PostgreSQL", from_end=True)
    links += _links(of["reads"], "reads", "postgres", "PostgreSQL")
    return [*services, *servers, *links]


def _links(near: Sequence[str], kind: str, far: str, name: str, from_end: bool = False) -> tuple[Kind, Kind]:
    targets = tuple(f"{one}={far}" for one in near)
    return (
        Kind(f"{kind} - {name} cut", "cut", targets, 3, (1.0, 4.0), from_end),
        Kind(f"{kind} - {name} silent", "silence", targets, 2, (4.0, 12.0), from_end),
    )


def plan(of: Sequence[Kind], seed: int, count: int) -> list[Fault]:
    """`count` faults in random order, each kind as often as its share says, and the same for the same seed."""
    chance = random.Random(seed)
    shares = [kind for kind in of for _ in range(kind.of_200)]
    chance.shuffle(shares)
    rounds = -(-count // len(shares))
    return [_one(kind, chance) for kind in (shares * rounds)[:count]]


def one_of_each(of: Sequence[Kind], seed: int) -> list[Fault]:
    """Every kind once, in random order."""
    chance = random.Random(seed)
    return [_one(kind, chance) for kind in chance.sample(of, len(of))]


def _one(kind: Kind, chance: random.Random) -> Fault:
    return Fault(kind, chance.choice(kind.targets), round(chance.uniform(*kind.lasts_s), 1))
