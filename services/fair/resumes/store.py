"""How the newest card of each person's resume is stored. The order of the log decides which one is the newest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.fair.kernel.port import Write
from services.fair.kernel.tables import Table, columns

RESUMES = Table("resumes", ("person",), columns("person text", "card jsonb", "saved_at timestamptz"))
WRITE_RESUMES = RESUMES.upsert()
STATEMENTS = (WRITE_RESUMES,)


def write_newest(saved: Iterable[dict[str, Any]]) -> Write:
    """The newest card of each person. `saved`: rows in the order of the log."""
    newest = {row["person"]: row for row in saved}
    return Write(WRITE_RESUMES, list(newest.values()))
