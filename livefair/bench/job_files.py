"""The benchmark `import`: job files of 100,000 rows, read and checked, beside `csv` and calamine; and the memory."""

from __future__ import annotations

import asyncio
import csv
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from livefair.bench.figures import Figure

ROWS = 100_000
FEW_ROWS = 1_000
MB = 1_000_000
NAMES = (
    *("岗位编号", "单位名称", "岗位名称", "招聘人数", "学历要求", "专业要求", "工作地点", "薪资待遇", "工作性质"),
    *("所属行业", "岗位职责", "联系人"),
)
DUTIES = "负责设备的日常操作、点检与保养，按工艺要求完成生产任务，做好交接班记录。" * 3


def rows(count: int) -> Iterator[tuple[str | int, ...]]:
    """The header and rows in which most cells are repeated, as in real files, and some are not."""
    yield NAMES
    for n in range(count):
        pay = ("6000-8000元/月", "8k-15k·13薪", "面议", f"{5 + n % 7}千-{9 + n % 5}千")[n % 4]
        yield (
            *(
                f"J{n:07}",
                f"第{n % 900}精密机械有限公司",
                f"{('焊工', '会计', '工程师')[n % 3]}{n % 4_000}",
                n % 20 + 1,
            ),
            *(("本科", "大专及以上", "不限", "硕士研究生")[n % 4], "机械工程、自动化", ("杭州", "宁波市")[n % 2], pay),
            *("全职", "制造业", f"{DUTIES}{n}", "王先生"),
        )


def write_csv(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows(rows(count))
    return path


def write_xlsx(path: Path, count: int) -> Path:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("岗位")
        for number, row in enumerate(rows(count)):
            sheet.write_row(number, 0, row)
    return path


async def job_files(repeats: int) -> list[Figure]:
    """Rows a second of both formats, and the peak memory of 1,000 rows and of 100,000."""
    with tempfile.TemporaryDirectory(prefix="livefair-bench-") as folder:
        return [
            *await _figures("csv", "csv.reader", write_csv, Path(folder), repeats, ">= 15,000 rows/s"),
            *await _figures("xlsx", "calamine", write_xlsx, Path(folder), repeats, ">= 8,000 rows/s"),
        ]


async def _figures(kind: str, against: str, write: Any, folder: Path, repeats: int, aim: str) -> list[Figure]:
    many, few = (write(folder / f"{count}.{kind}", count) for count in (ROWS, FEW_ROWS))
    found: dict[str, list[dict[str, float]]] = {"ours": [], "plain": [], "few": []}
    for _ in range(repeats):
        for name, how, path in (("ours", "ours", many), ("plain", "plain", many), ("few", "ours", few)):
            found[name].append(await _read(how, path))
    speed = {name: [read["rows"] / read["seconds"] for read in found[name]] for name in ("ours", "plain")}
    peak = {name: [read["peak_bytes"] / MB for read in found[name]] for name in ("ours", "few")}
    return [
        Figure(f"import_{kind}", "rows/s", speed["ours"], speed["plain"], f"{against} alone", aim),
        Figure(f"import_{kind}_memory", "MB", peak["ours"], peak["few"], f"{FEW_ROWS:,} rows", "csv: 1; xlsx: a sheet"),
    ]


async def _read(how: str, path: Path) -> dict[str, float]:
    command = (sys.executable, "-m", "livefair.bench.import_reader", how, str(path))
    child = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await child.communicate()
    read: dict[str, float] = json.loads(out)
    return read
