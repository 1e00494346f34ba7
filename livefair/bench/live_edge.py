"""`make bench-live`: the live edge beside a bare epoll loop and `websockets.broadcast`, all in one run.

All sides hold their viewers at the same time and take turns in each round, so that a busy machine affects them alike.
The crowd is a process of its own in C. Prints a table and writes `build/bench-live.json`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import resource
import statistics
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from livefair.bench.figures import Figure, show, write
from livefair.bench.live_edge_burst import burst
from livefair.bench.live_edge_drop import drop_to_last_viewer
from livefair.bench.live_edge_server import ROOMS
from livefair.bench.live_edge_sides import BUILT, Round, Side, side
from livefair.bench.live_edge_slow import slow_readers
from services.notify.rooms import frames
from services.notify.rooms.places import Place
from services.notify.rooms.room import Change

SIDES = ("bare", "broadcast", "edge")
ROUNDS = 15
PAUSE_S = 0.12  # a room gets at most ten frames a second
COALESCED = len(ROOMS)
HELD = 10_000
HELLO = '{"type":"hello"}'
WELCOMED = 1
SPARE_DESCRIPTORS = 200

Sides = dict[str, Side]


@dataclass(frozen=True, slots=True)
class Scale:
    """The size of the measurement."""

    viewers: int
    held: int
    repeats: int


def subscribe(room: str, since: str | None = None) -> str:
    return f'{{"type":"subscribe","room":"{room}"' + (f',"since":"{since}"}}' if since else "}")


def example() -> str:
    """A frame as notify sends it, for the other sides to send."""
    counters = {"applications": 100_000, "applicants": 100_000}
    change = Change(100_000, "livefair.fairs:0:100000", counters, ())
    return frames.update(ROOMS[0], Place("epoch", 0, 100_000), change).decode()


@contextlib.asynccontextmanager
async def all_sides(viewers: int) -> AsyncIterator[tuple[Sides, dict[str, float]]]:
    """Every side with its viewers, and how long they took to connect."""
    async with contextlib.AsyncExitStack() as stack:
        sides = {name: await stack.enter_async_context(side(name)) for name in SIDES}
        joining = [HELLO, *map(subscribe, ROOMS)]
        took = {name: await sides[name].open(viewers, [], 0) for name in ("bare", "broadcast")}
        took["edge"] = await sides["edge"].open(viewers, joining, WELCOMED + len(ROOMS))
        yield sides, took


async def turns(sides: Sides, frames_each: int, rounds: int) -> dict[str, list[Round]]:
    """Every side sends in each round."""
    text = {"edge": "0"}
    found: dict[str, list[Round]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, one in sides.items():
            await asyncio.sleep(PAUSE_S)
            found[name].append(await one.send(frames_each, text.get(name, example())))
    return found


def medians(rounds: dict[str, list[Round]], of: Callable[[Round], float]) -> dict[str, float]:
    return {name: statistics.median(map(of, some)) for name, some in rounds.items()}


async def fan_out(sides: Sides, scale: Scale, say: Callable[[str], None]) -> list[Figure]:
    """Send one frame, and ten, to all viewers of each side."""
    rates: dict[str, list[float]] = {name: [] for name in SIDES}
    p99s: dict[str, list[float]] = {name: [] for name in SIDES}
    costs: dict[str, list[float]] = {name: [] for name in SIDES}
    coalesced: dict[str, list[float]] = {name: [] for name in SIDES}
    for repeat in range(scale.repeats):
        one = await turns(sides, 1, ROUNDS)
        ten = await turns(sides, COALESCED, max(2, ROUNDS // 3))
        for name in SIDES:
            rates[name].append(medians(one, lambda found: found.deliveries_per_s)[name])
            p99s[name].append(1_000 * medians(one, lambda found: found.p99_s)[name])
            costs[name].append(medians(one, lambda found: found.cpu_us)[name])
            coalesced[name].append(medians(ten, lambda found: found.deliveries_per_s)[name])
        say(f"fan-out {repeat + 1}/{scale.repeats}: " + ", ".join(f"{name} {rates[name][-1]:,.0f}/s" for name in SIDES))
    loop, library = "a bare epoll loop in C", "websockets.broadcast"
    return [
        Figure("fanout_vs_bare", "deliveries/s", rates["edge"], rates["bare"], loop, ">= 0.75"),
        Figure("fanout_vs_broadcast", "deliveries/s", rates["edge"], rates["broadcast"], library, ">= 1.4"),
        Figure("fanout_p99_vs_bare", "ms", p99s["edge"], p99s["bare"], loop, "<= 1.5"),
        Figure("fanout_cpu_vs_bare", "us/delivery", costs["edge"], costs["bare"], loop),
        Figure(
            "coalesced_vs_bare", "deliveries/s", coalesced["edge"], coalesced["bare"], f"{loop}, one by one", ">= 4"
        ),
    ]


async def reconnects(edge: Side, scale: Scale, say: Callable[[str], None], library: float) -> Figure:
    """Cut all viewers, change the room, let all reconnect at once. Raises RuntimeError where one was not resumed."""
    seconds: list[float] = []
    for _ in range(scale.repeats):
        (place,) = await edge.server.ask("place")
        await edge.crowd.ask("close")
        await edge.server.ask("send 1 0")
        number = place.rpartition(":")[2]
        before, _, _ = frames.resumed(ROOMS[0], Place("epoch", 0, int(number))).decode().rpartition(number)
        await edge.crowd.ask(f"track {before}")
        answers = WELCOMED + 2  # `resumed`, and the missed update
        joining = [HELLO, subscribe(ROOMS[0], place)]
        seconds.append(await edge.open(scale.viewers, joining, answers, at_once=scale.viewers))
        resumed = int((await edge.crowd.ask(f"tell {number}"))[0])
        if resumed != scale.viewers:
            raise RuntimeError(f"{resumed} of {scale.viewers} were resumed where they had been")
        say(f"{scale.viewers} came back at once within {seconds[-1]:.1f} s, all of them resumed")
    against = "the library's server, first handshakes alone, 256 at once"
    return Figure(f"reconnect_{scale.viewers}_s", "s", seconds, [library], against, "<= 20 s")


async def held_sockets(scale: Scale, say: Callable[[str], None]) -> Figure:
    """The memory of one more viewer, beside many."""
    found: dict[str, list[float]] = {"edge": [], "broadcast": []}
    for name, each in found.items():
        joining = ([HELLO, subscribe(ROOMS[0])], WELCOMED + 1) if name == "edge" else ([], 0)
        for _ in range(scale.repeats if name == "edge" else 1):
            async with side(name) as one:
                before = await one.memory()
                await one.open(scale.held, *joining)
                each.append((await one.memory() - before) / scale.held)
        say(f"{name} holds {scale.held} sockets with {each[-1] / 1024:.1f} KiB each")
    return Figure("bytes_per_socket", "bytes", found["edge"], found["broadcast"], "the library's server", "<= 30720")


async def bench(names: list[str], scale: Scale, out: Path, say: Callable[[str], None]) -> list[Figure]:
    """Measure the named parts, or all. Results are written as soon as they are there."""
    found: list[Figure] = []

    def keep(*figures: Figure) -> None:
        found.extend(figures)
        write(figures, out)

    if {"fanout", "slow", "reconnect"} & {*names}:
        async with all_sides(scale.viewers) as (sides, took):
            if "fanout" in names:
                keep(*await fan_out(sides, scale, say))
            if "slow" in names:
                keep(*await slow_readers(sides["edge"], scale.repeats, say))
            if "reconnect" in names:
                keep(await reconnects(sides["edge"], scale, say, took["broadcast"]))
    if "held" in names:
        keep(await held_sockets(scale, say))
    if "drop" in names:
        keep(*await drop_to_last_viewer(scale.viewers, scale.repeats, say))
    if "burst" in names:
        keep(*await burst(scale.viewers, scale.repeats, say))
    return found


PARTS = ("fanout", "slow", "reconnect", "held", "drop", "burst")


def prepare(scale: Scale) -> None:
    """Raise the limit of descriptors. Exits with one line where something is missing."""
    for program in ("viewers", "bare"):
        if not (BUILT / program).exists():
            sys.exit(f"{BUILT / program} is not built: a C compiler is needed (apt-get install gcc libc6-dev)")
    needed = max(scale.viewers, scale.held) + SPARE_DESCRIPTORS
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < needed:
        sys.exit(f"{needed} descriptors are needed and {most} allowed: raise `ulimit -Hn`, or say VIEWERS and HELD")
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", help=f"of {', '.join(PARTS)}; all of them where none is given")
    options.add_argument("--viewers", type=int, default=5_000)
    options.add_argument("--held", type=int, default=HELD)
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--out", type=Path, default=Path("build/bench-live.json"))
    chosen = options.parse_args()
    scale = Scale(chosen.viewers, chosen.held, chosen.repeats)
    prepare(scale)
    console = Console()
    figures = asyncio.run(bench(chosen.names or list(PARTS), scale, chosen.out, console.print))
    show(figures, console)
    console.print(f"written to {chosen.out}")


if __name__ == "__main__":
    main()
