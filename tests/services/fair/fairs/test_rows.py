"""The fairs of a batch in memory: log time, counters, drafts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.fair.fairs.rows import FairRows
from tests.services.fair.deciding import World, decide, one_batch
from tests.services.fair.story import Teller, at, told

t = Teller()


def test_the_fair_knows_its_last_time() -> None:
    """A record with an earlier broker time is decided at the fair's newest time."""
    late, early = told([t.scheduled(), t.opened()])
    world = World()
    for one in (replace(late, log_time=at(50)), replace(early, log_time=at(20))):
        decide(world, one)
    assert world.books[t.fair].as_of == at(50)


def test_time_never_goes_back() -> None:
    """The same within a batch; a fair that does not exist has no newest time."""
    rows = one_batch(told([t.scheduled(), t.opened()])).of(FairRows)
    assert [rows.now(t.fair, at(second)) for second in (0, 1, 2)] == [at(1), at(1), at(2)]
    assert rows.now(Teller().fair, at(0)) == at(0)


def test_what_is_kept_of_a_fair() -> None:
    """Counters start at zero, and each minute with a change holds the counters at its end."""
    rows = one_batch(told([*t.ready("a"), t.submitted(), t.submitted()])).of(FairRows)
    books, number = rows.books[t.fair], len(t.ready("a"))
    assert (rows.changed, books.counters["applications"], books.counters["drops"]) == ({t.fair}, 1, 0)
    assert (books.decided, books.as_of) == (f"livefair.fairs:0:{number + 1}", at(number + 1))
    assert books.minutes == {at(0): books.counters}


@pytest.mark.parametrize(("published", "draft"), [(False, True), (True, False)])
def test_a_draft_is_one_until_it_is_published(published: bool, draft: bool) -> None:
    """A published draft is marked, so that all of its rooms are written. An unknown fair is no draft."""
    rows = one_batch(told([t.draft(), *([t.shown()] if published else [])])).of(FairRows)
    assert rows.is_draft(t.fair) == draft
    assert rows.published == (set() if draft else {t.fair})
    assert not rows.is_draft(Teller().fair)
