"""The command `livefair demo`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from livefair.demo.demo import SAMPLE, Wishes, run_demo, speaker
from livefair.system.up import until_told


def command(
    jobs: Annotated[Path, typer.Option(help="A file of jobs to import.", show_default="a sample")] = SAMPLE,
    students: Annotated[int, typer.Option(min=1, help="How many come to the fair.")] = 200,
    home: Annotated[Path | None, typer.Option(help="A folder to keep logs in; without it, a temporary one.")] = None,
) -> None:
    """Start a system, open a fair in it, import jobs, and let a crowd of enterprises and students use it.

    The address of the wall is printed when it is ready. Ctrl-C stops everything and leaves nothing behind.
    """
    console = Console()
    asyncio.run(until_told(run_demo(Wishes(jobs, students, home), console), speaker(console)))
