"""kill -9 of a live edge: its viewers reconnect elsewhere, and no stored figure counts them twice."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import Any

from tests.e2e.hosting import Session, begun
from tests.e2e.stage import Stage
from tests.e2e.viewing import Viewer, watching
from tests.e2e.waiting import until

VIEWERS = 20
TOLD_WITHIN_S = 180.0
"""A minute is reported some seconds after the next one began."""


async def test_who_moves_from_a_killed_edge_is_in_no_figure_twice(stage: Stage) -> None:
    """Neither the minutes' peaks nor the session's include them twice, though live numbers briefly do."""
    session, system = await begun(stage), stage.system
    viewers = [Viewer([session.room]) for _ in range(VIEWERS)]
    async with watching(*viewers, addresses=system.addresses("notify")):
        everybody = [viewer.sees(partial(is_full, viewer, session), f"{VIEWERS} viewers") for viewer in viewers]
        await asyncio.gather(*everybody)
        await system.kill("notify", 1)
        killed = datetime.now(UTC).replace(second=0, microsecond=0)
        told = await until(partial(minutes, session, killed), "the record of the minute", TOLD_WITHIN_S)
    assert max(viewer.connections for viewer in viewers) > 1
    assert max(minute["viewers_peak"] for minute in told) == VIEWERS
    counters = (await stage.guest.read(f"/sessions/{session.id}"))["counters"]
    assert counters["viewers_peak"] == VIEWERS


def is_full(viewer: Viewer, session: Session) -> bool:
    return viewer.rooms[session.room].counters.get("viewers") == VIEWERS


async def minutes(session: Session, newest: datetime) -> list[dict[str, Any]]:
    """The minutes of the funnel with viewers, once they are as new as this."""
    funnel = await session.stage.guest.read(f"/sessions/{session.id}/funnel")
    told = [minute for minute in funnel["items"] if minute["viewers_peak"] is not None]
    return told if any(datetime.fromisoformat(minute["at"]) >= newest for minute in told) else []
