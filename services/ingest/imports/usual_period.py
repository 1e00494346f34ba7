"""Finds the period that most pay of a file is for, as a reader does who sees `6万-10万` among monthly neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from services.ingest.imports.headers import Column
from services.ingest.imports.reading import Row
from services.ingest.imports.rows import USUAL_PERIOD, ImportedJob, read_row


def with_usual_period(columns: Mapping[str, Column], rows: Sequence[Row], width: int) -> dict[str, Column]:
    """The columns, and one more where more than half of the pay in these rows is for one period, in CNY.

    The same rows give the same answer: it depends on no clock and on no earlier file.
    """
    read = (read_row(row, width, columns) for row in rows)
    salaries = (row.job["salary"] for row in read if isinstance(row, ImportedJob) and "salary" in row.job)
    periods = Counter(salary["period"] for salary in salaries if salary["currency"] == "CNY")
    period, times = periods.most_common(1)[0] if periods else ("", 0)
    if 2 * times <= periods.total():
        return dict(columns)
    return {**columns, USUAL_PERIOD: Column("", lambda row: period)}
