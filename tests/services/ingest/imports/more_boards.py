"""Owns more files of the kinds that people export: position tables, fairs, boards abroad, with what is right for each
row. The rows are invented.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.services.ingest.imports.boards import workbook
from tests.services.ingest.imports.job_boards import Board, Right

Rows = list[list[Any]]
Pay = tuple[float, float, str] | None


def text_of(rows: Sequence[Sequence[object]], separator: str = ",", line_end: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=line_end).writerows(rows)
    return text.getvalue()


def position_table(folder: Path, count: int = 200) -> Board:
    """A civil service table: ten sheets by department, a title, a header of two levels, codes, totals and notes."""
    sheets: dict[str, Rows] = {}
    right, merged = [], {}
    degrees = [
        ("本科及以上", "bachelor"),
        ("仅限硕士研究生", "master"),
        ("大专及以上", "associate"),
        ("学历不限", "any"),
    ]
    for n in range(count):
        name, (asked, degree) = f"部门{n * 10 // count}", degrees[n % 4]
        if name not in sheets:
            sheets[name] = [["2027年度考试录用职位表"]]
            sheets[name] += [["序号", "招录机关", "", "职位", "", "", "招考人数", "报考资格条件", "", "", "备注"]]
            sheets[name] += [
                ["", "名称", "代码", "职位名称", "职位代码", "工作地点", "", "学历要求", "专业要求", "政治面貌", ""]
            ]
            merged[name] = ["A1:K1", "B2:C2", "D2:F2", "H2:J2"]
        code = f"3001{n:014d}"
        cells = [
            n,
            f"第{n % 9}局",
            100 + n,
            f"一级科员（{n}）",
            code,
            "浙江省杭州市",
            n % 3 + 1,
            asked,
            "法学、会计学",
            "不限",
            "须体检",
        ]
        sheets[name].append(cells)
        right.append(Right(f"一级科员（{n}）", n % 3 + 1, "浙江省杭州市", None, degree))
    for rows in sheets.values():
        rows += [["合计", "", "", "", "", "", len(rows)], ["注：以上职位均需体检。"]]
    return Board(workbook(folder / "board.xlsx", sheets, merged=merged), right)


def fair_of_a_university(folder: Path, count: int = 90) -> Board:
    """A table of a fair on campus: the cells of a unit are merged over its jobs."""
    rows: Rows = [["2027届毕业生双选会参会单位需求信息表"]]
    rows.append(
        [
            "序号",
            "单位名称",
            "单位性质",
            "需求岗位",
            "需求专业",
            "需求人数",
            "需求学历",
            "薪资（元/月）",
            "单位所在地",
            "联系方式",
        ]
    )
    right, merged = [], []
    for n in range(count):
        first = n % 3 == 0
        heads, pay = [("5人", "8000-10000"), ("若干", "面议"), ("男2女1", "6千-8千")][n % 3]
        own = [n // 3 + 1, f"第{n // 3}公司", "民营企业"] if first else ["", "", ""]
        rows.append(
            [*own, f"工程师{n}", "机械、自动化", heads, "本科/硕士", pay, "宁波" if first else "", "13800138000"]
        )
        if first:
            merged += [f"{column}{len(rows)}:{column}{len(rows) + 2}" for column in "ABCI"]
        amounts: Pay = [(8_000, 10_000, "month"), None, (6_000, 8_000, "month")][n % 3]
        right.append(Right(f"工程师{n}", [5, 1, 3][n % 3], "宁波", amounts, "bachelor"))
    return Board(workbook(folder / "board.xlsx", {"双选会": rows}, merged={"双选会": merged}), right)


def naukri(folder: Path, count: int = 200) -> Board:
    """A set of Indian jobs: amounts in lakhs, skills with bars, many cells with commas."""
    rows: Rows = [["Uniq Id", "Crawl Timestamp", "Job Title", "Job Salary", "Job Experience Required", "Key Skills"]]
    rows[0] += ["Role Category", "Location", "Functional Area", "Industry", "Company", "Total Vacancies", "Education"]
    pays: list[tuple[str, Pay]] = [
        ("5,00,000 - 10,00,000 PA", (500_000, 1_000_000, "year")),
        (" Not Disclosed by Recruiter ", None),
        ("2,25,000 - 3,00,000 P.A.", (225_000, 300_000, "year")),
    ]
    right = []
    for n in range(count):
        written, pay = pays[n % 3]
        cells = [f"{n:032x}", "2019-07-05 21:46:07 +0000", f"Planner {n}", written, "5 - 10 yrs", "Media| Digital"]
        rows.append([*cells, "Ads", "Mumbai", "Marketing , PR", "Advertising, PR", "Acme", n % 7 + 1, "B.Tech/B.E."])
        right.append(Right(f"Planner {n}", n % 7 + 1, "Mumbai", pay, "bachelor"))
    (folder / "board.csv").write_text(text_of(rows), encoding="utf-8")
    return Board(folder / "board.csv", right)


def glassdoor(folder: Path, count: int = 120) -> Board:
    """Estimates of pay, an index without a name, HTML and quoted line breaks, line ends of two kinds."""
    rows: Rows = [
        ["", "Job Title", "Salary Estimate", "Job Description", "Rating", "Company Name", "Location", "Openings"]
    ]
    pays: list[tuple[str, Pay]] = [
        ("$53K-$91K (Glassdoor est.)", (53_000, 91_000, "year")),
        ("-1", None),
        ("$17-$24 Per Hour(Glassdoor est.)", (17, 24, "hour")),
        ("Employer Provided Salary:$150K-$160K", (150_000, 160_000, "year")),
    ]
    right, lines = [], text_of(rows, line_end="\n")
    for n in range(count):
        written, pay = pays[n % 4]
        cells = [n, f"Analyst {n}", written, '<p>Hi</p>\n"two", lines', 3.8, "Acme\n3.8", "New York, NY", n % 5 + 1]
        lines += text_of([cells], line_end=("\n", "\r\n")[n % 2])
        right.append(Right(f"Analyst {n}", n % 5 + 1, "New York, NY", pay))
    (folder / "board.csv").write_bytes(b"\xef\xbb\xbf" + lines.encode())
    return Board(folder / "board.csv", right)


def british(folder: Path, count: int = 120) -> Board:
    """Semicolons; pounds with and without a sign, per annum, per hour, per day, competitive."""
    pays: list[tuple[str, Pay]] = [
        ("£25,000 - £30,000 per annum", (25_000, 30_000, "year")),
        ("£12.50 per hour", (12.5, 12.5, "hour")),
        ("Competitive", None),
        ("£20k-£25k + bonus", (20_000, 25_000, "year")),
        ("25000 - 30000", (25_000, 30_000, "year")),
        ("Up to £400 per day", (0, 400, "day")),
    ]
    rows: Rows = [["job_title", "company", "location", "salary_offered", "job_type", "vacancies", "qualifications"]]
    right = []
    for n in range(count):
        written, pay = pays[n % 6]
        rows.append([f"Nurse {n}", "Acme", "London", written, "Permanent, full-time", n % 4 + 1, "Bachelor's degree"])
        right.append(Right(f"Nurse {n}", n % 4 + 1, "London", pay, "bachelor"))
    (folder / "board.csv").write_text(text_of(rows, ";"), encoding="utf-16")
    return Board(folder / "board.csv", right)


def professional_network(folder: Path, count: int = 90) -> Board:
    """Ends, a median, a period and a currency in columns of their own, most of them empty."""
    rows: Rows = [
        ["job_id", "company_name", "title", "max_salary", "pay_period", "location", "med_salary", "min_salary"]
    ]
    rows[0] += ["formatted_work_type", "currency", "number_of_openings"]
    right = []
    for n in range(count):
        high, each, middle, low, currency = [
            ("50.0", "HOURLY", "", "30.0", "USD"),
            ("", "", "", "", ""),
            ("", "MONTHLY", "5000.0", "", "USD"),
        ][n % 3]
        rows.append(
            [n, "Acme", f"Chief {n}", high, each, "Fort Collins, CO", middle, low, "Full-time", currency, n % 9 + 1]
        )
        pay: Pay = [(30, 50, "hour"), None, (5_000, 5_000, "month")][n % 3]
        right.append(Right(f"Chief {n}", n % 9 + 1, "Fort Collins, CO", pay))
    (folder / "board.csv").write_text(text_of(rows), encoding="utf-8")
    return Board(folder / "board.csv", right)


def columns_with_numbers_for_names(folder: Path, count: int = 90) -> Board:
    """What a program scraped: columns called 0 to 6 above the names, tabs, GB18030 with rare characters."""
    rows: Rows = [list(range(7)), ["职位", "公司", "城市", "薪资", "学历", "人数", "标签"]]
    right = []
    for n in range(count):
        written = ("15-25K·14薪", "200-300元/天")[n % 2]
        rows.append([f"工程师𠮷{n}", "甲", "上海·浦东新区", written, "本科", f"['{n % 5 + 1}人']", "['五险', '双休']"])
        pay: Pay = ((15_000, 25_000, "month"), (200, 300, "day"))[n % 2]
        right.append(Right(f"工程师𠮷{n}", n % 5 + 1, "上海·浦东新区", pay, "bachelor"))
    (folder / "board.csv").write_bytes(text_of(rows, "\t").encode("gb18030"))
    return Board(folder / "board.csv", right)


def labour_market(folder: Path, count: int = 90) -> Board:
    """A city's table of vacancies: bars, codes beside regions, units in the header, UTF-16 without a mark."""
    rows: Rows = [["缺工企业", "用工主体", "缺工工种", "缺工人数", "月收入（千元）", "就业地区", "文化程度要求"]]
    rows[0][0] = "序号"
    rows[0][1] = "用工企业"
    right = []
    for n in range(count):
        rows.append([n, "乙公司", f"焊工{n}", f"急招{n % 4 + 1}人", "6-8", "330106 西湖区", "初中及以上"])
        right.append(Right(f"焊工{n}", n % 4 + 1, "330106 西湖区", (6_000, 8_000, "month"), "any"))
    (folder / "board.txt").write_bytes(text_of(rows, "|").encode("utf-16-le"))
    return Board(folder / "board.txt", right)


