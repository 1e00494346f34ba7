"""Which students are told that an enterprise's booth was refused."""

from __future__ import annotations

from uuid import uuid4

import pytest

from services.fair.applications import stranded as module
from services.fair.applications.stranded import Stranded, stranded
from tests.services.fair.deciding import decide_all
from tests.services.fair.story import ORG, Teller

t = Teller()


def waiting(student: str, offset: int, org: str = ORG, state: str = "submitted") -> Stranded:
    return Stranded(uuid4(), t.job("a"), t.fair, org, student, state, 1, offset)


def test_those_with_a_live_application_to_the_enterprise() -> None:
    """In log order; nobody of another enterprise or fair, and nobody whose application has ended."""
    stored = [
        waiting("stu-2", 9),
        waiting("stu-1", 5),
        waiting("stu-3", 7, "org-2"),
        waiting("stu-4", 8, state="expired"),
    ]
    assert [one.student for one in stranded(stored, (), t.fair, ORG)] == ["stu-1", "stu-2"]
    assert stranded(stored, (), uuid4(), ORG) == []


def test_the_batch_knows_better_than_the_tables() -> None:
    """An application that moved in the batch counts as it is now, and one that is new counts too."""
    world, _ = decide_all([*t.ready(), t.submitted("stu-1"), t.submitted("stu-2"), t.withdrawn("stu-1")])
    current = list(world.applications.values())
    first = next(one for one in current if one.student == "stu-1")
    stored = [Stranded(first.id, first.job, t.fair, ORG, "stu-1", "submitted", 1, first.offset)]
    assert [one.student for one in stranded(stored, (), t.fair, ORG)] == ["stu-1"]
    assert [one.student for one in stranded(stored, current, t.fair, ORG)] == ["stu-2"]


def test_one_refusal_tells_so_many_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first in log order."""
    monkeypatch.setattr(module, "TOLD_MAX", 2)
    assert [one.offset for one in stranded([waiting("s", n) for n in (3, 1, 2)], (), t.fair, ORG)] == [1, 2]
