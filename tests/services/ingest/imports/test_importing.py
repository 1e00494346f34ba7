"""Reading a whole file: the contract's sample, real input, and a result for every row."""

from __future__ import annotations

import csv
import io
import json
import resource
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.job import JobFields
from services.ingest.imports import ImportedJob, RowProblem, UnreadableFile, read_jobs
from tests.services.ingest.imports.workbooks import cell, xlsx

ROOT = Path(__file__).resolve().parents[4]
ROWS = 1_048_576  # of a sheet
SAMPLES = ROOT / "livefair" / "demo" / "samples"
REAL_ROWS = ROOT.parent / "shared" / "data" / "nyc_city_jobs.csv"


def results(
    folder: Path, content: bytes, column_map: dict[str, str] | None = None, *, needs_enterprise: bool = False
) -> list[ImportedJob | RowProblem]:
    path = folder / "jobs.csv"
    path.write_bytes(content)
    return list(read_jobs(path, "jobs.csv", column_map, needs_enterprise=needs_enterprise))


def test_good_and_bad_rows_have_one_result_each(tmp_path: Path) -> None:
    """A bad row does not stop the others; blank lines are counted and skipped."""
    content = b"title,headcount,code\nWelder,2,W-1\n\nCook,many,C-1\n,1,E-1\n,,\nNurse,3,N-1,,\n"
    found = results(tmp_path, content)
    assert [(result.row, getattr(result, "field", "")) for result in found] == [
        (2, ""),
        (4, "headcount"),
        (5, "title"),
        (7, ""),
    ]
    assert found[0] == ImportedJob(2, None, {"title": "Welder", "headcount": 2, "code": "W-1"})


def test_a_chinese_file_of_an_organizer(tmp_path: Path) -> None:
    """GB18030, Chinese headers, and a row without its enterprise."""
    content = "单位名称,岗位名称,招聘人数,薪资\n西湖钢铁,焊工,2人,8k-15k·13薪\n,护士,3,面议\n".encode("gb18030")
    found = results(tmp_path, content, needs_enterprise=True)
    assert isinstance(found[0], ImportedJob)
    assert found[0].enterprise == "西湖钢铁"
    assert found[0].job["salary"]["max"] == 15000
    assert found[1] == RowProblem(3, "enterprise", "it is empty")


def test_a_title_line_may_stand_above_the_header(tmp_path: Path) -> None:
    """The header is the first row with two filled cells; rows keep the file's numbers."""
    content = "2024 届招聘会岗位表,,\n\n岗位名称,招聘人数,备注\n焊工,2,\n".encode()
    assert results(tmp_path, content) == [ImportedJob(4, None, {"title": "焊工", "headcount": 2})]


def test_a_spreadsheet(tmp_path: Path) -> None:
    """Rows have the sheet's numbers, and an error in a cell is an empty cell."""
    path = xlsx(tmp_path / "a.xlsx", [["岗位名称", "招聘人数", "编号"], ["焊工", 2, 101], [], ["护士", "#REF!", 102]])
    found = list(read_jobs(path, "a.xlsx", {"code": "编号"}, needs_enterprise=False))
    assert found[0] == ImportedJob(2, None, {"title": "焊工", "headcount": 2, "code": "101"})
    assert isinstance(found[1], RowProblem)
    assert (found[1].row, found[1].field) == (4, "headcount")


def test_a_million_blank_rows_cost_little(tmp_path: Path) -> None:
    """A file of a kilobyte with a job in the last row of a sheet takes some seconds of CPU, and its number is right."""
    last = f'<row r="{ROWS}">{cell(f"A{ROWS}", "焊工")}{cell(f"B{ROWS}", 2)}</row>'
    path = xlsx(tmp_path / "a.xlsx", [["岗位名称", "招聘人数", *map(str, range(18))]], more=last)
    before = cpu_s()
    found = list(read_jobs(path, "a.xlsx", None, needs_enterprise=False))
    assert found == [ImportedJob(ROWS, None, {"title": "焊工", "headcount": 2})]
    assert cpu_s() - before < 8


