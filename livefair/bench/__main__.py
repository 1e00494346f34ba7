"""`make bench`: every benchmark, or those named. Prints a table and writes `build/bench.json`."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import structlog
from rich.console import Console

from livefair.bench.closing_round import closing_round
from livefair.bench.edge import edge
from livefair.bench.figures import Figure, show, write
from livefair.bench.job_files import job_files
from livefair.bench.live import live
from livefair.bench.reads import reads
from livefair.bench.search import search
from livefair.bench.sink import sink

BENCHES = {
    "edge": edge,
    "sink": sink,
    "live": live,
    "reads": reads,
    "search": search,
    "closing_round": closing_round,
    "import": job_files,
}
REPEATS = 5


async def bench(names: list[str], repeats: int, out: Path, console: Console) -> list[Figure]:
    """Run the named benchmarks in turn, each on its own servers. Results are written as soon as they are there."""
    figures: list[Figure] = []
    for name in names:
        console.print(f"{name}: {repeats} repeats")
        found = await BENCHES[name](repeats)
        write(found, out)
        figures += found
    return figures


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("names", nargs="*", help=f"of {', '.join(BENCHES)}; all of them where none is given")
    options.add_argument("--repeats", type=int, default=REPEATS)
    options.add_argument("--out", type=Path, default=Path("build/bench.json"))
    chosen = options.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    console = Console()
    figures = asyncio.run(bench(chosen.names or list(BENCHES), chosen.repeats, chosen.out, console))
    show(figures, console)
    console.print(f"written to {chosen.out}")


if __name__ == "__main__":
    main()
