"""What is in flight has a bound of all people and of each; a body counts as it arrives."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from plumbing.http.problem import Problem
from services.ingest.edge.in_flight import InFlight


def status_of(in_flight: InFlight, who: str, size: int = 0) -> int:
    """The status with which one more request, whose body has this size, is refused; 202 if it is not."""
    try:
        with in_flight.request(who) as place:
            place.arrived(size)
    except Problem as problem:
        return problem.status
    return 202


def test_one_person_takes_a_fourth_of_the_places() -> None:
    """Their next request is 429; the others have the rest, and then it is 503 for everybody."""
    in_flight = InFlight(requests_max=8)
    with ExitStack() as open_ones:
        for _ in range(2):
            open_ones.enter_context(in_flight.request("ann"))
        assert (status_of(in_flight, "ann"), status_of(in_flight, "bob")) == (429, 202)
        for number in range(6):
            open_ones.enter_context(in_flight.request(f"stu-{number}"))
        assert status_of(in_flight, "carl") == 503
    assert [status_of(in_flight, who) for who in ("ann", "carl")] == [202, 202]


def test_bytes_are_counted_as_they_arrive() -> None:
    """A request whose body has not arrived takes none, however much it announced; too much is refused."""
    in_flight = InFlight(bytes_max=400)
    with in_flight.request("ann") as of_ann:
        assert status_of(in_flight, "bob", 100) == 202
        of_ann.arrived(60)
        of_ann.arrived(40)
        with pytest.raises(Problem) as refused:
            of_ann.arrived(1)
        assert refused.value.status == 429
        assert status_of(in_flight, "ann", 1) == 429
        with in_flight.request("bob") as of_bob, in_flight.request("carl") as of_carl:
            of_bob.arrived(100)
            of_carl.arrived(100)
            assert [status_of(in_flight, "dora", size) for size in (100, 101)] == [202, 503]
            with in_flight.request("dora") as of_dora:
                of_dora.arrived(100)
                assert status_of(in_flight, "eve", 1) == 503
    assert status_of(in_flight, "ann", 100) == 202


def test_nothing_is_remembered_of_people_who_are_done() -> None:
    """Otherwise everybody who ever wrote would be kept."""
    in_flight = InFlight()
    for number in range(100):
        assert status_of(in_flight, f"stu-{number}", 10) == 202
    assert (in_flight.requests, in_flight.bytes) == (0, 0)
    assert not in_flight.requests_of
    assert not in_flight.bytes_of
