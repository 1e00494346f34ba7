"""For whom this task works, for bounds that give each a share: the person of a token, else the address of a guest.

A context variable, since what is bounded lies below the rules that are asked, which need to know nothing of it. Set
where a request is authenticated, or by `Asking`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from starlette.types import ASGIApp, Receive, Scope, Send

from plumbing.auth.tokens import BadToken, Person, Verifier, token_in
from plumbing.http.address import Proxies
from plumbing.limits import ADDRESS, ORGANIZATION, PERSON

ASKER: ContextVar[Person | None] = ContextVar("asker", default=None)
GUEST: ContextVar[str | None] = ContextVar("guest", default=None)
"""The address of the request, if nobody is signed in."""


def asker() -> Mapping[str, str]:
    """The asker by kind, as `Shares` wants it; empty where nobody asks."""
    person, address = ASKER.get(), GUEST.get()
    if person is not None:
        return named(person)
    return {} if address is None else {ADDRESS: address}


def named(person: Person) -> Mapping[str, str]:
    """A person and the organization that their token names."""
    return {PERSON: person.sub} if person.org is None else {PERSON: person.sub, ORGANIZATION: person.org}


@contextmanager
def for_everybody() -> Iterator[None]:
    """Within it, what is done counts for nobody: all who ask share its result."""
    person, address = ASKER.set(None), GUEST.set(None)
    try:
        yield
    finally:
        ASKER.reset(person)
        GUEST.reset(address)


class Asking:
    """ASGI middleware: names the asker of each request. A bad token is left to the handler, and counts as a guest's."""

    def __init__(self, app: ASGIApp, verifier: Verifier, proxies: Proxies) -> None:
        self._app, self._verifier, self._proxies = app, verifier, proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            person = self._person(scope)
            ASKER.set(person)
            GUEST.set(None if person else self._proxies.of(scope))
        await self._app(scope, receive, send)

    def _person(self, scope: Scope) -> Person | None:
        header = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        token = token_in(header.decode("latin-1"))
        try:
            return self._verifier.verify(token) if token else None
        except BadToken:
            return None
