"""The start page and the organizer's wall in a real browser, against a running system. Imports no service."""

from __future__ import annotations

import asyncio
import csv
import io
import os
import re
import sys
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, WebSocketRoute, async_playwright, expect

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LIVE = re.compile(r"/v1/live$")
COUNTERS = [
    "applications",
    "applicants",
    "enterprises",
    "jobs",
    "positions",
    "shortlisted",
    "invited",
    "matches",
    "hired",
    "refused",
    "sessions",
    "drops",
]


class System(Protocol):
    """A running `livefair up`, as its run.json describes it; `home` is the folder that run.json is in."""

    home: Path
    ingest: str
    fair: str
    notify: str


@dataclass(frozen=True)
class Stage:
    """An open fair of its own, with one approved booth. Nobody else acts there, so every count is exact."""

    system: System
    http: httpx.AsyncClient
    tokens: dict[str, str]
    fair: str

    async def write(self, role: str, path: str, body: object = None, method: str = "POST") -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.tokens[role]}"}
        answer = await self.http.request(method, f"{self.system.ingest}/v1{path}", json=body, headers=headers)
        assert answer.status_code == 202, answer.text
        written: dict[str, Any] = answer.json()
        return written

    async def publish(self, title: str, headcount: int = 3) -> str:
        body = {"title": title, "headcount": headcount, "region": "杭州"}
        return str((await self.write("enterprise", f"/fairs/{self.fair}/jobs", body))["id"])

    async def submit(self, job: str) -> None:
        education = [{"institution": "A university", "area": "Statistics", "studyType": "Bachelor"}]
        resume = {"basics": {"name": "A student", "email": "student@example.org"}, "education": education}
        saved = await self.write("student", "/me/resume", resume, "PUT")
        await self.write("student", f"/jobs/{job}/applications", {"resume_id": saved["id"]})

    @property
    def wall(self) -> str:
        return f"{self.system.fair}/wall?fair={self.fair}"


async def token(system: System, role: str, sub: str, org: str | None = None) -> str:
    of_org = ["--org", org] if org else []
    command = ["-m", "livefair", "token", "--home", str(system.home), "--role", role, "--sub", sub, *of_org]
    process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode().strip()


async def set_stage(system: System, http: httpx.AsyncClient, title: str) -> Stage:
    name = uuid.uuid4().hex[:8]
    orgs = {"organizer": f"unit-{name}", "enterprise": f"enterprise-{name}", "student": None}
    tokens = {role: await token(system, role, f"{role}-{name}", org) for role, org in orgs.items()}
    now = datetime.now(UTC)
    times = {"starts_at": str(now - timedelta(hours=1)), "ends_at": str(now + timedelta(hours=8))}
    body = {"title": title, "host": "共青团浙江省委", "region": "浙江", **times}
    scheduled = await Stage(system, http, tokens, "").write("organizer", "/fairs", body)
    stage = Stage(system, http, tokens, scheduled["id"])
    await stage.write("organizer", f"/fairs/{stage.fair}/open")
    await stage.write("enterprise", f"/fairs/{stage.fair}/booths", {"name": "云栖科技"})
    await stage.write("organizer", f"/fairs/{stage.fair}/booths/{orgs['enterprise']}/approve")
    return stage


@pytest_asyncio.fixture
async def stage(system: System) -> AsyncIterator[Stage]:
    """A stage whose title a spreadsheet would run, were it let."""
    async with httpx.AsyncClient(timeout=15, trust_env=False) as http:
        yield await set_stage(system, http, f"=1+1 秋季招聘会 {uuid.uuid4().hex[:6]}")


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        await opened.close()


