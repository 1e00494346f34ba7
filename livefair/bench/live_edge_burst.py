"""A burst: 2,000 submissions a second for ten seconds through one capped drop, with thousands of viewers who count.

The whole system, the crowd and the load share this machine. It fails unless every acknowledged submission is counted,
the cap is exact in log order, every socket is still open and its counters are right. The achieved rate is shown beside
the wanted one. The waitlist holds 20,000, so that no submission is refused.
"""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from livefair.bench.figures import MS, Figure
from livefair.bench.live_edge_drop import Show, begin_show, drop_seen
from livefair.bench.live_edge_sides import BUILT, Side, Talker
from livefair.bench.sending import Sent, Student, enrolled, offset_of, sent
from livefair.client.caller import http_client
from livefair.system.system import APACHE, Options, System
from livefair.system.up import running

PER_S, SECONDS, CAP = 2_000, 10, 200
SUBMISSIONS = PER_S * SECONDS
QUIET, QUIET_PER_S = 200, 50
CONVERGED_S, ASK_AGAIN_S = 60.0, 0.1
HELD = 0.99  # of the wanted rate: the last answer comes a little after the last request
IN_ORDER = """
SELECT student, admitted, state, drop_place, "offset" FROM applications WHERE drop = $1 ORDER BY "offset"
"""


@dataclass(frozen=True, slots=True)
class Burst:
    """The result of one burst."""

    quiet: Sent
    sent: Sent
    read_ms: float
    """From the last answer until a read with `after=` its receipt was answered."""
    last_socket_ms: float
    """From the last answer until the last socket had the final counters."""


async def burst(viewers: int, repeats: int, say: Callable[[str], None]) -> list[Figure]:
    """Each repeat has a new fair and the same students. Raises RuntimeError where a number is wrong."""
    with tempfile.TemporaryDirectory(prefix="livefair-bench-", ignore_cleanup_errors=True) as folder:
        system = System(Options(Path(folder), APACHE))
        crowd_talks = Talker.start(str(BUILT / "viewers"))
        async with running(system, lambda _: None) as up, http_client() as http, crowd_talks as crowd:
            run = up.current()
            began = time.monotonic()
            students = await enrolled(run, system.home, SUBMISSIONS)
            say(f"{len(students)} students saved a resume within {time.monotonic() - began:.0f} s")
            side = Side(crowd, crowd, int(run["notify"].rpartition(":")[2]))
            found = []
            for _ in range(repeats):
                show = await begin_show(http, run, system.home, 2)
                found.append(await one_burst(run, show, side, students, viewers, say))
    return figures(found)


def figures(found: list[Burst]) -> list[Figure]:
    rates, asked = [one.sent.per_s for one in found], [float(PER_S)] * len(found)
    answers = [each for one in found for each in one.sent.milliseconds]
    quiet = [each for one in found for each in one.quiet.milliseconds]
    last, reads = [one.last_socket_ms for one in found], [one.read_ms for one in found]
    return [
        Figure("burst", "acknowledged/s", rates, asked, "what was sent for ten seconds", f">= {HELD}"),
        Figure("burst_answer", "ms", answers, quiet, f"the same at {QUIET_PER_S} a second", p99=True),
        Figure("burst_to_last_socket", "ms", last, reads, "until a read of the last receipt"),
    ]


