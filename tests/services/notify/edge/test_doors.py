"""Each address and each person has a share of the connections, on real sockets."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
import websockets

from plumbing.http.address import Proxies
from plumbing.limits import ADDRESS, PERSON
from services.notify.edge import doors as doors_module
from services.notify.edge.doors import HANDSHAKES, SOCKETS, SOCKETS_OF_ONE, Doors
from tests.services.notify.conftest import Client, StartEdge
from tests.services.notify.watching import FAIR

HELLO = {"type": "hello"}


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that a test can reach."""
    monkeypatch.setattr(doors_module, "SOCKETS", replace(SOCKETS, bound=3, shares={ADDRESS: 2}))
    monkeypatch.setattr(doors_module, "SOCKETS_OF_ONE", replace(SOCKETS_OF_ONE, shares={PERSON: 1}))


def here(address: str) -> dict[str, dict[str, str]]:
    return {"additional_headers": {"X-Forwarded-For": address}}


async def test_one_address_has_a_share_of_the_sockets(edges: StartEdge) -> None:
    """Its third is 429, another address has the rest, and then it is 503 for all, until one leaves."""
    async with edges() as edge:
        first = [await edge.connect(HELLO, **here("192.0.2.1")) for _ in range(2)]
        statuses = []
        for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
            try:
                await edge.connect(HELLO, **here(address))
            except websockets.InvalidStatus as refused:
                statuses.append((address[-1], refused.response.status_code, refused.response.headers["Retry-After"]))
        assert statuses == [("1", 429, "5"), ("3", 503, "5")]
        await first[0].socket.close()
        while len(edge.server.open_sockets) > 2:
            await asyncio.sleep(0)
        await edge.connect(HELLO, **here("192.0.2.3"))


async def test_one_person_has_a_share_of_the_sockets(edges: StartEdge) -> None:
    """From whichever address: the next is told so and closed, and may come when another is closed."""
    async with edges() as edge:
        first = await edge.connect({**HELLO, "token": "ann"}, **here("192.0.2.1"))
        second = await edge.connect(**here("192.0.2.2"))
        await second.say(**HELLO, token="ann")
        assert [frame["code"] for frame in await second.rest()] == ["too_many_sockets"]
        assert await second.ended() == 4429
        await first.socket.close()
        while edge.server.open_sockets:
            await asyncio.sleep(0)
        await edge.connect({**HELLO, "token": "ann"}, **here("192.0.2.2"))


async def test_nothing_is_remembered_of_those_who_are_gone(edges: StartEdge) -> None:
    """Neither of sockets nor of connections that never became one."""
    async with edges() as edge:
        for number in range(5):
            await (await edge.connect({**HELLO, "token": "ann"}, **here(f"192.0.2.{number}"))).socket.close()
            _, writer = await asyncio.open_connection("127.0.0.1", edge.server.port)
            writer.close()
        doors = edge.server._doors
        while doors.handshakes.taken or doors.sockets.taken:
            await asyncio.sleep(0)
        assert (doors.handshakes.of, doors.sockets.of, doors.people.of) == ({}, {}, {})


def test_connections_without_a_handshake_are_shared_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a trusted proxy, whose one address would count for everybody, only all of them are bounded."""
    monkeypatch.setattr(doors_module, "HANDSHAKES", replace(HANDSHAKES, bound=3, shares={ADDRESS: 2}))
    for proxies, there in (
        (Proxies(), [True, True, False, True, False]),
        (Proxies.parse("::1"), [True] * 3 + [False] * 2),
    ):
        doors = Doors(proxies)
        arrived = [doors.arrive(peer) for peer in ("::1", "::1", "::1", "192.0.2.1", "192.0.2.2")]
        assert [visitor is not None for visitor in arrived] == there


async def test_a_guest_waits_as_their_address(edges: StartEdge) -> None:
    """And a signed-in person as themselves."""
    async with edges() as edge:
        guest: Client = await edge.connect(HELLO, **here("192.0.2.1"))
        ann = await edge.connect({**HELLO, "token": "ann"}, **here("192.0.2.1"))
        for client in (guest, ann):
            await client.say(type="subscribe", room=FAIR)
            await client.say(type="ping")
            await client.hear()
        assert [one.who for one in edge.hub._waiting] == [{ADDRESS: "192.0.2.1"}, {PERSON: "ann"}]
