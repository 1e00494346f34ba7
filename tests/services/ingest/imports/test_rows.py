"""Converting one row of text to a job, or to its first problem."""

from __future__ import annotations

from typing import Any

import pytest

from services.ingest.imports.headers import columns_of
from services.ingest.imports.reading import Row
from services.ingest.imports.rows import ImportedJob, RowProblem, read_row

GOOD = {"enterprise": "西湖钢铁", "title": "焊工", "headcount": "2"}


def read(**changes: str) -> ImportedJob | RowProblem:
    texts = GOOD | {field.replace("__", "."): text for field, text in changes.items()}
    columns = columns_of(list(texts), {}, needs_enterprise=True)
    return read_row(Row(7, list(texts.values())), len(texts), columns)


def job(**changes: str) -> dict[str, Any]:
    found = read(**changes)
    assert isinstance(found, ImportedJob), found
    return found.job


def test_a_full_row() -> None:
    """Every field is read, and the job has what the contract names."""
    found = read(
        region="330100",
        industry="钢铁",
        degree="大专及以上",
        majors="焊接、机械；机械/不限",
        salary="6-8k",
        employment_type="全职",
        description="一\n二",
        code="W-1",
    )
    assert found == ImportedJob(
        row=7,
        enterprise="西湖钢铁",
        job={
            "title": "焊工",
            "headcount": 2,
            "region": "330100",
            "industry": "钢铁",
            "degree": "associate",
            "majors": ["焊接", "机械"],
            "salary": {"min": 6000, "max": 8000, "period": "month", "currency": "CNY"},
            "employment_type": "full_time",
            "description": "一\n二",
            "code": "W-1",
        },
    )


def test_only_what_is_there() -> None:
    """Empty cells add no field."""
    assert job(region="", majors="不限", salary="面议", degree="", code="") == {"title": "焊工", "headcount": 2}


@pytest.mark.parametrize(
    ("text", "number"), [("3人", 3), ("３", 3), (" 12 名", 12), ("1,000", 1000), ("4.0", 4), ("100000", 100_000)]
)
def test_headcounts(text: str, number: int) -> None:
    """A number, with or without a measure word."""
    assert job(headcount=text)["headcount"] == number


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("enterprise", "", "empty"),
        ("enterprise", "x" * 201, "201 characters, more than 200"),
        ("title", "", "empty"),
        ("title", "x" * 201, "more than 200"),
        ("headcount", "", "empty; give one number"),
        ("headcount", "many", '"many" is no whole number; give one number from 1 to 100,000'),
        ("headcount", "若干", "give one number"),
        ("headcount", "3-5", "give one number"),
        ("headcount", "2.5", "give one number"),
        ("headcount", "-1", "give one number"),
        ("headcount", "0", "0 is not from 1 to 100,000"),
        ("headcount", "100001", "not from 1"),
        ("region", "x" * 201, "more than 200"),
        ("degree", "wizard", '"wizard" is no degree'),
        ("majors", "、".join(f"m{n}" for n in range(51)), "51 majors, more than 50"),
        ("majors", "x" * 201, "more than 200"),
        ("degree", "x" * 201, "more than 200"),
        ("salary", "8000-5000", "minimum 8000 is above"),
        ("salary", "5000" + " " * 201 + "x", "more than 200"),
        ("employment_type", "sometimes", '"sometimes" is no employment type'),
        ("description", "x" * 20_001, "20,001 characters, more than 20,000"),
        ("code", "x" * 201, "more than 200"),
    ],
)
def test_problems(field: str, text: str, reason: str) -> None:
    """Each names its field and what is accepted."""
    problem = read(**{field: text})
    assert isinstance(problem, RowProblem)
    assert (problem.row, problem.field) == (7, field)
    assert reason in problem.reason


def test_the_first_problem_is_told() -> None:
    """A row with several problems has one result, in the order of the fields."""
    problem = read(code="x" * 300, headcount="0", title="")
    assert isinstance(problem, RowProblem)
    assert problem.field == "title"


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ("42405.0", "65485.0", (42405, 65485)),
        ("0.0", "155000.0", (0, 155000)),
        ("5000", "", (5000, 5000)),
        ("", "5000", (0, 5000)),
        ("8.755", "10.36", (8.76, 10.36)),
    ],
)
def test_pay_in_columns(low: str, high: str, expected: tuple[float, float]) -> None:
    """Minimum and maximum in separate columns, one of which may be empty."""
    salary = job(salary__min=low, salary__max=high, salary__period="Annual", salary__currency="usd")["salary"]
    assert salary == {"min": expected[0], "max": expected[1], "period": "year", "currency": "USD"}


def test_pay_columns_go_before_the_text() -> None:
    """If both are empty the text counts; if all are empty there is no pay."""
    assert job(salary="9k", salary__min="5000", salary__max="6000")["salary"]["max"] == 6000
    assert job(salary="9k", salary__min="", salary__max="")["salary"]["max"] == 9000
    assert "salary" not in job(salary__min="0", salary__max="0", salary__period="Daily")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"salary__min": "many", "salary__max": "5"}, "salary.min"),
        ({"salary__min": "1", "salary__max": "5-6"}, "salary.max"),
        ({"salary__min": "9", "salary__max": "5"}, "salary"),
        ({"salary__min": "1", "salary__period": "now and then"}, "salary.period"),
        ({"salary__min": "1", "salary__currency": "shells"}, "salary.currency"),
    ],
)
def test_pay_problems_name_their_column(changes: dict[str, str], field: str) -> None:
    """An unreadable part is named; a reversed pair is a problem of the salary."""
    problem = read(**changes)
    assert isinstance(problem, RowProblem)
    assert problem.field == field


def test_ragged_rows() -> None:
    """Missing cells are empty, surplus blank ones are ignored, surplus text is a problem."""
    columns = columns_of(["title", "headcount", "code"], {}, needs_enterprise=False)
    assert read_row(Row(2, ["a", "1"]), 3, columns) == ImportedJob(2, None, {"title": "a", "headcount": 1})
    assert isinstance(read_row(Row(2, ["a", "1", "c", "", ""]), 3, columns), ImportedJob)
    problem = read_row(Row(2, ["a", "1", "c", "", "e"]), 3, columns)
    assert isinstance(problem, RowProblem)
    assert (problem.field, "5 cells and the header 3" in problem.reason) == ("row", True)


def test_a_faulty_row() -> None:
    """A defect of the whole row is its problem."""
    assert read_row(Row(2, [], "a cell holds a NUL character"), 3, {}) == RowProblem(
        2, "row", "a cell holds a NUL character"
    )
