"""What the access rules of all nouns share. They raise Problem 403, 404 or 409, and change nothing.

Each noun's rules stand in its `access.py`. Before they refuse, they wait for a record that could lift the refusal, so
that callers read their own writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.ingest.catalog import Catalog

UUID_CHARACTERS = 36


class Access:
    """Access rules over one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def moves(self, thing: UUID) -> None:
        """Note that the state of this fair, job or session is about to change."""
        self._catalog.expect(str(thing))

    async def settled(self, thing: UUID) -> None:
        """Wait until the catalog holds the change that was announced with `moves`, so that nothing is done twice."""
        await self._catalog.settled(str(thing))


def org_of(person: Person) -> str:
    """The enterprise or unit that the token speaks for. Raises Problem 403."""
    if person.org is None:
        raise Problem(403, f"The token of this {person.role} names no org.")
    if "/" in person.org:
        raise Problem(403, "The token's org holds a slash, so no address could name it.")
    return person.org


def path_id(path: Mapping[str, str], name: str) -> UUID:
    """An id from the address. Raises Problem 404 where it is malformed, as for one that does not exist."""
    text = path[name]
    try:
        if len(text) == UUID_CHARACTERS:
            return UUID(text)
    except ValueError:
        pass
    raise not_found(name)


def not_found(what: str) -> Problem:
    return Problem(404, f"There is no such {what}.")


def exists(found: object) -> bool:
    return found is not None
