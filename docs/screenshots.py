"""Makes docs/images/*.png from a running demo: `.venv/bin/python docs/screenshots.py [NAME ...]`.

Takes about two minutes. Starts a demo of its own in a temporary home, waits until its crowd has gone home, lets its
people act once more for the pictures of their pages, and stops it.
"""

from __future__ import annotations

import io
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
STUDENTS = 150
LINK = re.compile(r"^(the wall|organizer|a booth|a student)\s+(http\S+)")
QUIET_MS = 1_500  # until the last numbers have stopped moving
APART_MS = 1_100  # between two comments, as people talk
CAP = 30
SAID = (
    ("a student", "前排！"),
    ("a booth", "两个岗位都收应届生，简历已投的同学请留意候补名次。"),
    ("organizer", "Questions go to the list below the picture."),
    ("a student", "数据分析师要求会 SQL 吗？"),
)
"""Few enough by each person that both pictures stay within one person's limits."""
FELT = {"like": 9, "love": 4, "applause": 7}


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, whose page, how large a screen, which language, which colours, what is pressed first."""

    name: str
    page: str
    width: int
    height: int
    locale: str
    colours: str
    press: str = ""


SHOTS = (
    Shot("wall", "the wall", 1440, 900, "en-GB", "light"),
    Shot("wall-zh", "the wall", 1440, 900, "zh-CN", "light"),
    Shot("wall-dark", "the wall", 1440, 900, "en-GB", "dark"),
    Shot("wall-phone", "the wall", 390, 844, "zh-CN", "light"),
    Shot("start", "start", 1440, 900, "en-GB", "light"),
    Shot("me", "a student", 1440, 900, "en-GB", "light"),
    Shot("me-phone", "a student", 390, 844, "zh-CN", "light", "[data-control=tab-standing]"),
    Shot("desk", "a booth", 1440, 900, "en-GB", "light", ".jobs button.title"),
    Shot("session", "session", 1440, 900, "en-GB", "light"),
    Shot("session-phone", "session", 390, 844, "zh-CN", "dark"),
    Shot("fair", "organizer", 1440, 900, "en-GB", "light"),
    Shot("figures", "organizer", 1440, 900, "en-GB", "light", "[data-control=tab-figures]"),
)


@dataclass
class Demo:
    """A running demo: the links that it printed, by whose they are."""

    links: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        parts = urlsplit(self.links["the wall"])
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def fair(self) -> str:
        return parse_qs(urlsplit(self.links["the wall"]).query)["fair"][0]

    @property
    def session(self) -> str:
        return parse_qs(urlsplit(self.links["session"]).query)["session"][0]

    def token(self, who: str) -> str:
        return urlsplit(self.links[who]).fragment.removeprefix("token=")


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    chromium = subprocess.run(
        [ROOT / "scripts" / "chromium"], capture_output=True, text=True, check=True
    ).stdout.strip()
    with demo() as running, sync_playwright() as playwright:
        act(running)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for shot in SHOTS:
            if sys.argv[1:] and shot.name not in sys.argv[1:]:
                continue
            take(browser, shot, running)
            print(f"written  docs/images/{shot.name}.png")
        browser.close()


@contextmanager
def demo() -> Iterator[Demo]:
    """A demo whose crowd has come and gone."""
    command = [sys.executable, "-m", "livefair", "demo", "--students", str(STUDENTS)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        try:
            yield told(running)
        finally:
            running.send_signal(signal.SIGINT)
            running.communicate(timeout=60)


def told(running: subprocess.Popen[str]) -> Demo:
    """Read what the demo says until its crowd has gone home."""
    assert running.stdout is not None
    demo = Demo()
    for line in running.stdout:
        if found := LINK.search(line):
            demo.links[found[1]] = found[2]
        if demo.links and "has gone home" in line:
            demo.links["start"] = f"{demo.origin}/"
            return demo
    sys.exit("the demo ended before its crowd had gone home")


def act(demo: Demo) -> None:
    """What there is to see on the pages: an invitation, a booth that waits, a flagged ad, a session with two drops."""
    with httpx.Client(timeout=15, trust_env=False) as http:
        ingest = http.get(f"{demo.origin}/pages/config.json").json()["ingest"]

        def write(who: str, path: str, body: Any = None) -> str:
            allowed = {"Authorization": f"Bearer {demo.token(who)}"}
            answer = http.post(f"{ingest}/v1{path}", json=body, headers=allowed).raise_for_status()
            return str(answer.json()["id"])

        def read(who: str, path: str, **query: str) -> list[dict[str, Any]]:
            allowed = {"Authorization": f"Bearer {demo.token(who)}"}
            answer = http.get(f"{demo.origin}/v1{path}", params=query, headers=allowed).raise_for_status()
            items: list[dict[str, Any]] = answer.json()["items"]
            return items

        (trainee,) = read("a booth", f"/fairs/{demo.fair}/jobs", org="newcomer-1")
        pay = {"min": 9000, "max": 14000, "period": "month", "currency": "CNY"}
        more = {"headcount": 3, "region": "杭州", "degree": "bachelor", "salary": pay, "employment_type": "full_time"}
        analyst = write("a booth", f"/fairs/{demo.fair}/jobs", {"title": "数据分析师", **more})
        write("a booth", f"/fairs/{demo.fair}/jobs", {"title": "前台（女士优先）", **more})
        resume = write_resume(http, ingest, demo)
        plan = {"title": "青禾科技直播送岗", "starts_at": now(0), "run_of_show": [trainee["id"], analyst]}
        session = write("a booth", f"/fairs/{demo.fair}/sessions", plan)
        write("a booth", f"/sessions/{session}/start")
        for _ in plan["run_of_show"]:
            drop = write("a booth", f"/sessions/{session}/drops/next", {"cap": CAP})
        write("a booth", f"/sessions/{session}/pin", {"job": analyst})
        mine = write("a student", f"/jobs/{analyst}/applications", {"resume_id": resume, "drop": drop})
        other = write("a student", f"/jobs/{trainee['id']}/applications", {"resume_id": resume})
        write("a booth", f"/jobs/{trainee['id']}/applications/{other}/shortlist")
        invitation = {"deadline": now(47), "message": "欢迎加入，请在一小时内答复。"}
        write("a booth", f"/jobs/{trainee['id']}/applications/{other}/invite", invitation)
        write("a booth", f"/jobs/{analyst}/applications/{mine}/view")
        write("a student", f"/sessions/{session}/questions", {"text": "需要驻外吗？"})
        demo.links["session"] = f"{demo.origin}/live?session={session}#token={demo.token('a student')}"


def write_resume(http: httpx.Client, ingest: str, demo: Demo) -> str:
    """The id of the resume that the student has."""
    allowed = {"Authorization": f"Bearer {demo.token('a student')}"}
    kept = http.get(f"{demo.origin}/v1/me/resume", headers=allowed).raise_for_status().json()
    return str(kept["id"])


def now(minutes: int) -> str:
    """The time in that number of minutes."""
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()


def talk(demo: Demo, page: Page) -> None:
    """Post comments and reactions in the session's room while a viewer watches."""
    with httpx.Client(timeout=15, trust_env=False) as http:
        room = f"{http.get(f'{demo.origin}/pages/config.json').json()['ingest']}/v1/sessions/{demo.session}"
        for person, text in SAID:
            allowed = {"Authorization": f"Bearer {demo.token(person)}"}
            http.post(f"{room}/comments", json={"text": text}, headers=allowed).raise_for_status()
            page.wait_for_timeout(APART_MS)
        for reaction, times in FELT.items():
            body = {"reaction": reaction, "times": times}
            http.post(f"{room}/reactions", json=body, headers=allowed).raise_for_status()


