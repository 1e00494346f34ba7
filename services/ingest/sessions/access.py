"""Which sessions and drops a caller may act on. Waits before it refuses, see `edge/access.py`."""

from __future__ import annotations

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

        Another host's session is answered as one that does not exist. Waits for a session to begin.
        """
        org = org_of(person)
        found = await self._catalog.once(
            str(session),
            lambda: self._kept(session),
            lambda facts: facts is not None and (facts.state != "scheduled" or "scheduled" in states),
        )
        if found is None or (found.host, found.org) != (person.role, org):
            raise not_found("session")
        if found.host == "enterprise":
            await self._booths.not_refused(found.fair, org)
        if found.state not in states:
            raise Problem(409, f"The session is {found.state}.")
        return found

    async def session(
        self, session: UUID, person: Person, *states: str, waiting_max: int = WAITING.most
    ) -> SessionFacts:
        """A session of a fair that this person may see, in one of `states`. Waits for a session to begin."""
        found = await self._catalog.once(
            str(session),
            lambda: self._kept(session),
            lambda facts: facts is not None and (facts.state != "scheduled" or "scheduled" in states),
            waiting_max,
        )
        fair = None if found is None else self._catalog.fair(found.fair)
        if found is None or (fair is not None and fair.is_hidden_from(person)):
            self._catalog.check_complete()
            raise not_found("session")
        if found.state not in states:
            raise Problem(409, f"The session is {found.state}.")
        return found

    def _kept(self, session: UUID) -> SessionFacts | None:
        """The session, unless its fair was archived: then it is none any more."""
        found = self._catalog.session(session)
        return None if found is None or self._catalog.fair(found.fair) is None else found

    async def room(self, session: UUID, person: Person) -> SessionFacts:
        """A live session. Thousands may call a moment too early, so only some of them wait."""
        return await self.session(session, person, "live", waiting_max=ROOM_WAITING_MAX)

    async def is_muted(self, session: UUID, person: Person) -> bool:
        """Whether this person is muted in a session that exists. Waits for the mute to be lifted."""

        def muted() -> bool:
            found = self._catalog.session(session)
            return found is not None and person.sub in found.muted

        return await self._catalog.once(str(session), muted, lambda still: not still, ROOM_WAITING_MAX)

    async def drop(self, drop: UUID, waiting_max: int = WAITING.most) -> DropFacts:
        """A drop that exists."""
        found = await self._catalog.once(
            str(drop), lambda: self._catalog.drop(drop), lambda facts: facts is not None, waiting_max
        )
        if found is None:
            raise not_found("drop")
        return found

    async def drop_of(self, drop: UUID, session: UUID) -> DropFacts:
        """A drop of this session, open or closed. Only some callers wait for it, as in `room`."""
        found = await self.drop(drop, ROOM_WAITING_MAX)
        if found.session != session:
            raise not_found("drop")
        return found

    async def drop_taking(self, drop: UUID, job: UUID) -> DropFacts:
        """An open drop of this job."""
        found = self._catalog.drop(drop) or await self.drop(drop)
        if found.job != job:
            raise not_found("drop")
        self.check_open(found)
        return found

    def check_open(self, drop: DropFacts, or_closed: bool = False) -> None:
        """Raise Problem 409 where the drop is closed."""
        if drop.state == "closed" and not or_closed:
            raise Problem(409, "The drop is closed.")
