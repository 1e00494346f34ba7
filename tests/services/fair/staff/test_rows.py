"""The staff of a batch in memory: what rules read, for whom people act, what is kept."""

from __future__ import annotations

from uuid import UUID, uuid4

from services.fair.engine.deciding import new_state
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.state import State
from services.fair.staff.noun import NOUN
from services.fair.staff.rows import StaffRows, acting
from services.fair.staff.staff import (
    AtCrew,
    Crew,
    Departure,
    JoinStaff,
    RemoveStaff,
    RevokeStaffLink,
    Staff,
    StaffLink,
)
from tests.services.fair.story import SHA, START

FAIR, OTHER, LINK = uuid4(), uuid4(), uuid4()
ANN = Staff(FAIR, "ann", "org-1", "lead", LINK, "active", START, 7)


def a_link(used: int = 0) -> StaffLink:
    return StaffLink(LINK, FAIR, "org-1", SHA, "lead", 2, used, START, "open", "hr", START, 3)


def said(actor: str = "ann", role: str = "enterprise") -> Context:
    return Context(uuid4(), actor, role, None, START, 9, "livefair.fairs:0:9")


def crew_met(state: State, command: Command) -> Crew:
    """The link and the person that the rule of a command reads."""
    (rule,) = (rule for rule in NOUN.rules if type(command) in rule.commands)
    met = rule.look(state, command)
    assert isinstance(met, AtCrew)
    return met.crew


def test_who_is_staff_acts_for_the_enterprise() -> None:
    """In that fair, while they are staff, and only with the role `enterprise`."""
    state = new_state()
    rows = state.of(StaffRows)
    rows.staff[FAIR, "ann"] = ANN

    def acts(fair: UUID, one: Context) -> tuple[str | None, str | None]:
        found = acting(state, fair, one)
        return found.staff_of, found.staff_role

    assert acts(FAIR, said()) == ("org-1", "lead")
    for fair, one in ((OTHER, said()), (FAIR, said("bob")), (FAIR, said(role="student"))):
        assert acts(fair, one) == (None, None)
    assert acting(state, FAIR, said()).by_itself().staff_of is None
    rows.staff[FAIR, "ann"] = Staff(FAIR, "ann", "org-1", "lead", LINK, "removed", START, 7)
    assert acts(FAIR, said()) == (None, None)


def test_a_link_of_another_booth_is_none() -> None:
    """A link is found only under its own fair and org."""
    state = new_state()
    rows = state.of(StaffRows)
    rows.links[LINK], rows.staff[FAIR, "ann"] = a_link(), ANN
    assert crew_met(state, RevokeStaffLink(FAIR, "org-1", LINK)) == Crew(a_link())
    for fair, org in ((FAIR, "org-2"), (OTHER, "org-1")):
        assert crew_met(state, RevokeStaffLink(fair, org, LINK)) == Crew()
    assert crew_met(state, JoinStaff(FAIR, "org-1", LINK, "ann")) == Crew(a_link(), ANN)
    assert crew_met(state, RemoveStaff(FAIR, "org-1", "ann")) == Crew(staff=ANN)


def test_what_changed_is_kept() -> None:
    """Only changed links and people are written."""
    link = a_link()
    rows = StaffRows(links={LINK: link})
    assert rows.keep(Crew(link)) == Crew(link)
    assert (rows.changed_links, rows.changed_staff) == (set(), set())
    assert rows.keep(Crew(a_link(1), ANN)) == Crew(link)
    assert (rows.changed_links, rows.changed_staff) == ({LINK}, {(FAIR, "ann")})
    assert (rows.links[LINK].used, rows.staff[FAIR, "ann"]) == (1, ANN)
    gone = Departure(FAIR, "org-1", "ann", 9)
    assert (rows.keep(Crew(departure=gone)), rows.changed_departures) == (Crew(), {(FAIR, "org-1", "ann")})
    assert rows.departures[FAIR, "org-1", "ann"] == gone
