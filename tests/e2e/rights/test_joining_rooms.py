"""Who may join which room of the live edge: every kind of room, by everybody.

Its name makes it run before the matrix, which ends by archiving the fairs.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

from websockets.asyncio.client import connect

from tests.e2e.rights.people import Actor, World
from tests.e2e.running import System

ANSWER_S = 20.0
FORGED, SNAPSHOT, FORBIDDEN, UNKNOWN = "4401", "snapshot", "forbidden", "unknown_room"


def rooms(world: World) -> Iterator[tuple[str, str]]:
    """Each kind of room by its owner: the name, and who may join it."""
    own, refused = world.things["own"], world.things["refused"]
    for name, who in {"own": "anyone", "closed": "anyone", "archived": "nobody", "draft": "nobody"}.items():
        ids = world.things[name].ids
        yield f"fair:{ids['fair']}", who
        yield f"session:{ids['session']}", who
    yield f"fair:{world.things['absent'].ids['fair']}", "nobody"
    yield f"enterprise:{own.org}", own.org
    yield f"enterprise:{refused.org}", refused.org
    yield "me", "the signed-in"
    yield "a room of another kind", "nobody"


def expected(actor: Actor, room: str, owner: str) -> str:
    if actor.name == "forged":
        return FORGED
    if room.startswith("enterprise:"):
        return SNAPSHOT if (actor.role, actor.org) == ("enterprise", owner) else FORBIDDEN
    if room == "me":
        return FORBIDDEN if actor.is_guest else SNAPSHOT
    return SNAPSHOT if owner == "anyone" else UNKNOWN


async def answered(system: System, actor: Actor, room: str) -> str:
    """The code of an error, the type of another frame, or the code with which the connection was closed."""
    hello = {"type": "hello"} | ({"token": actor.person.token} if actor.person.token else {})
    async with asyncio.timeout(ANSWER_S), connect(f"{system.notify}/v1/live", compression=None) as socket:
        await socket.send(json.dumps(hello))
        if json.loads(await socket.recv())["type"] == "error":
            await socket.wait_closed()
            return str(socket.close_code)
        await socket.send(json.dumps({"type": "subscribe", "room": room}))
        frame = json.loads(await socket.recv())
        return str(frame.get("code", frame["type"]))


async def test_who_may_join_which_room(system: System, world: World) -> None:
    """Members join their enterprise's room, staff does not; those of drafts and of archived fairs look like none."""
    cells = [(actor, room, owner) for actor in world.actors.values() for room, owner in rooms(world)]
    answers = await asyncio.gather(*(answered(system, actor, room) for actor, room, _ in cells))
    found = [
        f"{room} as {actor.name}: expected {expected(actor, room, owner)}, was {answer}"
        for (actor, room, owner), answer in zip(cells, answers, strict=True)
        if answer != expected(actor, room, owner)
    ]
    assert found == [], "\n".join(found)
