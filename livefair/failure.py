"""Owns what ends a command: one line that says what is wrong and what to do. Never a traceback, never a secret."""

from __future__ import annotations


class Failure(Exception):
    """Something that a person must change. The message is that one line."""
