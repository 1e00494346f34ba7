"""Which rows the commands of sessions declare that they touch."""

from __future__ import annotations

from schemas import session as events
from services.fair.booths.rows import BoothRows
from services.fair.engine.commands import command_of
from services.fair.jobs.rows import JobRows
from services.fair.sessions.looking import named_jobs
from services.fair.sessions.question_rows import QuestionRows
from services.fair.sessions.rows import SessionRows, Wanted
from services.fair.sessions.session import OfSession
from tests.services.fair.deciding import touched
from tests.services.fair.hosting import Host
from tests.services.fair.story import Entry

h = Host()


def wanted_by(*entries: Entry) -> Wanted:
    return touched(*entries).of(SessionRows).wanted


def test_what_ends_or_grows_needs_all() -> None:
    """The end of a drop loads its line, of a session its drops, of a fair its live sessions."""
    assert wanted_by(h.drop_closed()).lines == wanted_by(h.extended(3)).drops == {h.drop()}
    assert wanted_by(h.ended()).stages == wanted_by(h.dropped()).stages == {h.session()}
    assert wanted_by(h.closed()).endings == {h.fair}
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
