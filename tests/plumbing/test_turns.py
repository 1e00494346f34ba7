"""Askers take turns, however many requests each has."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbing.limits import ADDRESS, ALL, PERSON, Limit
from plumbing.turns import NoTurn, Turns

PLACES = Limit("places", 20, "503", shares={PERSON: 3, ADDRESS: 15}, over_share="429")
CROWD, ANN = {ADDRESS: "192.0.2.1"}, {PERSON: "ann"}
LONG_S = 30.0


class Desk:
    """Requests that hold their turn until they are told to end, and the order in which they began."""

    def __init__(self, turns: Turns) -> None:
        self.turns, self.began, self.ending = turns, list[str](), asyncio.Semaphore(0)

    async def ask(self, name: str, who: Mapping[str, str], within_s: float = LONG_S) -> None:
        async with self.turns.turn(who, within_s):
            self.began.append(name)
            await self.ending.acquire()

    def asked(self, name: str, who: Mapping[str, str], within_s: float = LONG_S) -> asyncio.Task[None]:
        return asyncio.create_task(self.ask(name, who, within_s))

    async def ends(self, number: int) -> None:
        """Let this many requests end, one after the other, and the next ones begin."""
        for _ in range(number):
            self.ending.release()
            await settled()


async def settled() -> None:
    """Let every task run until it waits."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_single_request_waits_for_no_crowd() -> None:
    """One request comes after those that run, and before the others of somebody who asked many times earlier."""
    desk = Desk(Turns(2, 2, PLACES))
    crowd = [desk.asked(f"crowd {number}", CROWD) for number in range(10)]
    await settled()
    ann = desk.asked("ann", ANN)
    await settled()
    await desk.ends(2)
    assert desk.began == ["crowd 0", "crowd 1", "crowd 2", "ann"]
    await desk.ends(9)
    await asyncio.gather(ann, *crowd)


async def test_one_asker_does_not_have_all_turns() -> None:
    """Somebody else's first request begins at once while a crowd waits."""
    desk = Desk(Turns(4, 2, PLACES))
    crowd = [desk.asked(f"crowd {number}", CROWD) for number in range(6)]
    await settled()
    ann = desk.asked("ann", ANN)
    await settled()
    assert desk.began == ["crowd 0", "crowd 1", "ann"]
    await desk.ends(7)
    await asyncio.gather(ann, *crowd)


async def test_places_to_wait_are_bounded() -> None:
    """Beyond a share the asker is refused at once, and beyond the bound everybody is."""
    desk = Desk(Turns(1, 1, PLACES))
    waiting = [desk.asked("", CROWD) for _ in range(16)]
    await settled()
    with pytest.raises(NoTurn) as full:
        await desk.ask("", CROWD)
    assert full.value.bound == ADDRESS
    waiting += [desk.asked("", {PERSON: f"stu-{number}"}) for number in range(5)]
    await settled()
    with pytest.raises(NoTurn) as full:
        await desk.ask("", ANN)
    assert full.value.bound == ALL
    await desk.ends(len(waiting))
    await asyncio.gather(*waiting)


async def test_without_limits_one_may_have_all() -> None:
    """As in benchmarks, where one address sends everything."""
    desk = Desk(Turns(4, 1, PLACES, limited=False))
    crowd = [desk.asked("", ANN) for _ in range(10)]
    await settled()
    assert len(desk.began) == 4
    await desk.ends(10)
    await asyncio.gather(*crowd)


async def test_a_turn_that_does_not_come_in_time_is_refused() -> None:
    """It takes no place any more, and the turn goes to the next one."""
    desk = Desk(Turns(1, 1, PLACES))
    first, late, last = desk.asked("first", ANN), desk.asked("late", ANN, 0.01), desk.asked("last", ANN)
    with pytest.raises(NoTurn):
        await late
    await desk.ends(2)
    await asyncio.gather(first, last)
    assert desk.began == ["first", "last"]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), max_size=25))
def test_every_turn_is_given_back(steps: list[tuple[str, int]]) -> None:
    """Whatever ends, fails or is cancelled at whatever moment, all turns are free at the end."""

    async def run() -> None:
        turns = Turns(2, 1, PLACES)
        desk = Desk(turns)
        asked: list[asyncio.Task[None]] = []
        for who, step in steps:
            asked.append(desk.asked(who, {PERSON: who}))
            if step == 1:
                asked[len(asked) // 2].cancel()
            if step == 2:
                desk.ending.release()
            if step != 3:
                await asyncio.sleep(0)
        for _ in asked:
            desk.ending.release()
        await asyncio.gather(*asked, return_exceptions=True)
        assert (turns._free, turns._running, turns._queues, turns._waiting.taken) == (2, {}, {}, 0)

    asyncio.run(run())
