"""Facts of a fair: what its state allows, and who sees it."""

from __future__ import annotations

from plumbing.auth.tokens import Person
from services.ingest.facts import FairFacts


def test_a_fair_permits_what_its_entry_names() -> None:
    """An entry of an earlier version names nothing: the log decides."""
    assert FairFacts("unit-1", "paused", frozenset({"amend"})).permits("amend")
    assert not FairFacts("unit-1", "paused", frozenset({"amend"})).permits("submit")
    assert FairFacts("unit-1", "paused").permits("submit")


def test_a_draft_is_hidden_from_everybody_but_its_organizer() -> None:
    """Also from guests, and from an enterprise with the same org."""
    people = [None, *(Person("p", role, org, None, 0) for role in ("organizer", "enterprise") for org in ("a", "b"))]
    assert [FairFacts("a", "draft").is_hidden_from(one) for one in people] == [True, False, True, True, True]
    assert not any(FairFacts("a", "open").is_hidden_from(one) for one in people)
