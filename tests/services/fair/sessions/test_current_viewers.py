"""How many watch a session now."""

from __future__ import annotations

from uuid import uuid4

import pytest

from services.fair.sessions import current_viewers
from services.fair.sessions.current_viewers import CurrentViewers
from tests.services.fair.sessions.watched import report
from tests.services.fair.story import at

SESSION, ANOTHER = uuid4(), uuid4()


async def test_the_newest_report_counts_until_reports_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session without reports has no viewers."""
    found = CurrentViewers()
    await found.take([report(f"session:{SESSION}", at(0), 3, 3), report(f"session:{SESSION}", at(1), 2, 3)])
    assert (found.of(SESSION), found.of(ANOTHER)) == (2, 0)
    monkeypatch.setattr(current_viewers, "FRESH_S", 0.0)
    assert found.of(SESSION) == 0


async def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sessions beyond the bound are not told, and those that are reported no more make room."""
    monkeypatch.setattr(current_viewers, "SESSIONS_MAX", 1)
    found = CurrentViewers()
    await found.take([report(f"session:{one}", at(0), 3, 3) for one in (SESSION, ANOTHER)])
    await found.take([report(f"session:{SESSION}", at(1), 4, 4)])
    assert (found.of(SESSION), found.of(ANOTHER)) == (4, 0)
    monkeypatch.setattr(current_viewers, "FRESH_S", -1.0)
    await found.take([])
    monkeypatch.setattr(current_viewers, "FRESH_S", 5.0)
    await found.take([report(f"session:{ANOTHER}", at(2), 5, 5)])
    assert (found.of(SESSION), found.of(ANOTHER)) == (0, 5)