@dataclass
class Viewer:
    """A page, and what went wrong in it."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    async def counter(self, name: str, value: int) -> None:
        await expect(self.page.locator(f"[data-counter={name}]")).to_have_attribute("data-value", str(value))

    async def connection(self, kind: str, within_s: float = 10) -> None:
        state = self.page.locator("[data-connection]")
        await expect(state).to_have_attribute("data-connection", kind, timeout=within_s * 1000)


Look = Callable[..., Any]


@pytest_asyncio.fixture
async def look(browser: Browser) -> AsyncIterator[Look]:
    """Opens an address with a screen, a language and colours; a page that complains fails its test."""
    viewers: list[Viewer] = []

    async def at(address: str, width: int = 1280, height: int = 800, **how: Any) -> Viewer:
        context = await browser.new_context(viewport={"width": width, "height": height}, **{"locale": "en-GB", **how})
        viewer = Viewer(await context.new_page())
        viewers.append(viewer)
        viewer.page.on("pageerror", lambda error: viewer.complaints.append(str(error)))
        viewer.page.on("console", lambda said: complain(viewer, said.type, said.text))
        await viewer.page.goto(address)
        return viewer

    yield at
    for viewer in viewers:
        await viewer.page.context.close()
    assert [complaint for viewer in viewers for complaint in viewer.complaints] == []


def complain(viewer: Viewer, kind: str, text: str) -> None:
    """Errors count, among them what the Content-Security-Policy forbids; a refused read is part of some tests."""
    if kind == "error" and "status of 404" not in text:
        viewer.complaints.append(text)


class Line:
    """The line between a page and the live edge, in a test's hands."""

    def __init__(self) -> None:
        self.is_down = False
        self.sent: list[str] = []
        self._routes: list[WebSocketRoute] = []

    async def lay(self, page: Page) -> None:
        await page.route_web_socket(LIVE, self._connect)

    async def _connect(self, route: WebSocketRoute) -> None:
        if self.is_down:
            await route.close(code=1001)
            return
        self._routes.append(route)
        server = route.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            self.sent.append(str(message))
            server.send(message)

        route.on_message(pass_on)

    async def cut(self) -> None:
        self.is_down = True
        while self._routes:
            await self._routes.pop().close(code=1001)


async def test_the_wall_shows_what_the_counters_say(stage: Stage, look: Look) -> None:
    """Title, every counter, the newest and the most sought jobs are those that fair answers."""
    first, second = await stage.publish("数据分析师", 2), await stage.publish("Data engineer", 5)
    await stage.submit(first)
    viewer = await look(stage.wall)
    for name, value in {"applications": 1, "applicants": 1, "enterprises": 1, "jobs": 2, "positions": 7}.items():
        await viewer.counter(name, value)
    await expect(viewer.page.locator("h1")).to_contain_text("秋季招聘会")
    newest = viewer.page.locator(".newest li")
    await expect(newest).to_have_count(2)
    assert [await newest.nth(n).get_attribute("data-job") for n in (0, 1)] == [second, first]
    await expect(newest.first).to_contain_text("云栖科技")
    await expect(viewer.page.locator(f".sought li[data-job='{first}']")).to_contain_text("1")
    told = (await stage.http.get(f"{stage.system.fair}/v1/fairs/{stage.fair}/counters")).json()["counters"]
    for name in COUNTERS:
        await viewer.counter(name, told[name])


async def test_the_wall_moves_by_itself(stage: Stage, look: Look) -> None:
    """What happens while somebody looks is seen without a reload: numbers, jobs, the curve."""
    viewer = await look(stage.wall)
    await viewer.connection("live")
    await viewer.counter("jobs", 0)
    job = await stage.publish("城市规划助理")
    await stage.submit(job)
    await viewer.counter("applications", 1)
    await expect(viewer.page.locator(".newest li").first).to_contain_text("城市规划助理")
    await expect(viewer.page.locator(".plot canvas")).to_be_visible()
    await expect(viewer.page.locator(f".sought li[data-job='{job}']")).to_be_visible(timeout=10_000)


async def test_a_cut_wall_says_so_and_resumes(stage: Stage, look: Look) -> None:
    """While the line is cut the numbers are marked as old; back again it resumes by position and misses nothing."""
    await stage.publish("Before the cut")
    viewer, line = await look("about:blank"), Line()
    await line.lay(viewer.page)
    await viewer.page.goto(stage.wall)
    await viewer.counter("jobs", 1)
    await line.cut()
    await viewer.connection("waiting")
    await expect(viewer.page.locator(".wall")).to_have_attribute("data-stale", "")
    await stage.publish("During the cut")
    await viewer.counter("jobs", 1)
    line.is_down = False
    await viewer.counter("jobs", 2)
    await viewer.connection("live", within_s=40)
    await expect(viewer.page.locator(".newest li").first).to_contain_text("During the cut")
    await expect(viewer.page.locator(".wall[data-stale]")).to_have_count(0)
    assert any('"since"' in frame for frame in line.sent)


async def test_a_wall_without_a_network_says_offline_and_comes_back_at_once(stage: Stage, look: Look) -> None:
    """The machine's own word about its network is shown, and its return is not waited for."""
    viewer, line = await look("about:blank"), Line()
    await line.lay(viewer.page)
    await viewer.page.goto(stage.wall)
    await viewer.connection("live")
    await viewer.page.context.set_offline(True)
    await line.cut()
    await viewer.connection("offline")
    line.is_down = False
    await viewer.page.context.set_offline(False)
    await viewer.connection("live")
    viewer.complaints = [text for text in viewer.complaints if "ERR_INTERNET_DISCONNECTED" not in text]


