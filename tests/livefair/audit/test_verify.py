"""The audit finds no difference in correct books, and finds each kind of damage."""

from __future__ import annotations

import pytest

from livefair.audit.verify import CHECKS, audit
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.cards.story import approached, shown, taken_up
from tests.services.fair.chatting import Room
from tests.services.fair.story import Entry, Teller, saved
from tests.services.fair.tables import filled


def a_busy_log(teller: Teller) -> list[Entry]:
    """Everything that moves a counter: a second booth, closed jobs, resubmissions, withdrawals, refusals, matches."""
    return [
        *teller.ready("a", "b", "c"),
        teller.requested("org-2"),
        teller.approved("org-2"),
        teller.published("d", "org-2", headcount=7),
        teller.refused("org-2"),
        *(teller.submitted(f"stu-{n}", name) for n in range(5) for name in ("a", "b")),
        teller.submitted("stu-1"),
        teller.withdrawn("stu-2"),
        teller.submitted("stu-2"),
        teller.withdrawn("stu-3"),
        teller.withdrawn("stu-3", "b"),
        teller.amended("a", headcount=9),
        teller.job_closed("c"),
        teller.viewed("stu-0"),
        teller.shortlisted("stu-1"),
        *(teller.invited(student, overbook=True) for student in ("stu-1", "stu-2", "stu-4")),
        *(teller.accepted(student) for student in ("stu-1", "stu-2")),
        teller.hired("stu-1"),
        teller.invited("stu-1", "b"),
        teller.accepted("stu-1", "b"),
        teller.turned_down("stu-0", "b", "another field"),
        *(shown(teller, student) for student in ("stu-7", "stu-8")),
        *(approached(teller, student, "b") for student in ("stu-7", "stu-8")),
        taken_up(teller, "stu-7", "b"),
        *(teller.wished("stu-3", "b"), teller.submitted("stu-3", "b"), teller.ranked("stu-3", name="b")),
        teller.round_held(),
    ]


ROOM = Room()
SAID = [ROOM.said("a"), ROOM.said("b"), ROOM.hidden("a"), ROOM.counted(like=2)]


async def test_balanced_books_have_no_difference(database: str) -> None:
    """The audit reports what it compared and up to which offset the log was decided."""
    entries = [*a_busy_log(Teller()), *Teller().ready(), saved("stu-1")]
    await filled(database, [*entries, *SAID])
    done = await audit(database)
    assert done.differences == []
    assert (done.fairs, done.counters) == (2, 24)
    assert done.rows["applications"] == 11
    assert done.consumed == {"livefair.fairs:0": len(entries) - 1, "livefair.people:0": 1}


DAMAGES = {
    "a lost comment": "DELETE FROM comments",
    "a minute's reactions": "UPDATE room_minutes SET number = 7 WHERE kind = 'reaction'",
    "a second nobody counted": "UPDATE reaction_seconds SET second = second + interval '1 hour'",
    "a counter": "UPDATE fairs SET counters = jsonb_set(counters, '{applications}', '7')",
    "a counter nobody can recount": "UPDATE fairs SET counters = counters || '{\"visits\": 1}'",
    "a counter that is gone": "UPDATE fairs SET counters = counters - 'hired'",
    "a lost application": "DELETE FROM applications WHERE place = 2",
    "a job's submissions": "UPDATE jobs SET submissions = submissions + 1",
    "a job's standing": "UPDATE jobs SET standing = standing + 1",
    "a gap in the places": "UPDATE applications SET place = 99 WHERE place = 5",
    "places out of order": """UPDATE applications SET "offset" = 1000 - "offset" """,
    "an applicant's standing": "UPDATE applicants SET standing = 0",
    "an applicant's matches": "UPDATE applicants SET matches = 1",
    "a match that no round made": "UPDATE closing_rounds SET numbers = '{\"matches\": 7}'",
    "a place more than a round had": "UPDATE closing_round_jobs SET places = 0",
    "two matches where one releases the other": "UPDATE fairs SET offers = 'release'",
    "a lost applicant": "DELETE FROM applicants WHERE student = 'stu-1'",
    "an application of no job": "UPDATE applications SET org = 'somebody else' WHERE place = 1",
    "the newest minute": "UPDATE fair_minutes SET counters = '{}'",
    "a job's invitations": "UPDATE jobs SET invitations = invitations + 1",
    "a job's matches": "UPDATE jobs SET matches = 0",
    "a place given twice": "UPDATE jobs SET headcount = 1 WHERE matches = 2",
    "an expiry that nobody decided": "UPDATE applications SET state = 'expired' WHERE state = 'invited'",
    "a card that is gone": "DELETE FROM cards WHERE student = 'stu-8'",
    "an approach of another's": "UPDATE approaches SET student = 'stu-8' WHERE student = 'stu-7'",
    "an approach without its application": "UPDATE approaches SET application = NULL",
    "an application that nobody accepted": "UPDATE approaches SET state = 'declined'",
    "an answer that nobody gave": "UPDATE responses SET answers = answers + 1",
    "a median that is better": "UPDATE responses SET median_s = median_s / 2",
    "answers that nobody counted": "DELETE FROM responses",
    "an unseen booth": "UPDATE booths SET state = 'approved'",
}


@pytest.mark.parametrize("damage", DAMAGES)
async def test_each_damage_is_found(database: str, damage: str) -> None:
    """Each change behind the store's back is reported as a difference."""
    await filled(database, [*a_busy_log(Teller()), *SAID])
    async with connection_to(database) as connection:
        await connection.execute(DAMAGES[damage])
    done = await audit(database)
    assert done.differences
    assert "is kept as" in str(done.differences[0])


async def test_every_check_is_sound_on_empty_tables(database: str) -> None:
    """Empty tables have no difference."""
    done = await audit(database)
    assert (done.differences, done.fairs, done.consumed, len(done.checks)) == ([], 0, {}, len(CHECKS))
