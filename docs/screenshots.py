"""Makes docs/images/*.png from a running demo: `.venv/bin/python docs/screenshots.py`. Takes about a minute.

Starts a demo of its own in a temporary home, waits until its crowd has gone home, and stops it.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, expect, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
STUDENTS = 150
WALL = re.compile(r"the wall\s+(http\S+)")
QUIET_MS = 1_500  # until the last numbers have stopped moving


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, which page, how large a screen, whose language, which colours."""

    name: str
    path: str
    width: int
    height: int
    locale: str
    colours: str


WALL_PATH = "wall"
SHOTS = (
    Shot("wall", WALL_PATH, 1440, 900, "en-GB", "light"),
    Shot("wall-zh", WALL_PATH, 1440, 900, "zh-CN", "light"),
    Shot("wall-dark", WALL_PATH, 1440, 900, "en-GB", "dark"),
    Shot("wall-phone", WALL_PATH, 390, 844, "zh-CN", "light"),
    Shot("start", "/", 1440, 900, "en-GB", "light"),
)


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    chromium = subprocess.run(
        [ROOT / "scripts" / "chromium"], capture_output=True, text=True, check=True
    ).stdout.strip()
    with demo() as wall, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for shot in SHOTS:
            take(browser, shot, wall)
            print(f"written  docs/images/{shot.name}.png")
        browser.close()


@contextmanager
def demo() -> Iterator[str]:
    """The address of the wall of a demo whose crowd has come and gone."""
    command = [sys.executable, "-m", "livefair", "demo", "--students", str(STUDENTS)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        try:
            yield wall_of(running)
        finally:
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=60)


def wall_of(running: subprocess.Popen[str]) -> str:
    """Read what the demo says until its crowd has gone home."""
    assert running.stdout is not None
    wall = ""
    for line in running.stdout:
        if found := WALL.search(line):
            wall = found[1]
        if wall and "has gone home" in line:
            return wall
    sys.exit("the demo ended before its crowd had gone home")


def take(browser: Browser, shot: Shot, wall: str) -> None:
    """Open the page as its viewer would, wait until it is live, and keep what is seen."""
    colours = "dark" if shot.colours == "dark" else "light"
    size = {"width": shot.width, "height": shot.height}
    context = browser.new_context(viewport=size, locale=shot.locale, color_scheme=colours, device_scale_factor=2)  # type: ignore[arg-type]  # a plain dict is taken
    page = context.new_page()
    parts = urlsplit(wall)
    page.goto(wall if shot.path == WALL_PATH else f"{parts.scheme}://{parts.netloc}{shot.path}")
    if shot.path == WALL_PATH:
        expect(page.locator("[data-connection]")).to_have_attribute("data-connection", "live", timeout=20_000)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(QUIET_MS)
    page.screenshot(path=IMAGES / f"{shot.name}.png")
    context.close()


if __name__ == "__main__":
    main()
