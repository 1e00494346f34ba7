"""The person for whom this task works, for bounds that give each person a share. Set where a request is authenticated.

A context variable, since what is bounded lies below the rules that are asked, which need to know nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar

from plumbing.auth.tokens import Person
from plumbing.limits import ORGANIZATION, PERSON

ASKER: ContextVar[Person | None] = ContextVar("asker", default=None)


def asker() -> Mapping[str, str]:
    """The asker by kind, as `Shares` wants it; empty where nobody asks."""
    person = ASKER.get()
    return {} if person is None else named(person)


def named(person: Person) -> Mapping[str, str]:
    """A person and the organization that their token names."""
    return {PERSON: person.sub} if person.org is None else {PERSON: person.sub, ORGANIZATION: person.org}
