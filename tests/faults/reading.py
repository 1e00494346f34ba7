"""A flood of reads by strangers, in a process of its own: searches, and reads after a position far beyond the end.

`python -m tests.faults.reading ADDRESS FAIR SEARCHES AHEAD SECONDS` keeps that number of each under way, from
addresses of the loopback network, and prints how often each status was answered, as JSON. A refused request is sent
again as soon as `Retry-After` allows.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
from asyncio.subprocess import PIPE
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

ADDRESSES = [f"127.0.1.{number}" for number in range(1, 51)]
WORDS = ("工程师", "Engineer", "a", "数学")
FAR = 10**9
CONNECTING = 50  # at a time
STARTED = b"started\n"


class Flood:
    """Requests under way, each on a connection of its own."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = str(parts.hostname), parts.port
        self._connecting = asyncio.Semaphore(CONNECTING)
        self.answered: Counter[str] = Counter()

    async def keep_asking(self, kind: str, source: str, paths: Iterator[str]) -> None:
        """Send one request after the other, until cancelled."""
        while True:
            async with self._connecting:
                reader, writer = await asyncio.open_connection(self._host, self._port, local_addr=(source, 0))
            try:
                for path in paths:
                    writer.write(f"GET {path} HTTP/1.1\r\nHost: fair\r\n\r\n".encode())
                    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
                    await reader.readexactly(int(head.partition("content-length: ")[2].partition("\r\n")[0]))
                    self.answered[f"{kind} {head.split(' ')[1]}"] += 1
                    await asyncio.sleep(int(head.partition("retry-after: ")[2].partition("\r\n")[0] or 0))
            except (OSError, EOFError):
                self.answered[f"{kind} closed"] += 1
            finally:
                writer.close()


async def flood(address: str, fair: str, searches: int, ahead: int, seconds: float) -> Counter[str]:
    """The statuses of the answers within `seconds`, which begin when every request is under way."""
    strangers, one = itertools.cycle(ADDRESSES), Flood(address)
    looking = (
        itertools.cycle([f"/v1/fairs/{fair}/jobs?limit=100&q={ascii_of(word)}"]) for word in itertools.cycle(WORDS)
    )
    asking = [one.keep_asking("search", next(strangers), next(looking)) for _ in range(searches)]
    asking += [
        one.keep_asking(
            "ahead", next(strangers), itertools.cycle([f"/v1/fairs?limit=1&after=livefair.fairs:0:{FAR + n}"])
        )
        for n in range(ahead)
    ]
    tasks = [asyncio.create_task(each) for each in asking]
    await asyncio.sleep(0)
    sys.stdout.buffer.write(STARTED)
    sys.stdout.flush()
    done, _ = await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return one.answered


def ascii_of(word: str) -> str:
    return "".join(f"%{byte:02X}" for byte in word.encode())


@asynccontextmanager
async def flooding(
    address: str, fair: str, searches: int, ahead: int, seconds: float
) -> AsyncIterator[asyncio.Task[Counter[str]]]:
    """The flood, begun. The task has the statuses once it is over."""
    command = (sys.executable, "-m", "tests.faults.reading", address, fair, str(searches), str(ahead), str(seconds))
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 60) == STARTED

    async def statuses() -> Counter[str]:
        output, _ = await process.communicate()
        assert process.returncode == 0
        return Counter(json.loads(output))

    over = asyncio.create_task(statuses())
    try:
        yield over
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        over.cancel()


if __name__ == "__main__":
    _, to, of, some, many, long = sys.argv
    print(json.dumps(asyncio.run(flood(to, of, int(some), int(many), float(long)))))
