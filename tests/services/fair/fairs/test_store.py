"""Fairs written to rows and read back, with their counters and minutes."""

from __future__ import annotations

from services.fair.fairs.rows import FairRows
from services.fair.fairs.store import WRITE_BOOKS, WRITE_FAIRS, WRITE_MINUTES, writes
from tests.services.fair.deciding import decide_all, one_batch
from tests.services.fair.story import Teller, told

t = Teller()


def test_a_fair_survives_its_row() -> None:
    """A fair and its counters are equal after a round trip."""
    log = [t.scheduled(region="上海", campaign="autumn", offers="release"), *t.ready()[1:], t.submitted()]
    world, _ = decide_all(log)
    rows = one_batch(told(log)).of(FairRows)
    assert world.fairs == rows.fairs
    assert world.books[t.fair].counters == rows.books[t.fair].counters
    assert (world.books[t.fair].decided, world.books[t.fair].as_of) == (
        rows.books[t.fair].decided,
        rows.books[t.fair].as_of,
    )


def test_books_are_written_of_every_fair_that_is_named() -> None:
    """Counters are written for every fair of the batch, the fair's row and minutes only if they changed."""
    world, _ = decide_all([*t.ready(), t.submitted()])
    state = one_batch(told([t.submitted()], 99), world.port)
    written = {one.statement.sql: [*one.rows] for one in writes(state)}
    assert (written[WRITE_FAIRS.sql], written[WRITE_MINUTES.sql]) == ([], [])
    assert [(row["id"], row["decided"]) for row in written[WRITE_BOOKS.sql]] == [(t.fair, "livefair.fairs:0:99")]
