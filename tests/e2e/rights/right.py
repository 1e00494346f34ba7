"""One right: who may, and what is answered to everybody else."""

from __future__ import annotations

from dataclasses import dataclass

from tests.e2e.rights.people import Actor, Thing
from tests.e2e.rights.relations import ENTERPRISE, ORGANIZER, STUDENT, Relation, organizes, recruits

EVERYBODY: tuple[str, ...] = ()
ANY_ROLE = (ORGANIZER, ENTERPRISE, STUDENT)
ALLOWED, UNAUTHENTICATED, FORBIDDEN, UNKNOWN = 200, 401, 403, 404
"""ALLOWED stands for every answer that does not deny: the state of the thing may still forbid it (409)."""


@dataclass(frozen=True, slots=True)
class Right:
    """Who may: people of these roles with this relation to the thing. `others`: the answer to the rest of the roles.

    `refused`: the answer to its own people where the booth was refused. `needs`: what else must be there.
    """

    roles: tuple[str, ...]
    relation: Relation
    routes: str
    others: int = UNKNOWN
    refused: int = ALLOWED
    needs: str = ""
    ignores_token: bool = False

    def expected(self, actor: Actor, thing: Thing) -> int:
        """The status, ALLOWED for any that does not deny. A token that is worth nothing is worse than none."""
        if actor.name == "forged" and not self.ignores_token:
            return UNAUTHENTICATED
        if self.roles is not EVERYBODY and actor.is_guest:
            return UNAUTHENTICATED
        if self.roles and actor.role not in self.roles:
            return FORBIDDEN
        if not thing.exists or (thing.is_draft and not organizes(actor, thing)):
            return UNKNOWN
        if not self.relation(actor, thing):
            return self.others
        if thing.booth == "refused" and recruits(actor, thing) and self.refused != ALLOWED:
            return self.refused
        return ALLOWED if self.is_there(thing) else UNKNOWN

    def is_there(self, thing: Thing) -> bool:
        """Whether the thing has what the route needs."""
        return thing.booth is not None if self.needs == "booth" else not self.needs or self.needs in thing.ids
