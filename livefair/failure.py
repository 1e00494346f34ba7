"""How a command fails: one line that says what is wrong and what to do. Never a traceback, never a secret."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class Failure(Exception):
    """Something that the user must change. The message is that one line."""


@contextmanager
def one_line() -> Iterator[None]:
    """Runs a command, and prints its failure in one line, or nothing where that would not help.

    Exit status 1, and 130 after Ctrl-C.
    """
    try:
        try:
            yield
        finally:
            if sys.stdout:  # None where it was closed before we started
                sys.stdout.flush()  # flushed here, where a failure can still be reported
    except Failure as problem:
        sys.exit(f"livefair: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # the reader has closed the pipe: it has seen enough
        _write_no_more()
        sys.exit(1)
    except OSError as problem:
        _write_no_more()
        sys.exit(f"livefair: the machine refuses: {told(problem)}")


def _write_no_more() -> None:
    """Discard buffered output, which would fail once more when Python exits."""
    if sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def told(problem: OSError) -> str:
    """A system error in plain words: the reason, and what it concerns."""
    reason = problem.strerror or str(problem) or type(problem).__name__
    return f"{reason} ({problem.filename})" if problem.filename else reason


def first_of(problems: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first of several failures of a group: one is enough to report."""
    found = problems.exceptions[0]
    return first_of(found) if isinstance(found, BaseExceptionGroup) else found
