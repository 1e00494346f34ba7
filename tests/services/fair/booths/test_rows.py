"""The booths of a batch in memory."""

from __future__ import annotations

from dataclasses import replace

from services.fair.booths.rows import BoothRows
from tests.services.fair.deciding import decide_all
from tests.services.fair.story import ORG, Teller

t = Teller()


def test_what_is_kept_is_what_changed() -> None:
    """Changed booths are kept by fair and org, and the row before the change is returned."""
    booth = decide_all(t.ready())[0].booths[t.fair, ORG]
    rows, refused = BoothRows(), replace(booth, state="refused")
    assert (rows.keep(booth), rows.keep(refused)) == (None, booth)
    assert (rows.booths, rows.changed) == ({(t.fair, ORG): refused}, {(t.fair, ORG)})
