"""Booths written to rows and read back."""

from __future__ import annotations

from datetime import timedelta

from schemas.booth import Opening
from services.fair.booths.rows import BoothRows
from tests.services.fair.deciding import decide_all, one_batch
from tests.services.fair.story import ORG, START, Teller, told

t = Teller()


def test_a_booth_survives_its_row() -> None:
    """A booth is equal after a round trip, hours included; booths are found by fair and org."""
    hours = [Opening(begins=START, ends=START + timedelta(hours=2))]
    log = [t.scheduled(), t.requested(industry="软件"), t.requested("org-2"), t.approved()]
    log.append(t.booth_amended(hours=hours, website="https://www.example.com"))
    world, _ = decide_all(log)
    assert world.booths == one_batch(told(log)).of(BoothRows).booths
    booth = world.booths[t.fair, ORG]
    assert (len(booth.hours), booth.website) == (1, "https://www.example.com")
    again = one_batch(told([t.requested("org-2"), t.requested("org-3")]), world.port).of(BoothRows)
    assert again.changed == {(t.fair, "org-3")}
    assert again.booths.keys() == {(t.fair, "org-2"), (t.fair, "org-3")}
