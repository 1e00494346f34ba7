"""The import of a file of jobs on the pages of organizers and enterprises, in a real browser."""

from __future__ import annotations

import asyncio
import csv
import io
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.e2e.browsing import Look, press, surely
from tests.e2e.stage import Stage

STRANGE = "雇主,Job,多少人,备注,备注\n青禾科技,焊工,2,x,杭州\n青禾科技,护士,,y,宁波\n"
DOUBLE = "岗位名称,岗位,招聘人数,备注\n焊工,焊工,2,杭州\n"
MANY = 12_000
LARGE = "岗位名称,招聘人数,岗位编号\n" + "".join(f"焊工 {number},1,W-{number}\n" for number in range(MANY))
IMPORT_MS = 90_000


def organizers(stage: Stage) -> str:
    return f"{stage.system.fair}/fair?fair={stage.fair}#token={stage.organizer.token}"


def desk(stage: Stage) -> str:
    return f"{stage.system.fair}/desk?fair={stage.fair}#token={stage.enterprise.token}"


async def chosen(page: Page, folder: Path, content: str) -> Locator:
    """Choose a file of this content and have it checked: the part of the page."""
    file = folder / "jobs.csv"
    await asyncio.to_thread(file.write_text, content, "utf-8")
    await page.locator("[name=jobs]").set_input_files(file)
    await press(page, "trial")
    return page.locator(".importing")


async def column(part: Locator, field: str, label: str) -> None:
    """Choose a column, and wait for the check that follows."""
    select = part.locator(f"[name='column-{field}']")
    await select.select_option(label=label)
    await expect(select).to_be_enabled()


@pytest.mark.parametrize("width", [1280, 390])
async def test_columns_are_chosen_and_remembered(stage: Stage, look: Look, tmp_path: Path, width: int) -> None:
    """A header nobody knows: each column is chosen from a list, one of two of a name by its letter; the next file with
    this header needs no choice, until the choice is forgotten.
    """
    viewer = await look(organizers(stage), width, 900)
    page = viewer.page
    await press(page, "tab-more", ".tabs")
    part = await chosen(page, tmp_path, STRANGE)
    await expect(part).to_contain_text("This file cannot be read")
    await expect(part.locator("[name=column-enterprise]")).to_contain_text("雇主 (recognized)")
    for field, label in (("title", "B · Job"), ("headcount", "C · 多少人"), ("region", "E · 备注")):
        await column(part, field, label)
    await expect(part).to_contain_text("New jobs: 1. Already there: 0. Rows that would be rejected: 1.")
    await viewer.fits()
    await press(page, "import")
    await expect(part).to_contain_text("1 accepted, 0 duplicates, 1 rejected", timeout=IMPORT_MS)
    await viewer.counter("jobs", 1)
    jobs = (await stage.organizer.read(f"/fairs/{stage.fair}/jobs"))["items"]
    assert [(job["title"], job["headcount"], job["region"]) for job in jobs] == [("焊工", 2, "杭州")]
    await page.reload()
    await press(page, "tab-more", ".tabs")
    part = await chosen(page, tmp_path, STRANGE)
    await expect(part).to_contain_text("New jobs: 0. Already there: 1.", timeout=IMPORT_MS)
    await press(page, "forget")
    await expect(part).to_contain_text("This file cannot be read")


DROP = """([text, name]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name));
  const part = document.querySelector(".importing");
  for (const kind of ["dragover", "drop"])
    part.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


async def test_a_file_is_dropped_and_mapped_with_the_keyboard(stage: Stage, look: Look) -> None:
    """The focus is on the result of each step, and comes back to the list of columns that was used. What is not read
    is named: a column that means the same field, a hidden sheet.
    """
    page = (await look(desk(stage))).page
    await press(page, "import-jobs")
    part = page.locator(".importing")
    await page.evaluate(DROP, [DOUBLE, "dropped.csv"])
    await page.locator("[data-control=trial]").focus()
    await page.keyboard.press("Enter")
    await expect(part.locator(".checked [role=status]")).to_be_focused()
    await expect(part).to_contain_text("another column was taken for the same field: 岗位 (Job title)")
    await part.locator("summary", has_text="Columns").press("Enter")
    select = part.locator("[name=column-region]")
    await select.focus()
    await select.press("D")
    await expect(select).to_have_value("备注")
    await expect(select).to_be_focused()
    await expect(select).to_be_enabled()
    await page.locator("[data-control=import]").focus()
    await page.keyboard.press("Enter")
    await expect(part.locator(".account [role=status]")).to_be_focused(timeout=IMPORT_MS)
    await expect(part).to_contain_text("Import finished 1 accepted")


async def test_a_file_that_was_changed_is_asked_for_again(stage: Stage, look: Look, tmp_path: Path) -> None:
    """Somebody mends the file in another program after the check: what is imported is never another file than that."""
    page = (await look(desk(stage))).page
    await press(page, "import-jobs")
    part = await chosen(page, tmp_path, "岗位名称,招聘人数\n焊工,2\n护士,很多\n")
    await expect(part.locator("[data-control=import]")).to_have_text("Import 1 job")
    await asyncio.to_thread((tmp_path / "jobs.csv").write_text, "岗位名称,招聘人数\n焊工,2\n护士,33\n", "utf-8")
    await press(page, "import")
    await expect(part).to_contain_text("The file was changed or moved since you chose it. Choose it again.")
    part = await chosen(page, tmp_path, "岗位名称,招聘人数\n焊工,2\n护士,33\n")
    await expect(part.locator("[data-control=import]")).to_have_text("Import 2 jobs")


async def test_rejected_rows_are_downloaded(stage: Stage, look: Look, tmp_path: Path) -> None:
    """With what is wrong, in the language of the page, after the import of an enterprise's own jobs."""
    viewer = await look(desk(stage), locale="zh-CN")
    await press(viewer.page, "import-jobs")
    part = await chosen(viewer.page, tmp_path, "岗位名称,招聘人数\n焊工,2\n护士,很多\n")
    await press(viewer.page, "import")
    await expect(part).to_contain_text("已导入 1 条，重复 0 条，未导入 1 条", timeout=IMPORT_MS)
    await expect(viewer.page.locator("[data-job]")).to_contain_text(["焊工"])
    async with viewer.page.expect_download() as downloading:
        await part.locator("[data-file='rejected.csv']").first.click()
    file = await downloading.value
    content = await asyncio.to_thread(Path(await file.path()).read_text, "utf-8-sig")
    header, *rows = csv.reader(io.StringIO(content))
    assert header[:3] == ["岗位名称", "招聘人数", "问题说明"]
    assert [row[:2] for row in rows] == [["护士", "很多"]]


async def test_an_import_survives_a_reload_and_is_cancelled(stage: Stage, look: Look, tmp_path: Path) -> None:
    """Its progress is shown again, and what was imported until then stays."""
    viewer = await look(desk(stage))
    page = viewer.page
    await press(page, "import-jobs")
    part = await chosen(page, tmp_path, LARGE)
    await expect(part.locator("[data-control=import]")).to_have_text("Import 12,000 jobs", timeout=IMPORT_MS)
    await press(page, "import")
    await expect(part.locator("progress")).to_be_visible()
    await page.reload()
    await expect(part.locator("progress")).to_be_visible()
    await expect(part).to_contain_text("You may close this page")
    await surely(page, "cancel-import")
    await expect(part).to_contain_text("Import cancelled", timeout=IMPORT_MS)
    (newest,) = (await stage.enterprise.read("/me/imports", limit="1"))["items"]
    assert newest["state"] == "cancelled"
    assert newest["accepted"] < MANY
