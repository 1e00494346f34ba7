"""The API guide holds: every request of docs/api, in order, is answered by a whole system as the guide shows it."""

from __future__ import annotations

import re
from pathlib import Path

import httpx

from tests.docs.guide import pages
from tests.e2e.guided import Story
from tests.e2e.running import running

EVENTS_MIN = 30  # of the rooms of the story; fewer means that they were not read


async def test_every_example_of_the_guide_is_answered_as_shown(servers_folder: Path, http: httpx.AsyncClient) -> None:
    """Same status, same fields, same literal values; and each event that its rooms show is named in the guide.

    In a system of its own, whose lists hold no other fairs.
    """
    async with running(servers_folder / "guide", "--kafka", "mesh") as system:
        story = Story(system, http)
        found = await story.is_told()
        assert found == [], "\n".join(found)
        named = set(re.findall(r"\b(?:[A-Z][a-z]+){2,}\b", "".join(page.read_text() for page in pages())))
        events = await story.events()
        assert len(events) > EVENTS_MIN
        assert events - named == set()
