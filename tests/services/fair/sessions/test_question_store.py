"""Questions on PostgreSQL: the same rows for every batching, and correct numbers of votes."""

from __future__ import annotations

from livefair.audit.verify import audit
from tests.conftest import RunningPostgres
from tests.services.fair.hosting import Host
from tests.services.fair.story import Entry
from tests.services.fair.tables import contents, filled


def a_floor(host: Host) -> list[Entry]:
    """More questions than allowed, repeated votes, answers, a hidden question."""
    log = [*host.live("a"), *(host.asked(name=str(number)) for number in range(5)), host.asked("stu-2", "x")]
    log += [host.upvoted(f"stu-{number % 4}", "1") for number in range(9)]
    log += [host.answered(name="0"), host.asked(name="6"), host.hidden("x"), host.upvoted("stu-5", "x")]
    return log


async def test_the_same_rows_however_the_log_is_cut(postgres: RunningPostgres) -> None:
    """For batches of one, three and all records; the room's items are the same too."""
    host, found = Host(), []
    log = a_floor(host)
    for size in (1, 3, 1_000):
        dsn = await postgres.create()
        await filled(dsn, log, size)
        found.append(await contents(dsn))
        assert (await audit(dsn)).differences == []
        await postgres.drop(dsn)
    assert found[0] == found[1] == found[2]
    votes = {row["id"]: row["votes"] for row in found[0]["questions"]}
    assert (len(votes), votes[host.question("1")], votes[host.question("x")]) == (5, 3, 0)
    events = [row["event"] for row in sorted(found[0]["session_items"], key=lambda row: row["offset"])]
    asked = ["QuestionAsked"] * 4
    assert events == ["FairSessionStarted", *asked, "QuestionAnswered", "QuestionAsked", "QuestionHidden"]
