"""Owns what ends a command: one line that says what is wrong and what to do. Never a traceback, never a secret."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Failure(Exception):
    """Something that a person must change. The message is that one line."""


@contextmanager
def one_line() -> Iterator[None]:
    """Runs a command, and tells what ends it in one line, or in none where that would be no news.

    Exit status 1, and 130 after Ctrl-C.
    """
    try:
        try:
            yield
        finally:
            if sys.stdout:  # there is none where it was closed before we began
                sys.stdout.flush()  # here, where what cannot be written can still be told
    except Failure as problem:
        sys.exit(f"livefair: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # whoever read it has seen enough
        _write_no_more()
        sys.exit(1)
    except OSError as problem:
        _write_no_more()
        sys.exit(f"livefair: the machine refuses: {told(problem)}")


def _write_no_more() -> None:
    """What waits to be written would fail once more when Python ends."""
    if sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def told(problem: OSError) -> str:
    """What the machine refused, in a person's words: the reason, and of what."""
    reason = problem.strerror or str(problem) or type(problem).__name__
    return f"{reason} ({problem.filename})" if problem.filename else reason


def first_of(problems: BaseExceptionGroup[BaseException]) -> BaseException:
    """One of those that failed together is enough to tell."""
    found = problems.exceptions[0]
    return first_of(found) if isinstance(found, BaseExceptionGroup) else found
