"""The sender of a request, and for whom they may act."""

from __future__ import annotations

from uuid import uuid4

import pytest

from services.fair.kernel.context import ITSELF, SYSTEM, Context
from tests.services.fair.story import START


def said(role: str, org: str | None = "org-1", staff_of: str | None = None, staff_role: str | None = None) -> Context:
    return Context(uuid4(), "somebody", role, org, START, 7, "livefair.fairs:0:7", staff_of, staff_role)


def test_an_organizer_acts_for_their_unit() -> None:
    """Role and org must both match."""
    assert said("organizer", "unit-1").organizes("unit-1")
    assert not said("organizer", "unit-2").organizes("unit-1")
    assert not said("enterprise", "unit-1").organizes("unit-1")


@pytest.mark.parametrize(("role", "leads"), [("lead", True), ("recruiter", False)])
def test_staff_acts_for_a_booth(role: str, leads: bool) -> None:
    """Staff also act for the token's enterprise; only a lead of the booth may manage it."""
    ann = said("enterprise", "org-9", staff_of="org-1", staff_role=role)
    assert ann.recruits_for("org-1")
    assert ann.recruits_for("org-9")
    assert not ann.recruits_for("org-2")
    assert (ann.leads("org-1"), ann.leads("org-9"), ann.leads("org-2")) == (leads, True, False)
    student = said("student", "org-1", staff_of="org-1", staff_role="lead")
    assert not student.recruits_for("org-1")
    assert not student.leads("org-1")


def test_what_follows_by_itself_is_said_by_nobody() -> None:
    """The actor of a following outcome is the system, at the same time and position."""
    ann = said("enterprise", staff_of="org-1", staff_role="lead")
    alone = ann.by_itself()
    assert (alone.actor, alone.role, alone.org, alone.staff_of, alone.staff_role) == (ITSELF, SYSTEM, None, None, None)
    assert (alone.event, alone.now, alone.offset, alone.position) == (ann.event, ann.now, ann.offset, ann.position)
