"""Which rows the commands of sessions declare that they touch, and what follows from an outcome."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

import pytest

from schemas import session as events
from services.fair.booths.rows import BoothRows
from services.fair.engine.commands import command_of
from services.fair.fairs.rows import FairRows
from services.fair.jobs.rows import JobRows
from services.fair.sessions.drop import DropJob
from services.fair.sessions.looking import at_session, named_jobs, to_drop
from services.fair.sessions.question_rows import QuestionRows
from services.fair.sessions.rows import SessionRows, Wanted
from services.fair.sessions.session import AtSession, OfSession
from tests.services.fair.deciding import one_batch, play, touched
from tests.services.fair.hosting import Host
from tests.services.fair.story import Entry, told

h = Host()
FULL = [*h.live("a"), h.dropped(cap=1), *(h.through(f"stu-{number}") for number in (1, 2, 3))]
TURNED_AWAY = ["ApplicationRefused"] * 2
FOLLOWING: dict[str, tuple[list[Entry], Entry, list[str]]] = {
    "an admitted student withdraws": (FULL, h.withdrawn("stu-1"), ["ApplicationAdmitted"]),
    "a waiting student withdraws": (FULL, h.withdrawn("stu-2"), []),
    "nobody waits": (FULL[:-2], h.withdrawn("stu-1"), []),
    "the drop has ended": ([*FULL, h.drop_closed()], h.withdrawn("stu-1"), []),
    "the application is of no drop": ([*FULL, h.submitted("stu-4")], h.withdrawn("stu-4"), []),
    "a larger cap": (FULL, h.extended(2), ["ApplicationAdmitted"]),
    "a cap larger than the waitlist": (FULL, h.extended(9), ["ApplicationAdmitted"] * 2),
    "the drop ends": (FULL, h.drop_closed(), TURNED_AWAY),
    "its session ends": (FULL, h.ended(), ["DropClosed", *TURNED_AWAY]),
    "a session without an open drop ends": ([*FULL, h.drop_closed()], h.ended(), []),
    "the fair closes": (FULL, h.closed(), ["FairSessionEnded", "DropClosed", *TURNED_AWAY]),
    "the fair closes after its session": ([*FULL, h.ended()], h.closed(), []),
}


def wanted_by(*entries: Entry) -> Wanted:
    return touched(*entries).of(SessionRows).wanted


IT = {"sessions": {h.session()}}
DROP = {h.drop()}
TOUCHED: dict[str, tuple[Entry, set[UUID], dict[str, Any]]] = {
    "a plan": (h.planned("a", "b"), {h.job("a"), h.job("b")}, IT),
    "a start": (h.started(), set(), IT),
    "an end": (h.ended(), set(), {**IT, "stages": {h.session()}, "finales": {h.session()}}),
    "a dropped job": (h.dropped(), {h.job("a")}, {**IT, "stages": {h.session()}}),
    "the next job": (h.dropped(None), set(), {**IT, "stages": {h.session()}}),
    "a higher cap": (h.extended(3), set(), {**IT, "drops": DROP, "extended": [(h.drop(), 3)]}),
    "the end of a drop": (h.drop_closed(), set(), {**IT, "drops": DROP, "lines": DROP}),
    "no pin": (h.of(events.JobPinned), set(), IT),
    "a question": (h.asked(), set(), IT),
    "a submission": (h.submitted(), {h.job("a")}, {}),
    "one through a drop": (h.through("stu-1"), {h.job("a")}, {"drops": DROP}),
    "a publication": (h.shown(), set(), {"publications": {h.fair}}),
    "a closing": (h.closed(), set(), {"endings": Counter({(h.fair, None): 1})}),
    "a refusal": (h.refused(), set(), {"endings": Counter({(h.fair, "org-1"): 1})}),
    "an archiving": (h.archived(), set(), {}),
}


@pytest.mark.parametrize("name", TOUCHED)
def test_what_a_command_touches(name: str) -> None:
    """Exactly these rows of sessions and jobs."""
    entry, jobs, wanted = TOUCHED[name]
    state = touched(entry)
    assert (state.of(JobRows).wanted, state.of(SessionRows).wanted) == (jobs, Wanted(**wanted))


def commanded(entry: Entry) -> OfSession:
    command = command_of(entry.event)
    assert isinstance(command, OfSession)
    return command


def test_what_a_rule_of_a_session_reads() -> None:
    """Its fair, the session, and the jobs that exist: those of the command, for an amendment also those of the plan."""
    state = one_batch(told([*h.ready("a", "b", "c"), h.planned("a", "b"), h.started()]))
    fair, session = state.of(FairRows).fairs[h.fair], state.of(SessionRows).sessions[h.session()]
    booth = state.of(BoothRows).booths[h.fair, "org-1"]
    a, b, c = (state.of(JobRows).jobs[h.job(name)] for name in "abc")
    shown = [events.Slot(job=h.job(name)) for name in ("c", "z", "c", "a")]
    for changes, jobs in (({"title": "Later"}, (a, b)), ({"run_of_show": shown}, (c, a, b))):
        amended = h.of(events.FairSessionAmended, changes=events.SessionChanges(**changes))
        assert at_session(state, commanded(amended)) == AtSession(fair, session, jobs, booth)
    assert at_session(state, commanded(h.started())) == AtSession(fair, session, (), booth)
    assert at_session(state, commanded(h.started("other"))) == AtSession(fair, None)
    assert at_session(state, commanded(h.of(events.JobPinned, job=h.job("c")))) == AtSession(fair, session, (c,), booth)


def test_what_the_drop_of_a_job_reads() -> None:
    """The job that it names; without one, those of the run of show; and the session's earlier drops."""
    state = one_batch(told([*h.ready("a", "b"), h.planned("a", "b"), h.started(), h.dropped("a")]))
    session, drops = state.of(SessionRows).sessions[h.session()], tuple(state.of(SessionRows).drops.values())
    fair, jobs = state.of(FairRows).fairs[h.fair], tuple(state.of(JobRows).jobs[h.job(name)] for name in "ab")
    for name, shown in ((None, jobs), ("b", jobs[1:]), ("z", ())):
        command = commanded(h.dropped(name))
        assert isinstance(command, DropJob)
        assert to_drop(state, command) == (fair, session, drops, shown)
    unknown = commanded(h.dropped(None, name="other"))
    assert isinstance(unknown, DropJob)
    assert to_drop(state, unknown) == (fair, None, (), ())


