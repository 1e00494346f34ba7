"""`livefair import` as people and scripts run it, against real services: output, files, exit status, Ctrl-C."""

from __future__ import annotations

import asyncio
import csv
import os
import pty
import signal
import sys
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from tests.e2e.stage import Stage
from tests.e2e.waiting import until

HEADER = "岗位名称,岗位,招聘人数,序号\n"
SMALL = HEADER + "焊工,焊工,2,1\n护士,护士,很多,2\n"
MANY = 12_000
LARGE = HEADER + "".join(f"焊工 {number},,1,\n" for number in range(MANY))
WITHIN_S = 120.0


def arguments(stage: Stage, file: Path, *more: str) -> tuple[str, ...]:
    who = ("--fair", stage.fair, "--token", str(stage.enterprise.token))
    return ("import", str(file), *who, *more)


async def running(stage: Stage) -> dict[str, Any] | None:
    """The enterprise's import, once some of its rows are in the log."""
    listed = (await stage.enterprise.read("/me/imports", limit="1"))["items"]
    return listed[0] if listed and listed[0]["accepted"] > 0 else None


async def test_a_file_is_tried_imported_and_its_rejected_rows_are_written(stage: Stage, tmp_path: Path) -> None:
    """A dry run says what would become of each row and column, and writes nothing; --strict is for scripts."""
    file = tmp_path / "jobs.csv"
    file.write_text(SMALL)
    tried = await stage.system.livefair(*arguments(stage, file, "--dry-run", "--strict"))
    assert tried.status == 3, tried.output
    lines = [" ".join(line.split()) for line in tried.output.splitlines()]
    assert {"jobs.csv (dry run: nothing was written)", "accepted 1", "rejected 1"} <= set(lines)
    assert {"title is read from 岗位名称", "not used: 岗位, 序号"} <= set(lines)
    assert "not used: 岗位, since title is read from another column; --map can say which" in lines
    assert any(line.startswith("row 3: headcount: ") for line in lines)
    assert (await stage.organizer.read(f"/fairs/{stage.fair}/jobs"))["items"] == []
    for kind in ("csv", "xlsx"):
        rejected = tmp_path / f"rejected.{kind}"
        done = await stage.system.livefair(*arguments(stage, file, "--rejected", str(rejected)))
        assert done.status == 0, done.output
    rows = list(csv.reader((tmp_path / "rejected.csv").read_text("utf-8-sig").splitlines()))
    sheet = CalamineWorkbook.from_path(tmp_path / "rejected.xlsx").get_sheet_by_index(0).to_python()
    assert [row[:3] for row in rows] == [["岗位名称", "岗位", "招聘人数"], ["护士", "护士", "很多"]]
    assert [row[:3] for row in sheet] == [row[:3] for row in rows]
    (tmp_path / "mended.csv").write_text((tmp_path / "rejected.csv").read_text("utf-8-sig").replace("很多", "9"))
    mended = await stage.system.livefair(*arguments(stage, tmp_path / "mended.csv", "--strict"))
    assert mended.status == 0, mended.output
    jobs = (await stage.organizer.read(f"/fairs/{stage.fair}/jobs"))["items"]
    assert sorted((job["title"], job["headcount"]) for job in jobs) == [("护士", 9), ("焊工", 2)]


async def test_a_file_that_is_refused_says_what_to_do(stage: Stage, tmp_path: Path) -> None:
    """One line, and status 1."""
    file = tmp_path / "jobs.csv"
    file.write_text("甲,乙\n1,2\n")
    ran = await stage.system.livefair(*arguments(stage, file))
    assert ran.status == 1
    assert ran.output.splitlines()[-1].startswith("livefair: jobs.csv was refused: no column for title")
    assert "or send a map that says which column it is" in ran.output


async def test_single_columns_are_named(stage: Stage, tmp_path: Path) -> None:
    """By header, letter or a fixed text; a field that is none is refused, and the line names it."""
    file = tmp_path / "jobs.csv"
    file.write_text("甲,乙,丙\nWelder,2,5000\n")
    maps = ("title=甲", "headcount=B", "salary=C", "salary.currency==USD")
    options = tuple(part for each in maps for part in ("--map", each))
    done = await stage.system.livefair(*arguments(stage, file, *options, "--strict"))
    assert done.status == 0, done.output
    (job,) = (await stage.organizer.read(f"/fairs/{stage.fair}/jobs"))["items"]
    assert (job["title"], job["headcount"], job["salary"]["currency"]) == ("Welder", 2, "USD")
    wrong = await stage.system.livefair(*arguments(stage, file, *options, "--map", "tilte=甲"))
    assert wrong.status == 1
    assert "tilte" in wrong.output.splitlines()[-1]


async def test_ctrl_c_on_a_terminal_cancels_it(stage: Stage, tmp_path: Path) -> None:
    """A bar shows the progress; after Ctrl-C the account of the rows so far is printed, and the status is 130."""
    file = tmp_path / "jobs.csv"
    file.write_text(LARGE)
    terminal, its_end = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "livefair", *arguments(stage, file), "--home", str(stage.system.home)),
        stdout=asyncio.subprocess.PIPE,
        stderr=its_end,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "200"},
    )
    os.close(its_end)
    shown = asyncio.create_task(asyncio.to_thread(all_of, terminal))
    await until(lambda: running(stage), "the first rows", WITHIN_S)
    process.send_signal(signal.SIGINT)
    output, _ = await asyncio.wait_for(process.communicate(), WITHIN_S)
    on_terminal = await shown
    assert process.returncode == 130, on_terminal
    assert "cancelling the import: the rows so far stay" in on_terminal
    assert "importing jobs.csv" in on_terminal
    assert "jobs.csv (cancelled)" in output.decode()
    (newest,) = (await stage.enterprise.read("/me/imports", limit="1"))["items"]
    assert newest["state"] == "cancelled"
    assert 0 < newest["accepted"] < MANY


def all_of(terminal: int) -> str:
    """What is written to it until its other end is closed."""
    found = b""
    while True:
        try:
            part = os.read(terminal, 65_536)
        except OSError:  # Linux says so instead of the end
            part = b""
        if not part:
            os.close(terminal)
            return found.decode()
        found += part
