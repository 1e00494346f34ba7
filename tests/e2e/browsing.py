"""Pages in a real Chromium: who looks at one, and the line between it and the live edge."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

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
TOLD = ("status of 404", "status of 429")
"""Refusals that are part of some tests: the page says them in words."""
LIVE = re.compile(r"/v1/live$")
SURE_MS = 450
"""So long a question stands before a yes is taken for one."""


@dataclass
class Onlooker:
    """A page, and what went wrong in it."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    async def counter(self, name: str, value: int, within_s: float = 5) -> None:
        shown = self.page.locator(f"[data-counter={name}]")
        await expect(shown).to_have_attribute("data-value", str(value), timeout=within_s * 1000)

    async def connection(self, kind: str, within_s: float = 10) -> None:
        state = self.page.locator("[data-connection]")
        await expect(state).to_have_attribute("data-connection", kind, timeout=within_s * 1000)

    async def fits(self) -> None:
        """Nothing sticks out of the screen to the side."""
        size = self.page.viewport_size
        assert size is not None
        assert await self.page.evaluate("document.documentElement.scrollWidth") == size["width"]

    async def fits_in_each_tab(self) -> None:
        for tab in await self.page.locator(".tabs button").all():
            if await tab.is_visible():  # a wide screen may show all parts side by side
                await tab.click()
                await self.fits()
        await self.fits()


async def press(page: Page, name: str, within: str = "body") -> None:
    """The first control of this name."""
    await page.locator(f"{within} [data-control={name}]").first.click()


async def surely(page: Page, name: str, within: str = "body") -> None:
    """Press, read the question, and say yes when it has stood a moment."""
    await press(page, name, within)
    await page.wait_for_timeout(SURE_MS)
    await press(page, f"{name}-sure", within)


Look = Callable[..., Awaitable[Onlooker]]


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser for the length of the block."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield opened
        finally:
            await opened.close()


@asynccontextmanager
async def looking(browser: Browser) -> AsyncIterator[Look]:
    """Opens an address with a screen, a language and colours; a page that complains fails its test."""
    onlookers: list[Onlooker] = []

    async def at(address: str, width: int = 1280, height: int = 800, **how: Any) -> Onlooker:
        context = await browser.new_context(viewport={"width": width, "height": height}, **{"locale": "en-GB", **how})
        onlooker = Onlooker(await context.new_page())
        onlookers.append(onlooker)
        onlooker.page.on("pageerror", lambda error: onlooker.complaints.append(str(error)))
        onlooker.page.on("console", lambda said: _complain(onlooker, said.type, said.text))
        await onlooker.page.goto(address)
        return onlooker

    yield at
    for onlooker in onlookers:
        await onlooker.page.context.close()
    assert [complaint for onlooker in onlookers for complaint in onlooker.complaints] == []


def _complain(onlooker: Onlooker, kind: str, text: str) -> None:
    """Errors count, among them what the Content-Security-Policy forbids."""
    if kind == "error" and not any(told in text for told in TOLD):
        onlooker.complaints.append(text)


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
