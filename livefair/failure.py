"""Owns what ends a command: one line that says what is wrong and what to do. Never a traceback, never a secret."""

from __future__ import annotations


class Failure(Exception):
    """Something that a person must change. The message is that one line."""


def first_of(problems: BaseExceptionGroup[BaseException]) -> BaseException:
    """One of those that failed together is enough to tell."""
    found = problems.exceptions[0]
    return first_of(found) if isinstance(found, BaseExceptionGroup) else found
