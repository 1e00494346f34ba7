"""Which booths a caller may act for, by their token or as staff. Waits before it refuses, see `edge/access.py`."""

from __future__ import annotations

from uuid import UUID

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from schemas.catalog import BoothState, booth_key, staff_key
from services.ingest.catalog import Catalog
from services.ingest.edge.access import Access, exists, not_found, org_of
from services.ingest.facts import StaffFacts
from services.ingest.fairs.access import FairAccess


class BoothAccess(Access):
    """The rules of booths and their staff."""

    def __init__(self, catalog: Catalog, fairs: FairAccess) -> None:
        super().__init__(catalog)
        self._fairs = fairs

    async def booth(self, fair: UUID, org: str) -> BoothState:
        """The state of a booth that exists."""
        found = await self._catalog.once(booth_key(fair, org), lambda: self._catalog.booth(fair, org), exists)
        if found is None:
            raise not_found("booth")
        return found

    async def approved_booth(self, fair: UUID, person: Person) -> str:
        """The org of an approved booth for which this person acts: the token's, or that of the staff they belong to.

        The fair is one that this person may see.
        """
        org = person.org
        if org is None or self._catalog.booth(fair, org) != "approved":
            staff = self._catalog.staff(fair, person.sub)
            if staff is None and org is None:
                key = staff_key(fair, person.sub)
                staff = await self._catalog.once(key, lambda: self._catalog.staff(fair, person.sub), exists)
            org = org_of(person) if staff is None else staff.org
        await self.approved(fair, org)
        return org

    async def approved(self, fair: UUID, org: str) -> None:
        """Raise Problem 403 where the enterprise has no approved booth in the fair."""
        state = await self._catalog.once(
            booth_key(fair, org), lambda: self._catalog.booth(fair, org), lambda state: state == "approved"
        )
        if state != "approved":
            what = "has no booth" if state is None else f"has a booth that is {state}, not approved"
            raise Problem(403, f"Your enterprise {what} in this fair.")

    async def not_refused(self, fair: UUID, org: str) -> None:
        """Raise Problem 403 where the enterprise's booth was refused or is not approved yet.

        Waits for an approval that is under way. A booth that the catalog does not know is left to the log to decide.
        """

        def good(state: BoothState | None) -> bool:
            return state in (None, "approved")

        state = self._catalog.booth(fair, org)
        if not good(state):
            state = await self._catalog.once(booth_key(fair, org), lambda: self._catalog.booth(fair, org), good)
        if not good(state):
            raise Problem(403, f"Your enterprise has a booth that is {state}, not approved in this fair.")

    async def recruits(self, fair: UUID, org: str, person: Person) -> bool:
        """Whether this person acts for the enterprise in the fair, by the token or as staff. Waits for the catalog."""
        return person.org == org or await self._staff(fair, org, person) is not None

    async def led_booth(self, fair: UUID, org: str, person: Person, what: str) -> None:
        """Check that this person may manage the booth, by the token's org or as a lead, and the fair allows `what`.

        To others a booth that does not exist is another enterprise's too: not every booth is public.
        """
        await self._fairs.fair(fair, person)
        if person.org != org:
            staff = await self._staff(fair, org, person)
            if staff is None or staff.role != "lead":
                raise Problem(403, "This booth is another enterprise's, or you are no lead of its staff.")
        await self.booth(fair, org)
        if await self.is_refused(fair, org):
            raise Problem(403, "The booth was refused in this fair.")
        await self._fairs.fair(fair, person, what)

    async def staffed_booth(self, fair: UUID, org: str, person: Person) -> None:
        """Check that this person is staff of the booth, or belongs to its enterprise."""
        await self._fairs.fair(fair, person)
        if not await self.recruits(fair, org, person):
            raise Problem(403, "This booth is another enterprise's.")
        await self.booth(fair, org)
        await self._fairs.fair(fair, person, "staff")

    async def is_refused(self, fair: UUID, org: str) -> bool:
        """Whether the booth was refused. Waits for a new request or approval that is under way."""
        state = self._catalog.booth(fair, org)
        if state == "refused":
            look, key = (lambda: self._catalog.booth(fair, org)), booth_key(fair, org)
            state = await self._catalog.once(key, look, lambda state: state != "refused")
        return state == "refused"

    async def _staff(self, fair: UUID, org: str, person: Person) -> StaffFacts | None:
        """This person's role in the staff of the enterprise's booth; None where they have none."""

        def good(found: StaffFacts | None) -> bool:
            return found is not None and found.org == org

        key = staff_key(fair, person.sub)
        found = await self._catalog.once(key, lambda: self._catalog.staff(fair, person.sub), good)
        return found if good(found) else None
