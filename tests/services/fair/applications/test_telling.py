"""Room items of applications: what each side receives."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from tests.services.fair.hearing import heard, telling
from tests.services.fair.story import Entry, Teller, at

t = Teller()
FAIR, ENTERPRISE, ME = f"fair:{t.fair}", "enterprise:org-1", "me:stu-1"
READY = t.ready()
SUBMITTED = [*READY, t.submitted()]


def both(*events: str) -> dict[str, list[str]]:
    """The items of one step for both sides, and the fair's counters that may have moved."""
    return {FAIR: [], ENTERPRISE: [*events], ME: [*events]}


SHORTLISTED = [*SUBMITTED, t.shortlisted()]
INVITED = [*SHORTLISTED, t.invited()]
TWO = [*READY, t.amended(headcount=1), t.submitted("stu-1"), t.submitted("stu-2")]
TWO_INVITED = [*TWO, t.invited("stu-1"), t.invited("stu-2", overbook=True)]
TABLE: dict[str, tuple[list[Entry], Entry, dict[str, list[str]]]] = {
    "a submission": (
        READY,
        t.submitted(),
        {FAIR: [], ENTERPRISE: ["ApplicationReceived"], ME: ["ApplicationReceived"]},
    ),
    "a withdrawal": (SUBMITTED, t.withdrawn(), both("ApplicationWithdrawn")),
    "a read resume": (SUBMITTED, t.resume_read(), {FAIR: [], ME: ["ResumeRead"]}),
    "a look": (SUBMITTED, t.viewed(), both("ApplicationViewed")),
    "a shortlist": (SUBMITTED, t.shortlisted(), both("ApplicantShortlisted")),
    "an invitation": (SHORTLISTED, t.invited(), both("ApplicantInvited")),
    "an acceptance": (INVITED, t.accepted(), both("InvitationAccepted")),
    "a decline": (INVITED, t.declined(), both("InvitationDeclined")),
    "a hire": ([*INVITED, t.accepted()], t.hired(), both("ApplicantHired")),
    "a refused applicant": (SUBMITTED, t.turned_down(), both("ApplicationRefused")),
    "the last place": (
        TWO_INVITED,
        t.accepted("stu-2"),
        {
            FAIR: [],
            ENTERPRISE: ["InvitationAccepted", "ApplicantShortlisted"],
            "me:stu-2": ["InvitationAccepted"],
            ME: ["ApplicantShortlisted"],
        },
    ),
    "an alternate": (
        [*TWO, t.shortlisted("stu-2"), t.ranked("stu-2"), t.invited("stu-1")],
        t.declined("stu-1"),
        {
            FAIR: [],
            ENTERPRISE: ["InvitationDeclined", "ApplicantInvited"],
            "me:stu-2": ["ApplicantInvited"],
            ME: ["InvitationDeclined"],
        },
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_who_hears_what(name: str) -> None:
    """Given these events, deciding this event sends these items to these rooms."""
    heard(*TABLE[name])


def test_items_hold_the_ids() -> None:
    """An item holds the ids, state and place; only the enterprise's names the student and the facets."""
    rooms, _ = telling(READY, t.submitted())
    [own], [theirs] = rooms[ME].items, rooms[ENTERPRISE].items
    ids = {"fair": str(t.fair), "job": str(t.job("a")), "org": "org-1", "state": "submitted", "place": 1}
    assert ids.items() <= own.data.items()
    assert "student" not in own.data
    assert theirs.data["facets"] == {"degree": "master", "major": "数学", "region": "上海"}
    assert "resume" not in json.dumps(theirs.data)


def test_a_step_says_how_it_stands() -> None:
    """It has the deadline while one is open, and the reason if there is one, but never the other student."""
    rooms, _ = telling(SHORTLISTED, t.invited(deadline=at(500)))
    assert datetime.fromisoformat(rooms[ME].items[0].data["deadline"]) == at(500)
    rooms, _ = telling(TWO_INVITED, t.accepted("stu-2"))
    taken, match = rooms[ME].items[0].data, rooms["me:stu-2"].items[0].data
    assert (taken["state"], taken["reason"], "deadline" in taken) == ("shortlisted", "place_taken", False)
    assert (match["state"], "deadline" in match, "reason" in match) == ("accepted", False, False)
    assert "stu-2" not in json.dumps(taken)
    items = rooms[ENTERPRISE].items
    assert len({item.event_id for item in items}) == len(items) == 2
    assert items[1].event_id == rooms[ME].items[0].event_id
