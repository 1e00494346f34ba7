"""The long storm, as `make faults` runs it: at most ten faults a minute."""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from pathlib import Path

from tests.faults.storm.faults import kinds, plan
from tests.faults.storm.report import table
from tests.faults.storm.storm import Storm
from tests.faults.storm.wired import INSTANCES, wired

PER_MINUTE = 10


async def main(folder: Path, seed: int, minutes: float, rate: float) -> None:
    begun = time.monotonic()

    def say(line: str) -> None:
        elapsed = int(time.monotonic() - begun)
        print(f"{elapsed // 60:3}:{elapsed % 60:02} {line}", flush=True)

    print(f"SEED={seed} MINUTES={minutes:g} RATE={rate:g}", flush=True)
    storm = Storm(plan(kinds(INSTANCES), seed, round(minutes * PER_MINUTE)), rate, minutes, say)
    async with wired(folder) as running:
        times = await storm.over(running)
    print(table(seed, times))


if __name__ == "__main__":
    asking = argparse.ArgumentParser(prog="make faults", description=__doc__)
    asking.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    asking.add_argument("--minutes", type=float, default=20)
    asking.add_argument("--rate", type=float, default=200)
    given = asking.parse_args()
    with tempfile.TemporaryDirectory(prefix="livefair-storm-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # PostgreSQL's system user must pass
        asyncio.run(main(Path(folder), given.seed, given.minutes, given.rate))