def take(browser: Browser, shot: Shot, demo: Demo) -> None:
    """Open the page as its viewer would, wait until it is live, and keep what is seen."""
    colours = "dark" if shot.colours == "dark" else "light"
    size = {"width": shot.width, "height": shot.height}
    context = browser.new_context(viewport=size, locale=shot.locale, color_scheme=colours, device_scale_factor=2)  # type: ignore[arg-type]  # a plain dict is taken
    page = context.new_page()
    page.goto(demo.links[shot.page])
    if shot.page != "start":
        expect(page.locator("[data-connection]")).to_have_attribute("data-connection", "live", timeout=20_000)
    if shot.page == "session":
        talk(demo, page)
    settle(page, shot)
    save(page.screenshot(), IMAGES / f"{shot.name}.png")
    context.close()


def save(screenshot: bytes, path: Path) -> None:
    """Keep a picture in 256 colours of its own: a third of the bytes, and no pixel differs visibly."""
    picture = Image.open(io.BytesIO(screenshot)).convert("RGB")
    colours = picture.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    colours.save(path, optimize=True)


def settle(page: Page, shot: Shot) -> None:
    """Press what is to be pressed, and wait until nothing moves."""
    if shot.press:
        page.locator(shot.press).first.click()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(QUIET_MS)


if __name__ == "__main__":
    main()
