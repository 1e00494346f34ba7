"""The API guide holds: every request of docs/api, in order, is answered by a whole system as the guide shows it."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.e2e.guided import Story
from tests.e2e.running import running


async def test_every_example_of_the_guide_is_answered_as_shown(servers_folder: Path, http: httpx.AsyncClient) -> None:
    """Same status, same fields, same literal values. In a system of its own, whose lists hold no other fairs."""
    async with running(servers_folder / "guide", "--kafka", "mesh") as system:
        assert await Story(system, http).is_told() == []
