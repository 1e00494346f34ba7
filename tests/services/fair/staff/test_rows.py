"""The staff of a batch in memory: what commands touch, what they meet, who speaks for whom."""

from __future__ import annotations

from uuid import UUID, uuid4

from services.fair.kernel.said import Said
from services.fair.staff.rows import StaffRows
from services.fair.staff.staff import (
    Crew,
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


def said(actor: str = "ann", role: str = "enterprise") -> Said:
    return Said(uuid4(), actor, role, None, START, 9, "livefair.fairs:0:9")


def test_who_is_staff_speaks_for_the_enterprise() -> None:
    """In that fair, as long as it is so, and only under the role of an enterprise."""
    rows = StaffRows(staff={(FAIR, "ann"): ANN})

    def speaking(fair: UUID, one: Said) -> tuple[str | None, str | None]:
        spoken = rows.speaking(fair, one, {})
        return spoken.staff_of, spoken.staff_role

    assert speaking(FAIR, said()) == ("org-1", "lead")
    for fair, one in ((OTHER, said()), (FAIR, said("bob")), (FAIR, said(role="student"))):
        assert speaking(fair, one) == (None, None)
    assert rows.speaking(FAIR, said(), {}).by_itself().staff_of is None
    rows.staff[FAIR, "ann"] = Staff(FAIR, "ann", "org-1", "lead", LINK, "removed", START, 7)
    assert speaking(FAIR, said()) == (None, None)


def test_a_link_of_another_booth_is_none() -> None:
    """Whatever fair and org the command names must be its own."""
    rows = StaffRows(links={LINK: a_link()}, staff={(FAIR, "ann"): ANN})
    assert rows.met(RevokeStaffLink(FAIR, "org-1", LINK)) == Crew(a_link())
    assert rows.met(RevokeStaffLink(FAIR, "org-2", LINK)) == rows.met(RevokeStaffLink(OTHER, "org-1", LINK)) == Crew()
    assert rows.met(JoinStaff(FAIR, "org-1", LINK, "ann")) == Crew(a_link(), ANN)
    assert rows.met(RemoveStaff(FAIR, "org-1", "ann")) == Crew(staff=ANN)


def test_what_changed_is_kept() -> None:
    """And nothing else is written."""
    rows, before, after = StaffRows(), Crew(a_link()), Crew(a_link(1), ANN)
    rows.keep(before, before)
    assert (rows.changed_links, rows.changed_staff) == (set(), set())
    rows.keep(before, after)
    assert (rows.changed_links, rows.changed_staff) == ({LINK}, {(FAIR, "ann")})
    assert (rows.links[LINK].used, rows.staff[FAIR, "ann"]) == (1, ANN)
