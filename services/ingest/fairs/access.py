"""Which fairs a caller may act on, and what their state allows. Waits before it refuses, see `edge/access.py`."""

from __future__ import annotations

from uuid import UUID

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.ingest.edge.access import Access, not_found, org_of
from services.ingest.facts import FairFacts


class FairAccess(Access):
    """The rules of fairs."""

    async def fair(
        self, fair: UUID, person: Person | None = None, what: str | None = None, told_as: str = "fair"
    ) -> FairFacts:
        """A fair that `person` may see, in a state that allows `what`. Waits for the state to change.

        An archived fair is none any more. `told_as` names what the 404 denies.
        """

        def good(found: FairFacts | None) -> bool:
            if found is None or found.is_hidden_from(person):
                return False
            return what is None or found.permits(what)

        found = self._catalog.fair(fair)
        if not good(found) and self._catalog.archived(fair) is None:
            found = await self._catalog.once(str(fair), lambda: self._catalog.fair(fair), good)
        if found is None or found.is_hidden_from(person):
            raise not_found(told_as)
        if what is not None and not found.permits(what):
            raise _forbidden(found, what)
        return found

    async def own_fair(self, fair: UUID, person: Person, what: str | None = None) -> FairFacts:
        """A fair of this organizer's unit, in a state that allows `what` where that is given."""
        org, found = org_of(person), await self.fair(fair, person)
        if found.org != org:
            raise Problem(403, "This fair is another organizer's.")
        return found if what is None else await self.fair(fair, person, what)

    def was_archived_by(self, fair: UUID, person: Person) -> bool:
        """Whether this organizer's unit archived the fair a while ago, so that a retry of that is no new request."""
        return self._catalog.archived(fair) == org_of(person)

    async def own_unclosed_fair(self, fair: UUID, person: Person) -> FairFacts:
        """A fair of this organizer's unit that may still be changed."""
        return await self.own_fair(fair, person, "amend")


def _forbidden(fair: FairFacts, what: str) -> Problem:
    """409 with the fair's state and what that allows."""
    allowed = ", ".join(sorted(fair.allows or ())).replace("_", " ") or "nothing"
    return Problem(409, f"The fair is {fair.state}: it does not allow to {what.replace('_', ' ')}. Allowed: {allowed}.")
