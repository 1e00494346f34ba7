"""A TCP proxy between two parts of a system: it forwards bytes until it is cut or falls silent."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct

HOST = "127.0.0.1"
CHUNK_BYTES = 65_536
RESETS = struct.pack("ii", 1, 0)  # SO_LINGER of 0 s: the peer gets a reset instead of an orderly end


class Link:
    """Listens on `port`, which the system chooses, and forwards to the port `target`."""

    def __init__(self, target: int = 0) -> None:
        self.target = target
        self._cut = False
        self._speaks = asyncio.Event()
        self._speaks.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        assert self._server is not None, "start() comes first"
        return int(self._server.sockets[0].getsockname()[1])

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, HOST, limit=CHUNK_BYTES)

    async def stop(self) -> None:
        self.cut()
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    def cut(self) -> None:
        """Reset all connections, and each new one."""
        self._cut = True
        self._speaks.set()
        for writer in list(self._writers):
            _reset(writer)

    def silence(self) -> None:
        """Forward nothing, and end nothing: as when a cable is pulled. What is sent meanwhile arrives afterwards."""
        self._speaks.clear()

    def heal(self) -> None:
        self._cut = False
        self._speaks.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, from its beginning to its end."""
        self._writers.add(writer)
        try:
            await self._speaks.wait()
            if not self._cut:
                await self._forward(reader, writer)
        except OSError:
            pass  # one side has gone, and the other is told below
        finally:
            self._writers.discard(writer)
            _reset(writer)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(HOST, self.target, limit=CHUNK_BYTES)
        self._writers.add(far_writer)
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pump(reader, far_writer))
                both.create_task(self._pump(far_reader, writer))
        except* OSError:
            pass
        finally:
            self._writers.discard(far_writer)
            _reset(far_writer)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK_BYTES):
            await self._speaks.wait()
            writer.write(data)
            await writer.drain()
        writer.write_eof()


def _reset(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESETS)
    writer.transport.abort()
