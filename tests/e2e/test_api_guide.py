"""The API guide is correct: a whole system answers every request of docs/api, in order, as the guide shows."""

from __future__ import annotations

import re
from pathlib import Path

import httpx

from tests.docs.guide import pages
from tests.e2e.guided import Story
from tests.e2e.running import running

EVENTS_MIN = 30  # of the rooms of the story; fewer would mean that they were not read


async def test_every_example_of_the_guide_is_answered_as_shown(servers_folder: Path, http: httpx.AsyncClient) -> None:
    """Same status, same fields, same literal values; and each event in its rooms is named in the guide.

    In a system of its own, whose lists have no other fairs.
    """
    async with running(servers_folder / "guide", "--kafka", "mesh") as system:
        story = Story(system, http)
        found = await story.is_told()
        assert found == [], "\n".join(found)
        named = set(re.findall(r"\b(?:[A-Z][a-z]+){2,}\b", "".join(page.read_text() for page in pages())))
        events = await story.events()
        assert len(events) > EVENTS_MIN
        assert events - named == set()
