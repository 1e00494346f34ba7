"""What ingest knows about one thing of the catalog: facts by kind, without keys. They decide nothing."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from plumbing.auth.tokens import Person
from schemas.catalog import FairState, JobState
from schemas.session import DropState, HostRole, SessionState


class FairFacts(NamedTuple):
    """A fair's organizer (its unit), its state, and what the state allows; None where only the log knows that."""

    org: str
    state: FairState
    allows: frozenset[str] | None = None

    def permits(self, what: str) -> bool:
        return self.allows is None or what in self.allows

    def is_hidden_from(self, person: Person | None) -> bool:
        """Only its organizer sees a draft."""
        own = person is not None and (person.role, person.org) == ("organizer", self.org)
        return self.state == "draft" and not own


class JobFacts(NamedTuple):
    """A job's fair, enterprise and state."""

    fair: UUID
    org: str
    state: JobState


class StaffFacts(NamedTuple):
    """The enterprise for which a person acts in a fair, and their role there."""

    org: str
    role: str


class LinkFacts(NamedTuple):
    """The booth whose staff may be joined by a link."""

    fair: UUID
    org: str
    link: UUID


class SessionFacts(NamedTuple):
    """A session's fair, host (its org and role), state, and who may not comment in it."""

    fair: UUID
    org: str
    host: HostRole
    state: SessionState
    muted: frozenset[str] = frozenset()


class DropFacts(NamedTuple):
    """A drop's session, job and state."""

    session: UUID
    job: UUID
    state: DropState