async def one_burst(
    run: dict[str, Any], show: Show, side: Side, students: list[Student], viewers: int, say: Callable[[str], None]
) -> Burst:
    """Connect the viewers, drop a job, send all submissions, and compare all numbers."""
    job, quiet_job = show.jobs
    quiet = await sent(run, [one.submits(quiet_job) for one in students[:QUIET]], QUIET_PER_S)
    room = f'{{"type":"subscribe","room":"session:{show.session}"}}'
    await side.crowd.ask('track "viewers":')
    took = await side.open(viewers, ['{"type":"hello"}', room], 2)
    await converged(side.crowd, [viewers], viewers, 0)
    drop, _, seen_ms = await drop_seen(show, job, side.crowd, CAP)
    say(f"{viewers} viewers came within {took:.1f} s and were counted; the last saw the drop after {seen_ms:.0f} ms")
    tracked = ("applications", f"drop:{drop}:applications", f"drop:{drop}:remaining")
    await side.crowd.ask("track " + "\t".join(f'"{name}":' for name in tracked))
    students = random.Random(drop).sample(students, len(students))
    submitted = await sent(run, [one.submits(job, drop=drop) for one in students], PER_S)
    counted, read_ms = await read_counters(show, submitted)
    stored = await rows_checked(run["postgres"], drop, students, submitted)
    truth = [stored, stored, max(0, CAP - stored)]
    if [counted[name] for name in tracked] != truth:
        raise RuntimeError(f"a read says {counted}, not {truth}")
    last_ms = await converged(side.crowd, truth, viewers, submitted.ended)
    tell(submitted, stored, last_ms, say)
    await side.crowd.ask("close")
    began = time.monotonic()
    ended = await show.host.write("POST", f"/sessions/{show.session}/end")
    await show.host.read(f"/sessions/{show.session}", after=ended["receipt"]["position"])
    say(f"the session's end turned away the {stored - CAP} in line within {time.monotonic() - began:.1f} s")
    return Burst(quiet, submitted, read_ms, last_ms)


def tell(submitted: Sent, stored: int, last_ms: float, say: Callable[[str], None]) -> None:
    reached = "held" if submitted.per_s >= HELD * PER_S else "NOT HELD on this machine"
    others = f", others {dict(submitted.others)}" if submitted.others else ""
    say(
        f"burst: {PER_S} a second {reached}: {len(submitted.acknowledged)} of {SUBMISSIONS} acknowledged at "
        f"{submitted.per_s:,.0f}/s{others}; {stored} counted; {CAP} got in, by the lowest offsets; "
        f"all sockets right {last_ms:.0f} ms after the last answer, none lost"
    )


async def read_counters(show: Show, submitted: Sent) -> tuple[dict[str, int], float]:
    """The session's counters once all acknowledged submissions are decided, and how long after the last answer."""
    newest = max(submitted.acknowledged.values(), key=offset_of)
    read = await show.host.read(f"/sessions/{show.session}", after=newest)
    return read["counters"], (time.monotonic_ns() - submitted.ended) / MS


async def converged(crowd: Talker, truth: list[int], viewers: int, since: int) -> float:
    """Milliseconds until the last socket had the right numbers. Raises RuntimeError where one did not, or was lost."""
    wanted, deadline = "\t".join(map(str, truth)), time.monotonic() + CONVERGED_S
    while True:
        right, wrong, lost, _, _, last = (int(word) for word in await crowd.ask(f"tell {wanted}"))
        if right == viewers and not lost:
            return (last - since) / MS
        if lost or time.monotonic() > deadline:
            raise RuntimeError(f"{right} of {viewers} sockets tell {truth}, {wrong} something else, {lost} were lost")
        await asyncio.sleep(ASK_AGAIN_S)


async def rows_checked(dsn: str, drop: str, students: list[Student], submitted: Sent) -> int:
    """The number of submissions through the drop. Raises RuntimeError where it contradicts the receipts.

    A row without a receipt belongs to a request whose answer said that the result is unknown.
    """
    connection = await asyncpg.connect(dsn, ssl=False)
    try:
        rows = await connection.fetch(IN_ORDER, UUID(drop))
    finally:
        await connection.close()
    receipts = {students[number].sub: offset_of(position) for number, position in submitted.acknowledged.items()}
    offsets = {row["student"]: row["offset"] for row in rows}
    if not receipts.items() <= offsets.items() or len(rows) > len(receipts) + submitted.others.total():
        raise RuntimeError(f"{len(rows)} rows do not stand where {len(receipts)} receipts say")
    found = [(row["drop_place"], row["admitted"], row["state"]) for row in rows]
    if found != [(place, place <= CAP, "submitted" if place <= CAP else "waitlisted") for place, *_ in found]:
        raise RuntimeError(f"{sum(row['admitted'] for row in rows)} got in, or not the first {CAP}")
    if [place for place, *_ in found] != list(range(1, len(rows) + 1)):
        raise RuntimeError("the places in the drop are not in the order of the log")
    return len(rows)
