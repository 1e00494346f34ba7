"""Several lines become one."""

from __future__ import annotations

import pytest

from services.ingest.imports.lines import in_one_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("焊工", "焊工"),
        ("Sales  Manager", "Sales  Manager"),
        ("云栖精密机械\n有限公司", "云栖精密机械有限公司"),
        ("Sales\nManager", "Sales Manager"),
        ("销售\r\n\r\nManager", "销售 Manager"),
        ("公司（杭州）\n分部", "公司（杭州）分部"),
        ("a\u2028b\x85c\vd", "a b c d"),
        ("a\tb", "a b"),
        ("\n焊工\n", "焊工"),
        ("a\u202eb\u200b", "a\u202eb\u200b"),
    ],
)
def test_a_line_break_is_layout(text: str, expected: str) -> None:
    """Nothing remains of it between Chinese characters, a blank between other words; all else stays."""
    assert in_one_line(text) == expected
