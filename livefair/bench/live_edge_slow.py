"""Viewers who stop reading: how they affect the others and memory while their frames are buffered, and that they are
disconnected with 4409 when their buffer is full.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable

from livefair.bench.figures import Figure
from livefair.bench.live_edge_sides import Side

STALLED = 100
ROUNDS = 15
PAUSE_S = 0.12  # a room gets at most ten frames a second
FILLING_BYTES = 64 * 1024  # of an item: soon more than the kernel buffers for a viewer who does not read
FILLING_ROUNDS_MAX = 64  # 4 MiB; a socket may buffer 1 MiB


async def slow_readers(edge: Side, repeats: int, say: Callable[[str], None]) -> list[Figure]:
    """The p99 of usual frames without and with slow viewers. Raises RuntimeError where these are not disconnected."""
    quiet: list[float] = []
    stalled: list[float] = []
    memory: dict[str, list[float]] = {"before": [], "after": []}
    for repeat in range(1, repeats + 1):
        quiet.append(await p99_ms(edge))
        memory["before"].append(await edge.memory() / 2**20)
        await edge.crowd.ask(f"stall {STALLED}")
        await fill(edge, lambda held, _: held == STALLED, f"{STALLED} sockets hold something back")
        stalled.append(await p99_ms(edge))
        memory["after"].append(await edge.memory() / 2**20)
        say(f"slow readers {repeat}/{repeats}: p99 {quiet[-1]:.0f} -> {stalled[-1]:.0f} ms")
        if repeat == repeats:
            await fill(edge, lambda _, cut: cut == STALLED, f"{STALLED} sockets are cut off with 4409")
            say(f"{STALLED} slow readers were cut off with 4409 when each held back more than it may")
        await edge.crowd.ask("wake")
        await asyncio.sleep(1)
    return [
        Figure("slow_readers_p99_ratio", "ms", stalled, quiet, "the same without slow readers", "< 2"),
        Figure("slow_readers_memory", "MiB", memory["after"], memory["before"], "before they stopped", "1"),
    ]


async def p99_ms(edge: Side) -> float:
    """The p99 over all viewers who read, of the median round."""
    rounds = []
    for _ in range(ROUNDS):
        await asyncio.sleep(PAUSE_S)
        rounds.append((await edge.send(1, "0")).p99_s)
    return 1_000 * statistics.median(rounds)


async def fill(edge: Side, enough: Callable[[int, int], bool], what: str) -> None:
    """Send large frames until enough sockets have a buffer, or were disconnected."""
    for _ in range(FILLING_ROUNDS_MAX):
        held, cut = (int(word) for word in await edge.server.ask("slow"))
        if enough(held, cut):
            return
        await asyncio.sleep(PAUSE_S)
        await edge.send(1, str(FILLING_BYTES))
    raise RuntimeError(f"after {FILLING_ROUNDS_MAX} frames of {FILLING_BYTES} bytes it is not so that {what}")