async def test_an_unknown_fair_is_said_with_a_way_out(stage: Stage, look: Look) -> None:
    """A wrong id leads to a page that says what is wrong, and from there to the list."""
    viewer = await look(f"{stage.system.fair}/wall?fair={uuid.uuid4()}")
    await expect(viewer.page.get_by_role("heading", name="This fair does not exist")).to_be_visible()
    await viewer.page.get_by_role("link", name="All fairs").click()
    await expect(viewer.page.get_by_role("heading", name="Fairs", exact=True)).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/wall"])
async def test_the_list_leads_to_the_wall(stage: Stage, look: Look, path: str) -> None:
    """The start page, and the wall without a fair, list the fairs with links to their walls."""
    viewer = await look(f"{stage.system.fair}{path}")
    await viewer.page.locator(f"a[href$='{stage.fair}']").click()
    await viewer.connection("live")
    await viewer.counter("enterprises", 1)


async def test_language_and_colours_are_chosen_once(stage: Stage, look: Look) -> None:
    """The browser's language comes first; the keys l and t change it and the colours, and that is remembered."""
    viewer = await look(stage.wall, locale="zh-CN")
    root = viewer.page.locator("html")
    await expect(viewer.page.get_by_role("heading", name="最新岗位")).to_be_visible()
    await viewer.page.keyboard.press("l")
    await viewer.page.keyboard.press("t")
    await expect(viewer.page.get_by_role("heading", name="Newest jobs")).to_be_visible()
    await viewer.page.reload()
    await expect(viewer.page.get_by_role("heading", name="Newest jobs")).to_be_visible()
    await expect(root).to_have_attribute("lang", "en-GB")
    await expect(root).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 800), (1920, 1080)])
async def test_nothing_sticks_out(stage: Stage, look: Look, width: int, height: int, locale: str) -> None:
    """No screen scrolls sideways, and a screen of a laptop or a hall shows all at once."""
    for number in range(12):
        await stage.publish(f"Assistant urban designer, zoning and environmental review {number}")
    viewer = await look(stage.wall, width, height, locale=locale)
    await viewer.counter("jobs", 12)
    root = "document.documentElement"
    assert await viewer.page.evaluate(f"{root}.scrollWidth") == width
    if width >= 1000:
        assert await viewer.page.evaluate(f"{root}.scrollHeight") == height


async def test_every_control_is_reached_by_keyboard(stage: Stage, look: Look) -> None:
    """Tab visits each button in turn, and f takes the full screen and gives it back."""
    viewer = await look(stage.wall)
    await viewer.connection("live")
    reached = []
    for _ in range(5):
        await viewer.page.keyboard.press("Tab")
        reached.append(await viewer.page.evaluate("document.activeElement.dataset.control"))
    assert reached == ["copy", "csv", "fullscreen", "theme", "language"]
    button = viewer.page.locator("[data-control=fullscreen]")
    for pressed in ("true", "false"):
        await viewer.page.keyboard.press("f")
        await expect(button).to_have_attribute("aria-pressed", pressed)


async def test_the_numbers_can_be_taken_away(stage: Stage, look: Look) -> None:
    """The CSV holds every counter, and a title that begins like a formula stays text."""
    await stage.publish("Data engineer", 4)
    viewer = await look(stage.wall)
    await viewer.counter("positions", 4)
    async with viewer.page.expect_download() as downloading:
        await viewer.page.locator("[data-control=csv]").click()
    text = await asyncio.to_thread(Path(await (await downloading.value).path()).read_text, "utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    assert rows[0][1].startswith("'=1+1")
    assert {row[0]: row[2] for row in rows[4 : 4 + len(COUNTERS)]}["positions"] == "4"


async def test_who_wants_no_motion_sees_none(stage: Stage, look: Look) -> None:
    """With reduced motion a new number stands at once, and nothing on the page is animated."""
    viewer = await look(stage.wall, reduced_motion="reduce")
    await viewer.counter("jobs", 0)
    await stage.publish("Data engineer")
    await viewer.counter("jobs", 1)
    await expect(viewer.page.locator("[data-counter=jobs]")).to_have_text("1")
    assert await viewer.page.evaluate("document.getAnimations().length") == 0
