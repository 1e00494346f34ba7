"""The reports of an import, as the edge writes them, and what the noun adds to the tests of all nouns."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from hypothesis import strategies as st

from schemas.job_import import ImportCounts, ImportReported
from tests.services.fair.hosting import Host
from tests.services.fair.stories import Drawn
from tests.services.fair.story import ORG, Entry, Teller, says

HR = "hr"
DAMAGED = {"reason": "it is damaged", "code": "spreadsheet_damaged", "params": {"filename": "a.xlsx", "error": "…"}}


def import_of(teller: Teller, name: str = "i") -> UUID:
    return uuid5(teller.fair, f"import {name}")


def reported(teller: Teller, name: str = "i", rows: int = 0, by: str = HR, **more: Any) -> Entry:
    """An import of the enterprise has read some rows, all of which were accepted, of 100."""
    given = {"state": "running", "org": ORG, "bytes": 1_000, "bytes_read": 10 * rows, **more}
    counts = ImportCounts(rows=rows, accepted=rows)
    event = ImportReported(fair=teller.fair, job_import=import_of(teller, name), counts=counts, **given)
    return says(event, by, "enterprise", ORG)


def ended(teller: Teller, name: str = "i", state: str = "done", rows: int = 100, **more: Any) -> Entry:
    return reported(teller, name, rows, state=state, **more)


def story(host: Host) -> list[Entry]:
    """One import is running, one is done, one failed."""
    return [
        *(reported(host, rows=rows) for rows in (0, 50)),
        *(reported(host, "done"), ended(host, "done")),
        *(reported(host, "failed"), ended(host, "failed", "failed", 10, **DAMAGED)),
    ]


def paths(host: Host) -> list[str]:
    return [*(f"/v1/imports/{import_of(host, name)}" for name in ("i", "failed")), "/v1/me/imports"]


def drawn(host: Drawn, student: Drawn, job: Drawn) -> list[Drawn]:
    return [
        st.builds(reported, host, rows=st.integers(0, 100), by=st.sampled_from([HR, "other hr"])),
        st.builds(ended, host, state=st.sampled_from(["done", "cancelled", "failed"])),
    ]