def cpu_s() -> float:
    """What this process and its ended children have used."""
    return sum(used.ru_utime for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def test_a_column_map(tmp_path: Path) -> None:
    """One column is enough if the map defines the rest."""
    found = results(tmp_path, b"what we seek\nClerk\n", {"title": "what we seek", "headcount": "=1"})
    assert found == [ImportedJob(2, None, {"title": "Clerk", "headcount": 1})]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\n\n \n", "rows are blank"),
        (b"a\0,b\n1,2\n", "row 1 should name the columns, but a cell holds a NUL"),
        (b"jobs of 2024\na\0,b\n1,2\n", "row 2 should name the columns"),
        (b"Welder,2\nNurse,3\n", "no column for title"),
        (b"\x81\n\xff\xfe\xff", "neither UTF-8 nor GB18030"),
        (b"%PDF-1.7\n\xff\xfe\xff", "is a PDF, neither CSV nor a spreadsheet"),
        (b"\r\n<HTML><table><tr><td>", "is an HTML page, neither CSV nor a spreadsheet"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "is an XML file"),
        (b"\x89PNG\r\n\x1a\n", "is an image"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(tmp_path: Path, content: bytes, reason: str) -> None:
    """Before any result, with advice."""
    with pytest.raises(UnreadableFile, match=reason):
        results(tmp_path, content)


CELL = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["焊工", "3", "面议", "本科", '"', "\r\n", "\0", ",,"]
)


@settings(deadline=None)
@given(st.lists(st.lists(CELL, max_size=6), max_size=20), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]))
def test_every_row_is_accounted_for(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], encoding: str
) -> None:
    """There is one numbered result for each row that is not blank, for any content."""
    text = io.StringIO()
    # Quotes around each cell keep rows intact; a row without cells is a blank line.
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["title", "headcount", "degree", "salary"], *rows])
    content = text.getvalue().encode(encoding)
    found = results(tmp_path_factory.mktemp("import"), content)
    blank = "\ufeff\u200b \t\r\n\v\f\u00a0\u3000"
    filled = [number for number, row in enumerate(rows, 2) if any(cell.strip(blank) for cell in row)]
    assert [result.row for result in found] == filled
    for result in found:
        if isinstance(result, ImportedJob):
            JobFields.model_validate(result.job)


def test_the_sample_of_the_demo_is_all_good() -> None:
    """Twenty enterprises with six jobs each; pay is missing only where it is negotiable."""
    found = list(read_jobs(SAMPLES / "jobs.csv", "jobs.csv", None, needs_enterprise=True))
    jobs = [result for result in found if isinstance(result, ImportedJob)]
    assert len(jobs) == len(found) == 120
    assert set(Counter(job.enterprise for job in jobs).values()) == {6}
    assert len({job.job["code"] for job in jobs}) == 120
    assert sum("salary" not in job.job for job in jobs) == 2


def test_real_rows_are_accounted_for() -> None:
    """2,946 postings that a city published, with the included map. A posting's code is its job and its type.

    An internal and an external posting of a job are two postings; 32 pairs of rows repeat both.
    """
    assert REAL_ROWS.exists(), f"{REAL_ROWS} is missing: the file of real postings belongs beside the clone"
    column_map = json.loads((SAMPLES / "nyc_city_jobs.map.json").read_text())
    found = list(read_jobs(REAL_ROWS, REAL_ROWS.name, column_map, needs_enterprise=True))
    jobs = [result for result in found if isinstance(result, ImportedJob)]
    problems = [result for result in found if isinstance(result, RowProblem)]
    new = {(job.enterprise, job.job["code"]): job for job in jobs}
    print(
        f"{len(found)} rows: {len(new)} jobs, {len(jobs) - len(new)} duplicates, {len(problems)} rejected: {problems}"
    )
    assert [result.row for result in found] == list(range(2, 2948))
    assert len({job.enterprise for job in jobs}) == 52
    assert (len(new), len(jobs) - len(new), len(problems)) == (2914, 32, 0)
    # Two rows name seven categories in 201 characters, one more than an industry may have: these are left out.
    left_out = [(warning.row, warning.field) for job in jobs for warning in job.warnings]
    assert left_out == [(2148, "industry"), (2149, "industry")]
    assert Counter(job.job["salary"]["period"] for job in jobs) == {"year": 2712, "hour": 195, "day": 39}
    assert sum(job.job["headcount"] for job in jobs) == 7353
    for job in jobs:
        JobFields.model_validate(job.job)
