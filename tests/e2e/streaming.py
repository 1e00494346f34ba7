"""A live stream as an encoder makes it: ffmpeg writes HLS with programme times, and a server delivers it to pages."""

from __future__ import annotations

import asyncio
import functools
import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.e2e.waiting import until

FFMPEG = os.environ.get("FFMPEG", "ffmpeg")
START_S, STOP_S = 30.0, 10.0
PICTURE = "testsrc2=size=320x180:rate=10"
SEGMENT_S = 1


class _Files(SimpleHTTPRequestHandler):
    """Files with CORS headers, as a stream's server sends them."""

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not of interest."""


def command(folder: Path) -> list[str]:
    """An encoder that runs in real time and keeps the newest segments in an existing folder."""
    folder.mkdir(parents=True)
    encoded = ["-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-g", "10"]
    listed = ["-f", "hls", "-hls_time", str(SEGMENT_S), "-hls_list_size", "60", "-hls_flags", "program_date_time"]
    source = ["-re", "-f", "lavfi", "-i", PICTURE]
    return [FFMPEG, "-nostdin", "-loglevel", "error", *source, *encoded, *listed, str(folder / "live.m3u8")]


@asynccontextmanager
async def streaming(folder: Path) -> AsyncIterator[str]:
    """The address of a live playlist, for the duration of the block."""
    encoder = await asyncio.create_subprocess_exec(*command(folder), stderr=asyncio.subprocess.PIPE)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Files, directory=str(folder)))
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()

    async def is_there() -> bool:
        assert encoder.returncode is None, "ffmpeg ended"
        playlist = folder / "live.m3u8"
        return playlist.exists() and playlist.read_text().count("#EXTINF") >= 3

    try:
        await until(is_there, "three segments of the stream", START_S)
        yield f"http://127.0.0.1:{server.server_port}/live.m3u8"
    finally:
        server.shutdown()
        serving.join(STOP_S)
        server.server_close()
        if encoder.returncode is None:
            encoder.terminate()
        await asyncio.wait_for(encoder.communicate(), STOP_S)
