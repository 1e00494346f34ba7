"""Pages in a real Chromium, and control over their connection to the live edge."""

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
TOLD = ("status of 401", "status of 404", "status of 429", "status of 503")
"""Refusals that some tests provoke; the pages explain them."""
LIVE = re.compile(r"/v1/live$")
SURE_MS = 450
"""A confirmation must be visible this long before it can be accepted."""


@dataclass
class Onlooker:
    """A page, and the errors that occurred in it."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    async def counter(self, name: str, value: int, within_s: float = 5) -> None:
        shown = self.page.locator(f"[data-counter={name}]")
        await expect(shown).to_have_attribute("data-value", str(value), timeout=within_s * 1000)

    async def connection(self, kind: str, within_s: float = 10) -> None:
        state = self.page.locator("[data-connection]")
        await expect(state).to_have_attribute("data-connection", kind, timeout=within_s * 1000)

    async def fits(self) -> None:
        """The page does not scroll sideways."""
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
    """Press the first control of this name."""
    await page.locator(f"{within} [data-control={name}]").first.click()


async def surely(page: Page, name: str, within: str = "body") -> None:
    """Press, read the confirmation, and accept it when it has been visible long enough."""
    await press(page, name, within)
    await page.wait_for_timeout(SURE_MS)
    await press(page, f"{name}-sure", within)


Look = Callable[..., Awaitable[Onlooker]]


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser for the duration of the block."""
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield opened
        finally:
            await opened.close()


@asynccontextmanager
async def looking(browser: Browser) -> AsyncIterator[Look]:
    """Opens an address with a screen size, language and colours; an error in the page fails the test."""
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
    """Console errors count, among them violations of the Content-Security-Policy."""
    if kind == "error" and not any(told in text for told in TOLD):
        onlooker.complaints.append(text)


class Line:
    """The connection between a page and the live edge, controlled by the test."""

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
