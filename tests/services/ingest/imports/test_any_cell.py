"""Rows of any cells, however odd: none costs its row but a required one, and what is read fits the model of a job."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.job import JobFields
from services.ingest.imports.headers import FIELDS, REQUIRED, columns_of
from services.ingest.imports.reading import Row
from services.ingest.imports.rows import ImportedJob, read_row
from tests.services.ingest.imports.test_rows import GOOD

WRITTEN = "[]'\", 0123456789.-~kK万千元/年月人名本科硕士优先（）lacs$￥+以上\n\u3164\u202e"
CELLS = st.text(max_size=30) | st.text(WRITTEN, max_size=40)
OPTIONAL = [field for field in FIELDS if field not in REQUIRED]


@settings(deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(OPTIONAL, CELLS)))
def test_no_optional_cell_costs_a_row(cells: dict[str, str]) -> None:
    """Whatever the cells hold, the job fits its model; what is left out is named once, with a reason."""
    texts = GOOD | {field: text.strip() for field, text in cells.items()}
    columns = columns_of(list(texts), {}, needs_enterprise=True)
    found = read_row(Row(7, list(texts.values())), len(texts), columns)
    assert isinstance(found, ImportedJob), found
    JobFields.model_validate(found.job)
    named = [warning.field for warning in found.warnings]
    assert len(set(named)) == len(named)
    assert all(warning.reason for warning in found.warnings)


@settings(deadline=None)
@given(CELLS, CELLS, CELLS)
def test_what_is_required_is_read_or_rejected(enterprise: str, title: str, headcount: str) -> None:
    """No cell raises another error, and what is accepted fits the model."""
    texts = {"enterprise": enterprise.strip(), "title": title.strip(), "headcount": headcount.strip()}
    found = read_row(Row(7, list(texts.values())), 3, columns_of(list(texts), {}, needs_enterprise=True))
    if isinstance(found, ImportedJob):
        JobFields.model_validate(found.job)
        assert found.enterprise