def test_nobody_moves_up_into_a_drop_that_is_over_or_without_a_cap() -> None:
    """Nor is anyone admitted for an application that only waited, or that came without a drop."""
    full = [*h.live("a", "b"), h.dropped(cap=1), h.through("stu-1"), h.through("stu-2")]
    uncapped = [*h.live("a", "b"), h.dropped(), h.through("stu-1"), h.submitted("stu-2")]
    for given in ([*full, h.drop_closed()], uncapped):
        assert len(play(*given, h.withdrawn("stu-1"))[1]) == 1
    assert len(play(*full, h.withdrawn("stu-2"))[1]) == 1
    assert len(play(*uncapped, h.withdrawn("stu-2"))[1]) == 1
    assert len(play(*full, h.withdrawn("stu-2"), h.withdrawn("stu-1"))[1]) == 1


def test_only_what_is_live_ends() -> None:
    """A session's open drops end with it, a fair's live sessions end with the fair."""
    log = [*h.live("a", "b"), h.dropped("a", "1"), h.drop_closed("1"), h.dropped("b", "2")]
    log += [h.planned(name="later"), h.planned(name="over"), h.started("over"), h.ended("over")]
    kinds = [type(one).__name__ for one in play(*log, h.ended())[1]]
    assert kinds == ["FairSessionEnded", "DropClosed"]
    kinds = [type(one).__name__ for one in play(*log, h.closed())[1]]
    assert kinds == ["FairClosed", "FairSessionEnded", "DropClosed"]


def test_what_ends_or_grows_needs_all() -> None:
    """The end of a drop loads its line, of a session its drops, of a fair its first live sessions."""
    assert wanted_by(h.drop_closed()).lines == wanted_by(h.extended(3)).drops == {h.drop()}
    assert wanted_by(h.ended()).stages == wanted_by(h.dropped()).stages == {h.session()}
    assert wanted_by(h.closed()).endings == {(h.fair, None): 1}
    assert touched(h.planned(org="org-2")).of(BoothRows).wanted == {(h.fair, "org-2")}


def test_a_publication_needs_all_sessions() -> None:
    """Publishing a draft loads its sessions, to open their rooms; opening a fair loads none."""
    assert wanted_by(h.shown()).publications == {h.fair}
    assert wanted_by(h.opened()) == Wanted()


def test_the_jobs_that_a_host_names() -> None:
    """The jobs in a plan, in its amendment, and on stage."""
    slots = [events.Slot(job=h.job("b"))]
    amended = h.of(events.FairSessionAmended, changes=events.SessionChanges(run_of_show=slots))
    named = {"a": (h.planned("a"), h.dropped(), h.of(events.JobPinned, job=h.job("a"))), "b": (amended,)}
    for name, entries in named.items():
        for entry in entries:
            assert touched(entry).of(JobRows).wanted == {h.job(name)}
    nothing = command_of(h.dropped(None).event)
    assert isinstance(nothing, OfSession)
    assert named_jobs(nothing) == []


def test_what_a_question_touches() -> None:
    """The question; for a vote also the vote, for a new question also the asker's open ones."""
    rows = touched(h.asked(), h.upvoted(), h.answered()).of(QuestionRows)
    assert rows.wanted == {h.question()}
    assert (rows.wanted_votes, rows.wanted_askers) == ({(h.question(), "stu-2")}, {(h.session(), "stu-1")})


@pytest.mark.parametrize("name", FOLLOWING)
def test_what_follows(name: str) -> None:
    """Free openings of a drop go to the front of its waitlist, and an end closes what is still open below it."""
    given, when, then = FOLLOWING[name]
    _, outcomes = play(*given, when)
    assert [type(one).__name__ for one in outcomes[1:]] == then
