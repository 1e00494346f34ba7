"""What is taken of a limit is counted in all and by each."""

from __future__ import annotations

import pytest

from plumbing.limits import ADDRESS, ALL, ORGANIZATION, PERSON, Limit, Shares

PLACES = Limit("places", 10, "503", shares={PERSON: 2, ORGANIZATION: 3}, over_share="429")


def of(person: str, org: str = "ent-1") -> dict[str, str]:
    return {PERSON: person, ORGANIZATION: org}


def test_each_has_a_share() -> None:
    """A person's third is refused, then an organization's fourth; others have the rest, until there is none."""
    places = Shares(PLACES)
    taken = [places.take(of(person)) for person in ("ann", "ann", "ann", "bob", "bob")]
    assert taken == [None, None, PERSON, None, ORGANIZATION]
    assert [places.take({ADDRESS: "::1"}) for _ in range(8)] == [None] * 7 + [ALL]
    assert places.over(of("carl", "ent-2")) == ALL


def test_what_is_given_back_may_be_taken_again() -> None:
    """Nothing is remembered of those who hold nothing."""
    places = Shares(PLACES)
    for _ in range(100):
        assert places.take(of("ann"), 2) is None
        places.give_back(of("ann"), 2)
    assert (places.taken, places.of) == (0, {})


def test_without_shares_only_the_bound_counts() -> None:
    """As with the rate limits off."""
    places = Shares(PLACES, limited=False)
    assert [places.take(of("ann")) for _ in range(11)] == [None] * 10 + [ALL]


def test_a_limit_may_have_no_bound_or_no_shares() -> None:
    """Asking for what it has not is an error."""
    rate = Limit("writes", None, shares={PERSON: 50})
    assert (rate.share(PERSON), Shares(rate).take(of("ann"), 50), Shares(rate).take(of("ann"), 51)) == (
        50,
        None,
        PERSON,
    )
    with pytest.raises(AssertionError):
        assert rate.most
    with pytest.raises(AssertionError):
        Limit("sums", 5).share(PERSON)
