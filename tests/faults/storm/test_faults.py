"""The plan of a storm."""

from __future__ import annotations

from collections import Counter

from tests.faults.storm.faults import kinds, one_of_each, plan
from tests.faults.storm.wired import INSTANCES

ALL = kinds(INSTANCES)


def test_a_seed_makes_one_plan() -> None:
    """The same again, and another for another seed."""
    assert plan(ALL, 1, 200) == plan(ALL, 1, 200) != plan(ALL, 2, 200)


def test_each_kind_has_its_share() -> None:
    """Of two hundred, and of twice as many."""
    shares = {kind.name: kind.of_200 for kind in ALL}
    assert sum(shares.values()) == 200
    for rounds in (1, 2):
        assert Counter(fault.kind.name for fault in plan(ALL, 3, rounds * 200)) == {
            name: rounds * share for name, share in shares.items()
        }


def test_one_of_each_is_one_of_each() -> None:
    """Whatever the seed, every kind comes once, and all targets are parts of the system."""
    faults = one_of_each(ALL, 4)
    assert sorted(fault.kind.name for fault in faults) == sorted(kind.name for kind in ALL)
    for fault in faults:
        assert fault.target in fault.kind.targets
        assert fault.kind.lasts_s[0] <= fault.lasts_s <= fault.kind.lasts_s[1]
