"""Drops during a flood of comments, on a real log and process, arrive as early as without it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import statistics
import time
from collections.abc import AsyncIterator, Callable

import websockets

from services.notify.rooms.beside import FRAME_COMMENTS_MAX
from services.notify.rooms.pace import CHAT_TICK_S
from tests.services.notify.chatting import posted
from tests.services.notify.standing import World, start_program, until_ready
from tests.services.notify.watching import SESSION, Viewer

ROOM = SESSION.replace("3", "a")
VIEWERS = 10
DROPS, DROP_EVERY_S = 15, 0.15
COMMENTS_PER_S, SAID_AT_ONCE = 2_000, 40
LATER_S_MAX = 0.05
"""The median drop may reach the last socket this much later: half of what waiting for comments would cost."""


class Watching(Viewer):
    """A client that records when each item arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.came: dict[int, float] = {}
        self.joined = asyncio.Event()
        self.told_comments = asyncio.Event()

    async def watch(self, port: int) -> None:
        async with websockets.connect(f"ws://127.0.0.1:{port}/v1/live", proxy=None, compression=None) as socket:
            for said in ({"type": "hello"}, {"type": "subscribe", "room": ROOM}):
                await socket.send(json.dumps(said))
            async for text in socket:
                frame = json.loads(text)
                if frame["type"] != "welcome":
                    self.fold(frame)
                    self.came |= dict.fromkeys((item["data"]["n"] for item in frame["items"]), time.monotonic())
                    self.joined.set()
                if "comments" in frame:
                    self.told_comments.set()

    @property
    def frames_with_comments(self) -> int:
        return sum("comments" in frame for frame in self.frames)


@contextlib.asynccontextmanager
async def watching(port: int) -> AsyncIterator[list[Watching]]:
    """Clients that have all joined."""
    viewers = [Watching() for _ in range(VIEWERS)]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(viewer.watch(port)) for viewer in viewers]
        await asyncio.gather(*(viewer.joined.wait() for viewer in viewers))
        yield viewers
        for task in tasks:
            task.cancel()


async def flood(world: World, ended: asyncio.Event) -> int:
    """Comment until stopped; returns the number of comments."""
    began, said = time.monotonic(), 0
    while not ended.is_set():
        await world.say(ROOM, *(posted(number, ROOM) for number in range(said, said + SAID_AT_ONCE)))
        said += SAID_AT_ONCE
        await asyncio.sleep(began + said / COMMENTS_PER_S - time.monotonic())
    return said


async def drop(world: World, viewers: list[Watching], first: int, *, after_comments: bool) -> list[float]:
    """Drop jobs, each right after a frame with comments; returns the time until the last client has each."""
    published: dict[int, float] = {}
    for number in range(first, first + DROPS):
        await asyncio.sleep(DROP_EVERY_S)
        if after_comments:
            viewers[0].told_comments.clear()
            await viewers[0].told_comments.wait()
        published[number] = time.monotonic()
        await world.publish(ROOM, number, drops=number)
    await until(lambda: all(number in viewer.came for viewer in viewers for number in published))
    return [max(viewer.came[number] for viewer in viewers) - at for number, at in published.items()]


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.02)


async def test_a_flood_of_comments_makes_no_drop_late(world: World) -> None:
    """Two thousand comments a second: four frames a second, each comment is sent or counted as skipped on every socket,
    and a drop right after such a frame is not delayed."""
    environment = world.environment()
    port = int(environment["LIVEFAIR_PORT"])
    program = await start_program(environment)
    try:
        await until_ready(port)
        await world.publish(ROOM, drops=0)
        async with watching(port) as viewers:
            quiet = await drop(world, viewers, 1, after_comments=False)
            began, ended = time.monotonic(), asyncio.Event()
            flooding = asyncio.create_task(flood(world, ended))
            flooded = await drop(world, viewers, 1 + DROPS, after_comments=True)
            ended.set()
            said, flooded_s = await flooding, time.monotonic() - began
            await until(lambda: all(len(viewer.comments) + viewer.skipped == said for viewer in viewers))
            frames_max = (time.monotonic() - began) / CHAT_TICK_S + 1
    finally:
        program.terminate()
        await asyncio.wait_for(program.communicate(), 15)
    for viewer in viewers:
        assert viewer.frames_with_comments <= frames_max
        assert max(len(frame.get("comments", ())) for frame in viewer.frames) == FRAME_COMMENTS_MAX
        assert viewer.items == list(range(1, 1 + 2 * DROPS))
        assert viewer.counters["comments"] == said
    medians = [round(1000 * statistics.median(times)) for times in (quiet, flooded)]
    found = f"{medians[0]} ms without, {medians[1]} ms with {said / flooded_s:,.0f} comments/s in "
    found += f"{viewers[0].frames_with_comments / flooded_s:.1f} frames/s"
    assert statistics.median(flooded) <= statistics.median(quiet) + LATER_S_MAX, found
