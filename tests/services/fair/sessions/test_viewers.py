"""Viewers: the reports of notify become one record a minute, and the session's figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.fair.sessions.viewers import GRACE, MINUTES_MAX, Viewers
from services.fair.settings import Settings
from tests.services.fair.hosting import Host
from tests.services.fair.running import Edge, decided, running_fair
from tests.services.fair.sessions.watched import report
from tests.services.fair.story import at
from tests.services.fair.tables import contents

HOST = Host()
ROOM = f"session:{HOST.session()}"


async def counted(given: Settings, edge: Edge, host: Host, *told: tuple[int, int, int | None, int]) -> tuple[int, ...]:
    """Viewers and peak of a minute with these reports (second, viewers, settled, peak), and the session's peak."""
    async with running_fair(given) as fair:
        await decided(fair, await edge.write(*host.live("a")))
        now, room = datetime.now(UTC).replace(second=0, microsecond=0), f"session:{host.session()}"
        reports = [
            report(room, now + timedelta(seconds=second), viewers, peak, settled)
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
        reports = [report(ROOM, now + timedelta(seconds=n), viewers, peak) for n, viewers, peak in told]
        successor = Viewers(fair.publishing, fair.publisher, fair.consumer.owned)
        for viewers in (fair.viewers, successor):
            await viewers.take([report("session:nonsense", now, 1, 1), *reports])
            assert await viewers.look(now) == 0
            assert await viewers.look(now + GRACE) == 1
            assert await viewers.look(now + GRACE) == 0
        await decided(fair, await edge.write(HOST.ended()))
    rows = await contents(fair_settings.postgres)
    (minute,) = rows["session_minutes"]
    assert (minute["minute"], minute["viewers"], minute["viewers_peak"]) == (now, 7, 9)
    assert [row["viewers_peak"] for row in rows["sessions"]] == [9]
    assert sorted(row["actor"] for row in rows["inbox"]).count("livefair") == 1


async def test_minutes_that_cannot_be_written_are_bounded(fair_settings: Settings, edge: Edge) -> None:
    """While PostgreSQL or Kafka is away the newest minutes wait, and the oldest stay without a figure."""
    async with running_fair(fair_settings) as fair:
        now = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(days=1)
        minutes = [now + timedelta(minutes=number) for number in range(MINUTES_MAX + 2)]
        await fair.viewers.take([report(ROOM, minute, 5, 5) for minute in minutes])
        waiting = fair.viewers._minutes
        assert len(waiting) == MINUTES_MAX
        assert (minutes[1] in waiting, minutes[-2] in waiting) == (False, True)
        assert await fair.viewers.look(minutes[-1] + GRACE) == 0
        assert waiting == {}


async def test_who_moved_from_a_killed_instance_is_in_no_figure_that_stays(fair_settings: Settings, edge: Edge) -> None:
    """They count twice until the killed instance has aged; settled figures never include that."""
    told = ((1, 5, 5, 5), (2, 10, 5, 5), (4, 10, 5, 5), (6, 5, 5, 5))
    assert await counted(fair_settings, edge, Host(), *told) == (5, 5, 5)


async def test_a_peak_from_before_our_time_is_not_this_minutes(fair_settings: Settings, edge: Edge) -> None:
    """A restarted fair reads the session's earlier peak, and does not count it for the current minute."""
    assert await counted(fair_settings, edge, Host(), (1, 4, 4, 90), (2, 6, 6, 90)) == (6, 6, 6)


async def test_sessions_that_are_not_on_are_not_counted(fair_settings: Settings, edge: Edge) -> None:
    """Viewers who wait before the start are not counted."""
    host = Host()
    async with running_fair(fair_settings) as fair:
        await decided(fair, await edge.write(*host.ready("a"), host.planned("a")))
        await fair.viewers.take([report(f"session:{host.session()}", at(0), 3, 3)])
        assert await fair.viewers.look(at(0) + GRACE) == 0
