"""Calls the access rules of a noun in tests."""

from __future__ import annotations

from collections.abc import Awaitable

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem


def person(org: str | None) -> Person:
    return Person("someone", "enterprise", org, None, 0)


async def status_of(asking: Awaitable[object]) -> int:
    try:
        await asking
    except Problem as problem:
        return problem.status
    return 200
