"""Viewers: the reports of notify become one record a minute, and the session's figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import ConsumerRecord

from schemas.presence import PresenceRecord, RoomPresence
from services.fair.sessions.viewers import GRACE, SETTLES, Viewers
from services.fair.settings import Settings
from services.fair.wiring import Fair
from tests.services.fair.hosting import Host
from tests.services.fair.running import Edge, decided, running_fair
from tests.services.fair.story import at, record
from tests.services.fair.tables import contents

HOST = Host()
ROOM = f"session:{HOST.session()}"


def report(time: datetime, viewers: int, peak: int, room: str = ROOM, settled: int | None = None) -> ConsumerRecord:
    """A presence record, at the time when the figures of `time` have settled."""
    rooms = {room: RoomPresence(here=viewers, viewers=viewers, peak=peak, settled=settled)}
    value = PresenceRecord(instance="notify-1", rooms=rooms).model_dump_json().encode()
    return record(HOST.opened(), 0, time=time + SETTLES, topic="livefair.presence", value=value)


async def counted(given: Settings, edge: Edge, host: Host, *told: tuple[int, int, int | None, int]) -> tuple[int, ...]:
    """Viewers and peak of a minute with these reports (second, viewers, settled, peak), and the session's peak."""
    async with running_fair(given) as fair:
        await decided(fair, await edge.write(*host.live("a")))
        now, room = datetime.now(UTC).replace(second=0, microsecond=0), f"session:{host.session()}"
        reports = [
            report(now + timedelta(seconds=second), viewers, peak, room, settled)
            for second, viewers, settled, peak in told
        ]
        await fair.viewers.take(reports)
        assert await fair.viewers.look(now + GRACE) == 1
        await decided(fair, await edge.write(host.ended()))
    rows = await contents(given.postgres)
    (minute,) = rows["session_minutes"]
    (session,) = rows["sessions"]
    return minute["viewers"], minute["viewers_peak"], session["viewers_peak"]


async def test_a_minute_becomes_a_record(fair_settings: Settings, edge: Edge) -> None:
    """The last and the largest number, once, however many instances owned the partition; and the session's peak."""
    async with running_fair(fair_settings) as fair:
        await decided(fair, await edge.write(*HOST.live("a")))
        now = datetime.now(UTC).replace(second=0, microsecond=0)
        told = ((0, 5, 5), (1, 5, 9), (2, 7, 9))
        reports = [report(now + timedelta(seconds=n), viewers, peak) for n, viewers, peak in told]
        successor = Viewers(fair.pool, fair.publisher, fair.consumer.owned)
        for viewers in (fair.viewers, successor):
            await viewers.take([report(now, 1, 1, "session:nonsense"), *reports])
            assert await viewers.look(now) == 0
            assert await viewers.look(now + GRACE) == 1
            assert await viewers.look(now + GRACE) == 0
        await decided(fair, await edge.write(HOST.ended()))
    rows = await contents(fair_settings.postgres)
    (minute,) = rows["session_minutes"]
    assert (minute["minute"], minute["viewers"], minute["viewers_peak"]) == (now, 7, 9)
    assert [row["viewers_peak"] for row in rows["sessions"]] == [9]
    assert sorted(row["actor"] for row in rows["inbox"]).count("livefair") == 1


async def test_who_moved_from_a_killed_instance_is_in_no_figure_that_stays(fair_settings: Settings, edge: Edge) -> None:
    """They count twice until the killed instance has aged; settled figures never include that."""
    told = ((1, 5, 5, 5), (2, 10, 5, 5), (4, 10, 5, 5), (6, 5, 5, 5))
    assert await counted(fair_settings, edge, Host(), *told) == (5, 5, 5)


async def test_a_peak_from_before_our_time_is_not_this_minutes(fair_settings: Settings, edge: Edge) -> None:
    """A restarted fair reads the session's earlier peak, and does not count it for the current minute."""
    assert await counted(fair_settings, edge, Host(), (1, 4, 4, 90), (2, 6, 6, 90)) == (6, 6, 6)


async def test_who_watches_now_is_known(fair_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest report counts until reports stop; a session without reports has no viewers."""
    viewers = Fair(fair_settings).viewers
    await viewers.take([report(at(0), 3, 3), report(at(1), 2, 3)])
    assert (viewers.watching(HOST.session()), viewers.watching(Host().session())) == (2, 0)
    monkeypatch.setattr("services.fair.sessions.viewers.FRESH_S", 0.0)
    assert viewers.watching(HOST.session()) == 0


async def test_sessions_that_are_not_on_are_not_counted(fair_settings: Settings, edge: Edge) -> None:
    """Viewers who wait before the start are not counted, and unreadable records are ignored."""
    host = Host()
    async with running_fair(fair_settings) as fair:
        await decided(fair, await edge.write(*host.ready("a"), host.planned("a")))
        bad = record(host.opened(), 0, topic="livefair.presence", value=b"{")
        await fair.viewers.take([bad, report(at(0), 3, 3, f"session:{host.session()}")])
        assert await fair.viewers.look(at(0) + GRACE) == 0