def public_institutions(folder: Path, count: int = 60) -> Board:
    """A notice of public institutions: the authority beside the unit, plans, hidden sheets, repeated headers."""
    header = [
        "主管部门",
        "事业单位名称",
        "岗位类别",
        "招聘岗位",
        "招聘计划",
        "学历及学位",
        "所学专业",
        "年薪（万元）",
        "岗位所在地区",
    ]
    rows: Rows = [["附件1"], ["公开招聘岗位一览表"], header]
    right = []
    for n in range(count):
        if n and n % 20 == 0:
            rows.append(header)
        rows.append(
            ["教育局", f"第{n}中学", "专业技术", f"教师{n}", 2, "研究生（硕士及以上）", "数学类", "12-18", "义乌市"]
        )
        right.append(Right(f"教师{n}", 2, "义乌市", (120_000, 180_000, "year"), "master"))
    notes: Rows = [["填表说明"], ["请勿修改"]]
    sheets = {"说明": notes, "旧": [header, *rows[3:5]], "岗位": rows}
    return Board(workbook(folder / "board.xlsx", sheets, hidden=["旧"]), right)


def european(folder: Path, count: int = 60) -> Board:
    """Amounts with points for thousands, an accented western encoding, semicolons."""
    pays: list[tuple[str, Pay]] = [
        ("45.000 € - 50.000 €", (45_000, 50_000, "year")),
        ("€3.500 monthly", (3_500, 3_500, "month")),
        ("60k€", (60_000, 60_000, "year")),
    ]
    rows: Rows = [["Position", "Employer", "Town", "Annual Salary", "Degree required", "Positions available"]]
    right = []
    for n in range(count):
        written, pay = pays[n % 3]
        rows.append([f"Chargé d’études {n}", "Café Zürich", "Genève", written, "Master's", n % 3 + 1])
        right.append(Right(f"Chargé d’études {n}", n % 3 + 1, "Genève", pay, "master"))
    (folder / "board.csv").write_bytes(text_of(rows, ";").encode("cp1252"))
    return Board(folder / "board.csv", right)


MORE_BOARDS: Sequence[Callable[[Path], Board]] = (
    position_table,
    fair_of_a_university,
    naukri,
    glassdoor,
    british,
    professional_network,
    columns_with_numbers_for_names,
    labour_market,
    public_institutions,
    european,
)
