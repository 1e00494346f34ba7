"""Owns files like those that job boards are copied to, with what is right for each row. The rows are invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.services.ingest.imports.boards import workbook

TITLES = (
    "数控操作工",
    "Java开发工程师",
    "销售代表（杭州）",
    "会计/出纳",
    "护士",
    "C++工程师",
    "行政助理 / 前台",
    "UI设计师",
)
ROLES = (
    "Maintenance Worker",
    "Account Manager, East",
    'Clerk "B"',
    "Registered Nurse",
    "Data Engineer II",
    "Chef de partie",
)
CITIES = ("杭州", "宁波-鄞州区", "上海·浦东新区", "北京", "浙江省杭州市西湖区")
PLACES = ("110 William St. N Y", "Bengaluru", "Zürich", "Remote, US")
PAY: Sequence[tuple[str, tuple[float, float, str] | None]] = (
    ("1-1.5万/月", (10_000, 15_000, "month")),
    ("6-8千/月", (6_000, 8_000, "month")),
    ("15-20万/年", (150_000, 200_000, "year")),
    ("面议", None),
    ("200元/天", (200, 200, "day")),
    ("8k-12k·13薪", (8_000, 12_000, "month")),
)
DEGREES = (("本科", "bachelor"), ("大专", "associate"), ("硕士及以上", "master"), ("学历不限", "any"))
HEADCOUNTS = (("2", 2), ("招3人", 3), ("若干", 1), ("5人", 5), ("2-3人", 2))


@dataclass(frozen=True)
class Right:
    """What a row should be read as; `region` is None where the file has no place."""

    title: str
    headcount: int
    region: str | None
    pay: tuple[float, float, str] | None
    degree: str | None = None


@dataclass(frozen=True)
class Board:
    path: Path
    right: list[Right]


def _rights(count: int) -> Iterator[tuple[int, Right, str, str, str]]:
    """Number, what is right, and how the headcount, the pay and the degree are written."""
    for n in range(count):
        heads, headcount = HEADCOUNTS[n % len(HEADCOUNTS)]
        pay, amounts = PAY[n % len(PAY)]
        asked, degree = DEGREES[n % len(DEGREES)]
        yield n, Right(f"{TITLES[n % 8]}{n}", headcount, CITIES[n % 5], amounts, degree), heads, pay, asked


def _text(rows: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def gb18030(folder: Path, count: int = 400) -> Board:
    """A board's export of GB18030: two columns for the enterprise's kind, descriptions of several lines."""
    header = [
        "职位名",
        "公司名",
        "工作地点",
        "薪资",
        "学历要求",
        "招聘人数",
        "公司类型",
        "公司人数",
        "职位描述",
        "发布时间",
        "福利待遇",
    ]
    rows: list[list[Any]] = [header]
    right = []
    for n, row, heads, pay, asked in _rights(count):
        rest = ["民营公司", "150-500人", f"岗位职责：\n1、负责“{row.title}”；\n2、其他", "06-13发布", "五险一金,13薪"]
        rows.append([row.title, f"第{n % 40}科技有限公司", row.region, pay, asked, heads, *rest])
        right.append(row)
    (folder / "board.csv").write_bytes(_text(rows).encode("gb18030"))
    return Board(folder / "board.csv", right)


def byte_order_mark_and_ragged(folder: Path, count: int = 400) -> Board:
    """UTF-8 with a mark, an index without a name, rows that end early and rows with commas behind."""
    header = ["", "公司全称", "岗位", "岗位名称", "招聘人数", "城市", "工作地址", "月薪", "学历", "要求"]
    lines, right = [_text([header])], []
    for n, row, heads, pay, asked in _rights(count):
        cells = [n, f"第{n % 40}科技有限公司", "技术类", row.title, heads, row.region, "某路 1 号", pay, asked]
        lines.append(_text([[*cells, *([], [""] * 7, ["能吃苦"])[n % 3]]]))
        right.append(row)
    (folder / "board.csv").write_bytes("\ufeff".encode() + "".join(lines).encode())
    return Board(folder / "board.csv", right)


def ten_sheets(folder: Path, count: int = 400) -> Board:
    """A workbook of a sheet for each trade, with a title above, and columns in different orders."""
    names = ["公司名称", "职位名称", "需求人数", "工作地区", "薪酬", "最低学历"]
    sheets: dict[str, list[list[object]]] = {}
    right: list[Right] = []
    for n, row, heads, pay, asked in _rights(count):
        turn, sheet = n // (count // 10) % 10, f"行业{n // (count // 10)}"
        cells: list[object] = [f"第{n % 40}科技有限公司", row.title, heads, row.region, pay, asked]
        if sheet not in sheets:
            sheets[sheet] = [[f"{sheet}岗位汇总"], [], [*names[turn:], *names[:turn], "备注"]]
        sheets[sheet].append([*cells[turn:], *cells[:turn]] if turn < len(names) else cells)
        right.append(row)
    return Board(workbook(folder / "board.xlsx", sheets), right)


def lists_of_programs(folder: Path, count: int = 400) -> Board:
    """What a program wrote: each cell is the text of a list."""
    header = ["job_title", "company_name", "location", "salary", "education", "number_of_positions", "benefits"]
    rows: list[list[Any]] = [header]
    right = []
    for n, row, _, pay, asked in _rights(count):
        cells = [
            [row.title],
            [f"Co {n % 40}"],
            [row.region],
            [pay],
            [asked],
            [n % 9 + 1],
            ["五险一金", "双休"] if n % 2 else [],
        ]
        rows.append(list(map(str, cells)))
        right.append(Right(row.title, n % 9 + 1, row.region, row.pay, row.degree))
    (folder / "board.csv").write_text(_text(rows))
    return Board(folder / "board.csv", right)


def english(folder: Path, count: int = 400) -> Board:
    """Two spellings of names, Indian amounts, a western encoding."""
    header = [
        "company",
        "education",
        "experience",
        "industry",
        "jobdescription",
        "jobid",
        "joblocation_address",
        "jobtitle",
    ]
    rows: list[list[Any]] = [[*header, "numberofpositions", "payrate", "postdate", "uniq_id"]]
    right = []
    for n in range(count):
        title, place = f"{ROLES[n % 6]} – {n}", PLACES[n % 4]
        pay, amounts = (("20-35 Lacs P.A.", (2e6, 3.5e6, "year")), ("Not Disclosed", None))[n % 2]
        asked, degree = (("UG: B.Tech/B.E. PG: Any", "bachelor"), ("Bachelor's Degree", "bachelor"))[n % 2]
        cells = [
            f"Café N° {n % 30} Ltd",
            asked,
            "2 - 7 yrs",
            "IT",
            f"Manage the team’s work,\nand more {n}",
            5_000 + n,
            place,
        ]
        rows.append([*cells, title, f"{n % 20 + 1}.0", pay, "2016-05-21 19:30:00 +0000", f"{n:032x}"])
        right.append(Right(title, n % 20 + 1, place, amounts, degree))
    (folder / "board.csv").write_bytes(_text(rows).encode("cp1252"))
    return Board(folder / "board.csv", right)


def numbered_rows_without_a_name(folder: Path, count: int = 400) -> Board:
    """A statistics program's table: rows begin with their number, for which the header has no name; tabs."""
    header = ["Agency", "# Of Positions", "Business Title", "Salary Range From", "Salary Range To", "Salary Frequency"]
    lines, right = ["\t".join([*header, "Work Location"])], []
    for n in range(count):
        title, place = f"{ROLES[n % 6]} {n}".replace('"', ""), PLACES[n % 4]
        cells: list[Any] = [n + 1, "HOUSING AUTHORITY", n % 20 + 1, title, 42_405.0 + n, 65_485.0 + n, "Annual", place]
        lines.append("\t".join(map(str, cells)))
        right.append(Right(title, n % 20 + 1, place, (42_405 + n, 65_485 + n, "year")))
    (folder / "board.tsv").write_text("\n".join(lines))
    return Board(folder / "board.tsv", right)


BOARDS: Sequence[Callable[[Path], Board]] = (
    gb18030,
    byte_order_mark_and_ragged,
    ten_sheets,
    lists_of_programs,
    english,
    numbered_rows_without_a_name,
)
