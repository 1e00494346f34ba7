"""What is told of a file as a whole."""

from __future__ import annotations

from services.ingest.imports.headers import columns_of
from services.ingest.imports.layout import IGNORED_MAX, Layout, SheetFound


def test_columns_and_those_without_a_field() -> None:
    """A text of the map is shown as it is; a column without a name is named where a row fills it."""
    layout, header = Layout(), ["title", "headcount", "colour", "", ""]
    columns = columns_of(header, {"salary.currency": "=USD"}, needs_enterprise=False)
    layout.add_columns(header, columns, [["Clerk", "1", "red", "", "x"]])
    assert layout.columns == {"title": "title", "headcount": "headcount", "salary.currency": "=USD"}
    assert layout.ignored == ["colour", "column E"]


def test_a_column_whose_field_another_column_has() -> None:
    """It is named with its field; one that may mean a field, and one that means a field without a column, are not."""
    layout, header = Layout(), ["岗位名称", "岗位", "招聘人数", "薪资", "福利待遇", "x", "单位名称"]
    columns = columns_of(header, {}, needs_enterprise=False)
    layout.add_columns(header, columns, [])
    assert layout.doubly_claimed == {"岗位": "title"}
    assert layout.ignored == ["岗位", "福利待遇", "x", "单位名称"]


def test_several_sheets_are_one_account() -> None:
    """The first header of a field stands, and each column without a field is named once, within a bound."""
    layout = Layout(sheets=[SheetFound("one", True)])
    for header in (["title", "headcount", "a"], ["岗位", "headcount", "code", "a", "b"]):
        layout.add_columns(header, columns_of(header, {}, needs_enterprise=False), [])
    assert layout.columns == {"title": "title", "headcount": "headcount", "code": "code"}
    assert layout.ignored == ["a", "b"]
    many = ["title", "headcount", *(f"c{number}" for number in range(IGNORED_MAX + 9))]
    layout.add_columns(many, columns_of(many, {}, needs_enterprise=False), [])
    assert len(layout.ignored) == IGNORED_MAX
    other = Layout()
    other.take(layout)
    assert other == layout
