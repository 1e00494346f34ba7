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
            "region": "杭州市",
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
    ("field", "text", "reason"),
    [
        ("enterprise", "", "empty"),
        ("enterprise", "x" * 201, "201 characters, more than 200"),
        ("enterprise", "\u3164\u200b", "nothing to see"),
        ("title", "", "empty"),
        ("title", "[]", "empty"),
        ("title", "[ ]", "empty"),
        ("title", "nan", "empty"),
        ("title", "x" * 201, "more than 200"),
        ("title", "\u202e\u2800", "nothing to see"),
        ("headcount", "", "empty; give one number"),
        ("headcount", "[]", "empty; give one number"),
        ("headcount", "many", '"many" is no whole number; give one number from 1 to 100,000'),
        ("headcount", "2.5", "give one number"),
        ("headcount", "0", "0 is not from 1 to 100,000"),
        ("headcount", "1" * 201, "more than 200"),
    ],
)
def test_what_is_required_rejects_the_row(field: str, text: str, reason: str) -> None:
    """Each problem names its field and what is accepted."""
    problem = read(**{field: text})
    assert isinstance(problem, RowProblem)
    assert (problem.row, problem.field) == (7, field)
    assert reason in problem.reason


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("region", "x" * 201, "201 characters, more than 200"),
        ("region", "\u3164", "nothing to see"),
        ("region", "[]", "an empty list"),
        ("industry", "x" * 201, "more than 200"),
        ("degree", "wizard", '"wizard" is no degree'),
        ("degree", "英语熟练", '"英语熟练" is no degree'),
        ("degree", "Not Disclosed", "is no degree"),
        ("degree", "[]", "an empty list"),
        ("degree", "x" * 201, "more than 200"),
        ("majors", "x" * 201, "a major has more than 200"),
        ("salary", "Not Disclosed", "is no pay that can be read"),
        ("salary", "Jun. 13, 2024 23:55", "is a date and no pay"),
        ("salary", "2024-06-13", "is a date and no pay"),
        ("salary", "13800138000", "is a telephone number and no pay"),
        ("salary", "8000-5000", "minimum 8000 is above"),
        ("salary", "5000" + " " * 201 + "x", "more than 200"),
        ("employment_type", "sometimes", '"sometimes" is no employment type'),
        ("code", "x" * 201, "more than 200"),
    ],
)
def test_what_is_optional_is_left_out_with_a_warning(field: str, text: str, reason: str) -> None:
    """The row stays; the warning names its row and field."""
    found = read(**{field: text})
    assert isinstance(found, ImportedJob)
    assert found.job == {"title": "焊工", "headcount": 2}
    (warning,) = found.warnings
    assert (warning.row, warning.field) == (7, field)
    assert reason in warning.reason


def test_several_warnings_of_one_row() -> None:
    """Each cell that was left out is named, in the order of the fields."""
    found = read(degree="英语熟练", salary="Not Disclosed", region="x" * 201, code="W-1")
    assert isinstance(found, ImportedJob)
    assert [warning.field for warning in found.warnings] == ["region", "degree", "salary"]
    assert found.job["code"] == "W-1"


@pytest.mark.parametrize("text", ["", "-", "/", "无", "nan", "None", "N/A"])
def test_a_sign_for_nothing_is_nothing(text: str) -> None:
    """As people and programs write an empty cell; it needs no warning."""
    found = read(region=text, industry=text, code=text)
    assert found == ImportedJob(7, "西湖钢铁", {"title": "焊工", "headcount": 2})


@pytest.mark.parametrize(
    ("field", "text", "kept"),
    [
        ("headcount", "若干", 1),
        ("description", "x" * 20_001, "x" * 20_000),
        ("majors", "、".join(f"m{n}" for n in range(51)), [f"m{n}" for n in range(50)]),
        ("majors", "焊接、" + "x" * 201, ["焊接"]),
    ],
)
def test_a_part_that_can_be_read_is_kept(field: str, text: str, kept: object) -> None:
    """Of 若干 one, of a long description the beginning, of too many majors the first; the warning says so."""
    found = read(**{field: text})
    assert isinstance(found, ImportedJob)
    assert found.job[field] == kept
    assert [warning.field for warning in found.warnings] == [field]


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("title", "['Engineer']", "Engineer"),
        ("title", "[急聘]", "[急聘]"),
        ("headcount", "[ 2 ]", 2),
        ("headcount", "['3人']", 3),
        ("degree", '["本科"]', "bachelor"),
        ("degree", "['本科', '硕士']", "bachelor"),
        ("majors", "['Python', 'SQL']", ["Python", "SQL"]),
        ("region", "['杭州']", "杭州"),
        ("employment_type", "['全职']", "full_time"),
        ("salary", "['1-1.5万/月']", {"min": 10000, "max": 15000, "period": "month", "currency": "CNY"}),
    ],
)
def test_the_text_of_a_list_is_read_as_the_list(field: str, text: str, expected: object) -> None:
    """As programs write them into files; what is in brackets and no list stays."""
    found = read(**{field: text})
    assert isinstance(found, ImportedJob)
    assert (found.job[field], found.warnings) == (expected, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("销售\n代表", "销售代表"),
        ("Sales\r\nManager", "Sales Manager"),
        ("a\u202eb", "a\u202eb"),
        ("감\u3164사", "감\u3164사"),
        ("ＡＢＣ科技", "ＡＢＣ科技"),
    ],
)
def test_a_title_is_one_line_and_else_as_it_was_written(text: str, expected: str) -> None:
    """Line breaks go; full-width letters, fillers and turned text inside stand."""
    assert job(title=text)["title"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("330100", "杭州市"),
        ("330106", "杭州市西湖区"),
        ("浙江杭州", "浙江杭州"),
        ("999999", "999999"),
        ("东京", "东京"),
    ],
)
def test_a_region_stays_as_it_was_written(text: str, expected: str) -> None:
    """Only a bare code becomes its name."""
    assert job(region=text)["region"] == expected


def test_the_first_problem_is_told() -> None:
    """A row with several problems has one result, in the order of the fields."""
    problem = read(region="x" * 300, headcount="0", title="")
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
def test_pay_warnings_name_their_column(changes: dict[str, str], field: str) -> None:
    """An unreadable part is named, and the pay is left out: an amount of unknown period or currency says nothing."""
    found = read(**changes)
    assert isinstance(found, ImportedJob)
    assert "salary" not in found.job
    assert [warning.field for warning in found.warnings] == [field]


def test_pay_that_is_not_there_has_no_warning() -> None:
    """Whatever its period column holds; 面议 in a column of minima leaves the pay open."""
    for changes in ({"salary__period": "now"}, {"salary": "面议", "salary__period": "?"}, {"salary__min": "面议"}):
        found = read(**changes)
        assert isinstance(found, ImportedJob)
        assert ("salary" in found.job, found.warnings) == (False, ())


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
