"""The people of the matrix, and what a path may name with the facts that decide who may do what with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx

from livefair.system.home import Home
from livefair.system.keys import Signer, ensure_keys
from tests.e2e.running import System
from tests.e2e.stage import Person

TOKEN_S = 3_600


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks. `staff_of`: the enterprise whose staff they are, in every fair where it has a booth."""

    name: str
    person: Person
    role: str = ""
    org: str | None = None
    staff_of: str | None = None
    leads: bool = False

    @property
    def is_guest(self) -> bool:
        return not self.role


@dataclass(frozen=True, slots=True)
class Thing:
    """What a path names: `ids` by parameter. `host` is the role and the org of its session's host.

    `approved`: the enterprises with an approved booth in its fair. `booth`: the state of the booth of `org`.
    `is_archived`: the consent that came with its application has ended.
    """

    name: str
    ids: dict[str, str]
    unit: str = ""
    org: str = ""
    approved: frozenset[str | None] = frozenset()
    booth: str | None = "approved"
    host: tuple[str, str] = ("", "")
    is_draft: bool = False
    is_archived: bool = False
    exists: bool = True


@dataclass(slots=True)
class World:
    """Everybody and everything. `other` is a second fair of the same people, whose ids belong to nothing of `own`.

    `resumes`: the ids of the students' resumes, by actor.
    """

    actors: dict[str, Actor]
    resumes: dict[str, str] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)
    other: Thing = field(init=False)

    def __getitem__(self, name: str) -> Person:
        return self.actors[name].person

    @property
    def draft(self) -> str:
        """The id of the fair that only its organizer sees."""
        return self.things["draft"].ids["fair"]


class Casting:
    """Makes actors with tokens of a system's key, or of a key that the system does not know."""

    def __init__(self, http: httpx.AsyncClient, system: System, folder: Path) -> None:
        self._http, self._system = http, system
        self._signer = Signer(Home(system.home))
        stranger = Home(folder / "another-key")
        ensure_keys(stranger)
        self._forger = Signer(stranger)
        self._suffix = uuid4().hex[:6]

    def org(self, name: str) -> str:
        return f"{name}-{self._suffix}"

    def actor(self, name: str, role: str, org: str | None = None, staff_of: str | None = None, **more: bool) -> Actor:
        sub = self.org(name)
        return Actor(name, self._person(sub, self._claims(sub, role, org)), role, org, staff_of, **more)

    def guest(self) -> Actor:
        return Actor("guest", Person(self._http, self._system, "", ""))

    def forged(self, role: str, org: str) -> Actor:
        """Somebody whose token the system's key has not signed. It has no role: it is worth nothing."""
        token = self._forger.token({"sub": "forger", "role": role, "org": org}, TOKEN_S)
        return Actor("forged", Person(self._http, self._system, "forger", token))

    def _claims(self, sub: str, role: str, org: str | None) -> str:
        return self._signer.token({"sub": sub, "role": role, "org": org}, TOKEN_S)

    def _person(self, sub: str, token: str) -> Person:
        return Person(self._http, self._system, sub, token)


def cast(casting: Casting) -> World:
    """Everybody, without anything to act upon yet."""
    ours, theirs, refused, unit = (casting.org(name) for name in ("ours", "theirs", "refused", "unit"))
    everybody = (
        casting.guest(),
        casting.forged("enterprise", ours),
        casting.actor("student", "student"),
        casting.actor("other student", "student"),
        casting.actor("organizer", "organizer", unit),
        casting.actor("other organizer", "organizer", casting.org("another unit")),
        casting.actor("enterprise", "enterprise", ours),
        casting.actor("other enterprise", "enterprise", theirs),
        casting.actor("refused enterprise", "enterprise", refused),
        casting.actor("enterprise without a booth", "enterprise", casting.org("boothless")),
        casting.actor("recruiter", "enterprise", casting.org("agency"), ours),
        casting.actor("lead", "enterprise", casting.org("other agency"), ours, leads=True),
        casting.actor("removed lead", "enterprise", casting.org("former agency")),
        casting.actor("recruiter of the refused", "enterprise", casting.org("last agency"), refused),
    )
    return World({actor.name: actor for actor in everybody})
