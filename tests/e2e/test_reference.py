"""The reference at /docs in a real browser, under its policy. Imports no service."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.e2e.browsing import Look
from tests.e2e.running import System


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("service", ["fair", "ingest"])
async def test_the_viewer_shows_a_document(system: System, look: Look, service: str, width: int) -> None:
    """Swagger UI starts without inline scripts and shows what the service serves, ingest across origins."""
    onlooker = await look(f"{system.fair}/docs/{service}", width=width)
    await expect(onlooker.page.locator("#viewer .info .title")).to_contain_text(f"Livefair {service}")
    operation = onlooker.page.locator(".opblock").first
    await operation.locator(".opblock-summary-control").click()
    await expect(operation.locator(".opblock-body")).to_be_visible()
    await onlooker.fits()


@pytest.mark.parametrize("colours", ["light", "dark"])
async def test_messages_are_a_page(system: System, look: Look, colours: str) -> None:
    """From the index to a message of the log, on a small screen, in both colours."""
    onlooker = await look(f"{system.fair}/docs", width=390, color_scheme=colours)
    await onlooker.fits()
    await onlooker.page.get_by_role("link", name="Topics").click()
    await expect(onlooker.page.locator("h1")).to_have_text("fair: topics and messages")
    await expect(onlooker.page.locator("[id='livefair.ResumeSubmitted.v1'] ~ .wide td").first).to_have_text("fair")
    await onlooker.fits()
