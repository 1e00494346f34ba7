"""The columns of the exports, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from services.fair.report.columns import DEGREES, EMPLOYMENT, EXPORTS, PERIODS, STATES, cell
from services.ingest.imports.headers import columns_of

CHINA = timezone(timedelta(hours=8))
CONTACTS = ("email", "phone", "requested_by", "resume", "message", "card", "history")


@pytest.mark.parametrize("kind", EXPORTS)
def test_no_export_has_a_contact(kind: str) -> None:
    """Neither a column nor a query of an export has contact data."""
    names = {column.name for column in EXPORTS[kind].columns}
    assert not names & set(CONTACTS)
    assert len({column.zh for column in EXPORTS[kind].columns}) == len(names)


@pytest.mark.parametrize("kind", EXPORTS)
def test_every_row_says_in_which_zone_its_times_are(kind: str) -> None:
    """The last column of each export, in both languages."""
    export = EXPORTS[kind]
    row = dict.fromkeys([column.name for column in export.columns])
    assert [export.headers("en")[-1], export.headers("zh")[-1]] == ["time_zone", "时区"]
    assert [export.cells(row, "en", zone)[-1] for zone in (UTC, CHINA)] == ["UTC", "UTC+08:00"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_exported_jobs_can_be_imported(lang: str) -> None:
    """The import knows each field by the header of the export."""
    export = EXPORTS["jobs"]
    headers = export.headers("zh" if lang == "zh" else "en")
    columns, fields = columns_of(headers, {}, needs_enterprise=True), [column.name for column in export.columns[:14]]
    assert {name: columns[name].header for name in fields} == dict(zip(fields, headers, strict=False))


def test_values_become_cells() -> None:
    """Numbers stay numbers, times are those of the zone, words are in Chinese, and empty values stay empty."""
    moment = datetime(2026, 11, 1, 9, 0, 5, 999, tzinfo=UTC)
    assert [cell(moment, None, "en", zone) for zone in (UTC, CHINA)] == [
        *("2026-11-01T09:00:05Z", "2026-11-01T17:00:05+08:00"),
    ]
    assert [cell(value, None, "en", UTC) for value in (None, 3, 0.5, "x", ["a", "b"], True)] == [
        *(None, 3, 0.5, "x", "a, b", "yes"),
    ]
    assert [cell("master", DEGREES, "zh", UTC), cell("master", DEGREES, "en", UTC)] == ["硕士", "master"]
    assert cell(["a", "b"], None, "zh", UTC) == "a、b"
    assert cell("unheard of", STATES, "zh", UTC) == "unheard of"
    assert EMPLOYMENT["internship"] == "实习"
    assert PERIODS["month"] == "月"
