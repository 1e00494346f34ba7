"""How somebody may stand to a thing: the words of the contract, such as "its enterprise", as functions."""

from __future__ import annotations

from collections.abc import Callable

from tests.e2e.rights.people import Actor, Thing

ORGANIZER, ENTERPRISE, STUDENT = "organizer", "enterprise", "student"

Relation = Callable[[Actor, Thing], bool]


def anybody(actor: Actor, thing: Thing) -> bool:
    return True


def organizes(actor: Actor, thing: Thing) -> bool:
    return actor.role == ORGANIZER and actor.org == thing.unit


def recruits(actor: Actor, thing: Thing) -> bool:
    """Whether they act for the enterprise: by the token, or as a member of its staff."""
    return actor.role == ENTERPRISE and thing.org in (actor.org, actor.staff_of)


def leads(actor: Actor, thing: Thing) -> bool:
    return actor.role == ENTERPRISE and (thing.org == actor.org or (actor.leads and thing.org == actor.staff_of))


def has_booth(actor: Actor, thing: Thing) -> bool:
    """Whether they act for an enterprise with an approved booth in the thing's fair."""
    return actor.role == ENTERPRISE and not thing.approved.isdisjoint({actor.org, actor.staff_of})


def seeks(actor: Actor, thing: Thing) -> bool:
    return has_booth(actor, thing) or organizes(actor, thing)


def hosts(actor: Actor, thing: Thing) -> bool:
    """Whether they host the thing's session. Staff does not: that needs the enterprise's own token."""
    return (actor.role, actor.org) == thing.host


def plans(actor: Actor, thing: Thing) -> bool:
    """Whether they may plan a session: with a booth of their own token's enterprise, or as the organizer."""
    return organizes(actor, thing) or (actor.role == ENTERPRISE and actor.org in thing.approved)


def applied(actor: Actor, thing: Thing) -> bool:
    return actor.name == STUDENT


def of_both_sides(actor: Actor, thing: Thing) -> bool:
    return applied(actor, thing) or recruits(actor, thing)


def may_name_student(actor: Actor, thing: Thing) -> bool:
    """Whether an answer may name who applied, or asked something in the session."""
    is_refused = thing.booth == "refused" and recruits(actor, thing)
    return applied(actor, thing) or organizes(actor, thing) or (of_both_sides(actor, thing) and not is_refused)


def reads_resume(actor: Actor, thing: Thing) -> bool:
    """The student always; the enterprise while the consent lasts, which ends with the archive."""
    return applied(actor, thing) or (recruits(actor, thing) and not thing.is_archived)


def may_join(actor: Actor, thing: Thing) -> bool:
    """Anyone who has the link, while it leads to a booth."""
    return thing.booth != "refused"


def sent_one(actor: Actor, thing: Thing) -> bool:
    return actor.name == STUDENT


def sent_many(actor: Actor, thing: Thing) -> bool:
    return actor.name == ENTERPRISE


def imported(actor: Actor, thing: Thing) -> bool:
    return actor.name == ENTERPRISE


def nobody(actor: Actor, thing: Thing) -> bool:
    return False
