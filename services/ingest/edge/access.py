"""Which things a caller may act on, by what the catalog knows. Raises Problem 403, 404, 409; changes nothing.

Before a refusal that a newer record could lift, it waits for that record: what was acknowledged a moment ago counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from schemas.catalog import BoothState, booth_key, staff_key, staff_link_key
from services.ingest.catalog import Catalog, FairFacts, JobFacts, LinkFacts, StaffFacts

UUID_CHARACTERS = 36


class Access:
    """The rules, over one catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    def moves(self, thing: UUID) -> None:
        """The state of this fair, job or session is about to change."""
        self._catalog.expect(str(thing))

    async def settled(self, thing: UUID) -> None:
        """What was acknowledged here a moment ago is in its state: what is done is not done twice."""
        await self._catalog.settled(str(thing))

    async def fair(
        self, fair: UUID, person: Person | None = None, what: str | None = None, told_as: str = "fair"
    ) -> FairFacts:
        """A fair that exists for `person`, and in a state that allows `what`. Another state is waited for.

        `told_as`: what there is none of where the fair is a draft of somebody else.
        """

        def good(found: FairFacts | None) -> bool:
            if found is None or found.is_hidden_from(person):
                return False
            return what is None or found.permits(what) or found.state == "archived"

        found = self._catalog.fair(fair)
        if not good(found):
            found = await self._catalog.once(str(fair), lambda: self._catalog.fair(fair), good)
        if found is None or found.is_hidden_from(person):
            raise not_found(told_as)
        if what is not None and not found.permits(what):
            raise _forbidden(found, what)
        return found

    async def own_fair(self, fair: UUID, person: Person, what: str | None = None) -> FairFacts:
        """A fair of this organizer's unit, in a state that allows `what`."""
        org, found = org_of(person), await self.fair(fair, person)
        if found.org != org:
            raise Problem(403, "This fair is another organizer's.")
        return found if what is None else await self.fair(fair, person, what)

    async def own_unclosed_fair(self, fair: UUID, person: Person) -> FairFacts:
        """A fair of this organizer's unit that may still be changed."""
        return await self.own_fair(fair, person, "amend")

    async def booth(self, fair: UUID, org: str) -> BoothState:
        """The state of a booth that exists."""
        found = await self._catalog.once(booth_key(fair, org), lambda: self._catalog.booth(fair, org), _exists)
        if found is None:
            raise not_found("booth")
        return found

    async def approved_booth(self, fair: UUID, person: Person) -> str:
        """The org of an approved booth for which this person acts: the token's own, else the one whose staff one is."""
        org = person.org
        if org is None or self._catalog.booth(fair, org) != "approved":
            staff = self._catalog.staff(fair, person.sub)
            if staff is None and org is None:
                key = staff_key(fair, person.sub)
                staff = await self._catalog.once(key, lambda: self._catalog.staff(fair, person.sub), _exists)
            org = org_of(person) if staff is None else staff.org
        state = await self._catalog.once(
            booth_key(fair, org), lambda: self._catalog.booth(fair, org), lambda state: state == "approved"
        )
        if state != "approved":
            what = "has no booth" if state is None else f"has a booth that is {state}, not approved"
            raise Problem(403, f"Your enterprise {what} in this fair.")
        return org

    async def recruits(self, fair: UUID, org: str, person: Person) -> bool:
        """Whether this person acts for the enterprise in the fair: by the token, or as its staff (waited for)."""
        return person.org == org or await self._staff(fair, org, person) is not None

    async def led_booth(self, fair: UUID, org: str, person: Person, what: str) -> None:
        """A booth that this person may deal with, in a fair that allows `what`: of the token's org, or as a lead."""
        await self.fair(fair, person, what)
        await self.booth(fair, org)
        if person.org == org:
            return
        staff = await self._staff(fair, org, person)
        if staff is None or staff.role != "lead":
            raise Problem(403, "This booth is another enterprise's, or you are no lead of its staff.")

    async def staffed_booth(self, fair: UUID, org: str, person: Person) -> None:
        """A booth of whose staff this person is, or whose enterprise's."""
        await self.fair(fair, person, "staff")
        await self.booth(fair, org)
        if not await self.recruits(fair, org, person):
            raise Problem(403, "This booth is another enterprise's.")

    async def staff_link(self, sha256: str) -> LinkFacts:
        """A link that leads somewhere, by its secret's sha-256."""
        found = await self._catalog.once(staff_link_key(sha256), lambda: self._catalog.link(sha256), _exists)
        if found is None:
            raise not_found("staff link, or it is used up")
        return found

    async def _staff(self, fair: UUID, org: str, person: Person) -> StaffFacts | None:
        """What this person is in the staff of the enterprise's booth."""

        def good(found: StaffFacts | None) -> bool:
            return found is not None and found.org == org

        key = staff_key(fair, person.sub)
        found = await self._catalog.once(key, lambda: self._catalog.staff(fair, person.sub), good)
        return found if good(found) else None

    async def job(self, job: UUID) -> JobFacts:
        """A job that exists."""
        found = self._catalog.job(job) or await self._catalog.once(str(job), lambda: self._catalog.job(job), _exists)
        if found is None:
            raise not_found("job")
        return found

    async def managed_job(self, job: UUID, person: Person, what: str = "application", to: str = "select") -> JobFacts:
        """A job whose applications this enterprise manages. Another's is answered like one that does not exist.

        `what` the caller asks for, and is told that there is none. `to` do what the fair's state must allow.
        """
        found = self._catalog.job(job) or await self._catalog.once(str(job), lambda: self._catalog.job(job), _exists)
        if found is None or not await self.recruits(found.fair, found.org, person):
            org_of(person)  # who has no org at all is told so
            raise not_found(what)
        await check_booth(self._catalog, found.fair, found.org)
        await self.fair(found.fair, person, to, told_as=what)
        return found

    async def own_open_job(self, job: UUID, person: Person, *, or_closed: bool = False) -> JobFacts:
        """An open job of this enterprise (`or_closed`: or a closed one), in a fair that is not closed."""
        await self.settled(job)
        found = await self.job(job)
        if not await self.recruits(found.fair, found.org, person):
            raise Problem(403, "This job is another enterprise's.")
        await check_booth(self._catalog, found.fair, found.org)
        await self.fair(found.fair, person, "amend_jobs", told_as="job")
        return found if or_closed else _open(found)

    async def job_taking_submissions(self, job: UUID) -> JobFacts:
        """An open job in an open fair."""
        found = _open(await self.job(job))
        await self.fair(found.fair, None, "submit", told_as="job")
        return found


