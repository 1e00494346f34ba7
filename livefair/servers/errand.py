"""Runs a program to its end and captures its output. The program dies with us, or when its caller is cancelled."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from livefair.servers.child import StartFailed, leash


@dataclass(frozen=True, slots=True)
class Context:
    """The exit status and the output."""

    status: int
    text: str

    @property
    def last_line(self) -> str:
        lines = self.text.strip().splitlines()
        return lines[-1].strip() if lines else "it said nothing"


async def run_errand(
    *argv: str,
    told: str = "",
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    user: str | None = None,
) -> Context:
    """Run `argv` with `told` as its input, and wait. `env` is added to our environment; `user` is for root only."""
    try:
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            user=user,
            group=user,
            extra_groups=[] if user else None,
            start_new_session=True,
            preexec_fn=leash(signal.SIGKILL),
        )
    except OSError as problem:
        raise StartFailed(f"cannot run {argv[0]}: {problem.strerror}") from problem
    try:
        said, _ = await process.communicate(told.encode())
    finally:
        if process.returncode is None:  # the caller was cancelled
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    assert process.returncode is not None
    return Context(process.returncode, said.decode(errors="replace"))
