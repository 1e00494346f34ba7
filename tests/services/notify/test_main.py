"""notify as a process: alone, and as several workers on one port."""

from __future__ import annotations

import asyncio
import signal
from asyncio.subprocess import Process

import pytest

from livefair.servers.ports import free_port
from tests.services.notify.standing import World, counted, start_program
from tests.services.notify.watching import SESSION

ROOM = SESSION.replace("3", "9")
SUBSCRIBE = {"type": "subscribe", "room": ROOM}


async def started(world: World) -> tuple[Process, int]:
    """notify with two workers, both ready."""
    environment = world.environment(LIVEFAIR_NOTIFY_WORKERS="2")
    program = await start_program(environment)
    assert program.stderr is not None
    async with asyncio.timeout(30):
        for _ in range(2):
            while b'"event": "ready"' not in await program.stderr.readline():
                pass
    return program, int(environment["LIVEFAIR_PORT"])


async def workers_of(program: Process) -> list[int]:
    listing = await asyncio.create_subprocess_exec("ps", "-o", "pid=", "--ppid", str(program.pid), stdout=-1)
    told, _ = await listing.communicate()
    return [int(pid) for pid in told.split() if int(pid) != listing.pid]


async def test_workers_serve_one_port_and_stop_together(world: World) -> None:
    """Viewers of all workers are counted together; SIGTERM stops all in order."""
    await world.publish(ROOM, drops=0)
    program, port = await started(world)
    await asyncio.gather(*(counted(port, SUBSCRIBE, viewers_peak=6) for _ in range(6)))
    program.send_signal(signal.SIGTERM)
    _, errors = await asyncio.wait_for(program.communicate(), 15)
    assert program.returncode == 0, errors.decode()


async def test_when_one_ends_all_end(world: World) -> None:
    """Exit status 1, so that it is restarted."""
    program, _ = await started(world)
    (first, _) = await workers_of(program)
    await asyncio.create_subprocess_exec("kill", "-9", str(first))
    _, errors = await asyncio.wait_for(program.communicate(), 15)
    assert program.returncode == 1
    assert "a worker has ended" in errors.decode()


async def test_workers_do_not_outlive_their_parent(world: World) -> None:
    """Orphans would keep the port and count viewers forever."""
    program, port = await started(world)
    program.kill()
    await asyncio.wait_for(program.communicate(), 15)  # the end of its stderr is theirs too
    with pytest.raises(OSError, match="Connect"):
        await asyncio.open_connection("127.0.0.1", port)


async def test_a_worker_that_cannot_start_is_said(world: World) -> None:
    """One line from it, and one from its parent."""
    program = await start_program(
        world.environment(LIVEFAIR_NOTIFY_WORKERS="2", LIVEFAIR_KAFKA=f"127.0.0.1:{free_port()}")
    )
    _, errors = await asyncio.wait_for(program.communicate(), 30)
    assert program.returncode == 1
    assert "no answer from Kafka" in errors.decode()