async def check_booth(catalog: Catalog, fair: UUID, org: str) -> None:
    """Raises Problem 403 where the enterprise's booth is not approved: the organizer refused it.

    An approval that is on its way is waited for; a booth that the catalog does not know is left to the log.
    """

    def good(state: BoothState | None) -> bool:
        return state in (None, "approved")

    state = catalog.booth(fair, org)
    if not good(state):
        state = await catalog.once(booth_key(fair, org), lambda: catalog.booth(fair, org), good)
    if not good(state):
        raise Problem(403, f"Your enterprise has a booth that is {state}, not approved in this fair.")


def org_of(person: Person) -> str:
    """The enterprise or unit that the token speaks for. Raises Problem 403."""
    if person.org is None:
        raise Problem(403, f"The token of this {person.role} names no org.")
    if "/" in person.org:
        raise Problem(403, "The token's org holds a slash, so no address could name it.")
    return person.org


def path_id(path: Mapping[str, str], name: str) -> UUID:
    """An id from the address. Raises Problem 404 where it is none, as for one that does not exist."""
    text = path[name]
    try:
        if len(text) == UUID_CHARACTERS:
            return UUID(text)
    except ValueError:
        pass
    raise not_found(name)


def not_found(what: str) -> Problem:
    return Problem(404, f"There is no such {what}.")


def _exists(found: object) -> bool:
    return found is not None


def _forbidden(fair: FairFacts, what: str) -> Problem:
    """409 that says the state, and what may be done in it."""
    allowed = ", ".join(sorted(fair.allows or ())).replace("_", " ") or "nothing"
    return Problem(409, f"The fair is {fair.state}: it does not allow to {what.replace('_', ' ')}. Allowed: {allowed}.")


def _open(job: JobFacts) -> JobFacts:
    if job.state == "closed":
        raise Problem(409, "The job is closed.")
    return job
