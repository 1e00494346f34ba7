"""Texts that turn the direction of writing, in a real browser: what stands beside them stays as it is."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.browsing import Look, press
from tests.e2e.stage import Stage

TURNED = "\u202e"
READS_FORWARD = """(element, text) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(text);
    if (at < 0) continue;
    const left = [0, text.length - 1].map((n) => {
      const range = document.createRange();
      range.setStart(walker.currentNode, at + n);
      range.setEnd(walker.currentNode, at + n + 1);
      return range.getBoundingClientRect().left;
    });
    return left[0] < left[1];
  }
  return null;
}"""


async def reads_forward(place: Locator, text: str) -> bool | None:
    """Whether the first letter of this text stands left of its last one; None where the text is not there."""
    found: bool | None = await place.evaluate(READS_FORWARD, text)
    return found


@pytest.mark.parametrize("width", [1440, 390])
async def test_a_name_turns_nothing_beside_it(stage: Stage, look: Look, width: int) -> None:
    """In a line of facts, and in a question that quotes it."""
    title, region = f"Welder{TURNED}", f"Hangzhou{TURNED}"
    body = {"title": title, "headcount": 2, "region": region}
    job = await stage.enterprise.write(f"/fairs/{stage.fair}/jobs", body)
    (student,) = await stage.students(1)
    sent = await student.submit(job.id)
    page = (await look(f"{stage.system.fair}/me?fair={stage.fair}#token={student.person.token}", width=width)).page
    row = page.locator(f".jobs li[data-job='{job.id}']")
    await expect(row).to_contain_text("2 positions")
    assert await reads_forward(row, "2 positions")
    if await page.locator("[data-control=tab-standing]").is_visible():
        await press(page, "tab-standing")
    mine = page.locator(f"[data-application='{sent.id}']")
    await mine.locator("summary").click()
    await mine.locator("[data-control=withdraw]").click()
    await expect(mine).to_contain_text("You lose your place")
    assert await reads_forward(mine, "You lose your place")
    assert await reads_forward(mine, "Withdraw from")
