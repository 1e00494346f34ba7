"""Reading the region of a row."""

from __future__ import annotations

import pytest

from services.ingest.imports.headers import columns_of
from services.ingest.imports.reading import Row
from services.ingest.imports.regions import region
from services.ingest.imports.rows import ImportedJob, RowProblem, read_row


def read(region: str) -> ImportedJob | RowProblem:
    texts = {"enterprise": "西湖钢铁", "title": "焊工", "headcount": "2", "region": region}
    return read_row(Row(7, list(texts.values())), len(texts), columns_of(list(texts), {}, needs_enterprise=True))


def test_a_code_becomes_a_name() -> None:
    """Only a bare code of a region, of any level; every other text stays."""
    coded = {
        "330100": "杭州市",
        "330000": "浙江省",
        "330106": "杭州市西湖区",
        "330106001002": "杭州市西湖区",
        "330100.0": "杭州市",
        "110100": "北京市",
    }
    assert {text: region(text) for text in coded} == coded
    assert all(region(text) == text for text in ("999999", "杭州", "", "廣州", "3301001"))


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("Suzhou", "苏州市、宿州市"),
        ("Fuzhou, China", "福州市、抚州市"),
        ("['Taizhou']", "泰州市、台州市"),
        ("朝阳", "北京市朝阳区、朝阳市"),
        ("鼓楼区", "南京市鼓楼区、徐州市鼓楼区、福州市鼓楼区、开封市鼓楼区"),
    ],
)
def test_a_region_of_several_stays_with_a_warning(text: str, alike: str) -> None:
    """The text is kept as it is written, and the warning names the regions that it may be."""
    found = read(text)
    assert isinstance(found, ImportedJob)
    assert found.job["region"] == text.strip("[]'")
    (warning,) = found.warnings
    assert (warning.row, warning.field) == (7, "region")
    assert alike in warning.reason


@pytest.mark.parametrize(
    "text", ["Hangzhou", "Suzhou, Jiangsu", "苏州", "Shanxi", "London", "Beijing, Shanghai", "远程"]
)
def test_other_regions_come_without_a_warning(text: str) -> None:
    """A region that is known, and a text that names none, are kept."""
    found = read(text)
    assert isinstance(found, ImportedJob)
    assert (found.job["region"], found.warnings) == (text, ())
