"""Which sessions and drops a caller may act on. Waits before it refuses, see `edge/access.py`."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.ingest.booths.access import BoothAccess
from services.ingest.catalog import WAITING, Catalog
from services.ingest.edge.access import Access, not_found, org_of
from services.ingest.facts import DropFacts, SessionFacts

ROOM_WAITING_MAX = WAITING.most // 2  # a crowd that presses too early leaves the other half to other callers


class SessionAccess(Access):
    """The rules of sessions and their drops."""

    def __init__(self, catalog: Catalog, booths: BoothAccess) -> None:
        super().__init__(catalog)
        self._booths = booths

    async def own_session(self, session: UUID, person: Person, states: tuple[str, ...]) -> SessionFacts:
        """A session that this person's unit or enterprise hosts, in one of `states`.

        Another host's session is answered as one that does not exist, and as late. Waits for a session to begin.
        """
        org = org_of(person)

        def own(facts: SessionFacts | None) -> bool:
            return facts is not None and (facts.host, facts.org) == (person.role, org)

        found = await self._catalog.once(
            str(session), lambda: self._kept(session), lambda facts: own(facts) and _begun(facts, states)
        )
        if found is None or not own(found):
            raise not_found("session")
        if found.host == "enterprise":
            await self._booths.not_refused(found.fair, org)
        if found.state not in states:
            raise Problem(409, f"The session is {found.state}.")
        return found

    async def session(
        self, session: UUID, person: Person, *states: str, waiting_max: int = WAITING.most
    ) -> SessionFacts:
        """A session of a fair that this person may see, in one of `states`. Waits for a session to begin.

        A draft's session is waited for like one that does not exist: its fair may be published meanwhile.
        """
        found = await self._catalog.once(
            str(session),
            lambda: self._kept(session),
            lambda facts: _begun(facts, states) or self._is_hidden(facts, person),
            waiting_max,
        )
        if found is not None and self._is_hidden(found, person):
            fair = str(found.fair)
            await self._catalog.once(fair, lambda: self._is_hidden(found, person), lambda it: not it, waiting_max)
            found = self._kept(session)
        if found is None or self._is_hidden(found, person):
            raise not_found("session")
        if found.state not in states:
            raise Problem(409, f"The session is {found.state}.")
        return found

    def _kept(self, session: UUID) -> SessionFacts | None:
        """The session, unless its fair was archived: then it is none any more."""
        found = self._catalog.session(session)
        return None if found is None or self._catalog.fair(found.fair) is None else found

    def _is_hidden(self, session: SessionFacts | None, person: Person) -> bool:
        """Whether the session is of a draft that this person may not see."""
        fair = None if session is None else self._catalog.fair(session.fair)
        return fair is not None and fair.is_hidden_from(person)

    async def room(self, session: UUID, person: Person) -> SessionFacts:
        """A live session. Thousands may call a moment too early, so only some of them wait."""
        return await self.session(session, person, "live", waiting_max=ROOM_WAITING_MAX)

    async def is_muted(self, session: UUID, person: Person) -> bool:
        """Whether this person is muted in a session that exists. Waits for the mute to be lifted."""

        def muted() -> bool:
            found = self._catalog.session(session)
            return found is not None and person.sub in found.muted

        return await self._catalog.once(str(session), muted, lambda still: not still, ROOM_WAITING_MAX)

    async def drop_of(self, drop: UUID, session: UUID, waiting_max: int = WAITING.most) -> DropFacts:
        """A drop of this session, open or closed. Another session's is waited for like one that does not exist."""
        return await self._drop(drop, lambda facts: facts is not None and facts.session == session, waiting_max)

    async def drop_taking(self, drop: UUID, job: UUID) -> DropFacts:
        """An open drop of this job."""
        found = await self._drop(drop, lambda facts: facts is not None and facts.job == job)
        self.check_open(found)
        return found

    async def _drop(
        self, drop: UUID, good: Callable[[DropFacts | None], bool], waiting_max: int = WAITING.most
    ) -> DropFacts:
        found = await self._catalog.once(str(drop), lambda: self._catalog.drop(drop), good, waiting_max)
        if found is None or not good(found):
            raise not_found("drop")
        return found

    def check_open(self, drop: DropFacts, or_closed: bool = False) -> None:
        """Raise Problem 409 where the drop is closed."""
        if drop.state == "closed" and not or_closed:
            raise Problem(409, "The drop is closed.")


def _begun(session: SessionFacts | None, states: tuple[str, ...]) -> bool:
    """Whether the session exists and no beginning of it must be waited for."""
    return session is not None and (session.state != "scheduled" or "scheduled" in states)
