"""Which sessions and drops a caller may act on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from uuid import uuid4

import pytest

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.ingest.booths.access import BoothAccess
from services.ingest.fairs.access import FairAccess
from services.ingest.jobs.access import JobAccess
from services.ingest.sessions.access import SessionAccess
from tests.services.ingest.write_edge import Edge

HOST = Person("rec-1", "enterprise", "ent-1", None, 0)


def rules(edge: Edge) -> SessionAccess:
    return SessionAccess(edge.catalog, BoothAccess(edge.catalog, FairAccess(edge.catalog)))


async def test_a_session_that_is_about_to_begin_is_waited_for(edge: Edge) -> None:
    """A start that was acknowledged a moment ago counts."""
    session, stage = await edge.feed.session(await edge.feed.fair(), state="scheduled"), rules(edge)
    asked = asyncio.create_task(stage.own_session(session, HOST, ("live",)))
    await asyncio.sleep(0)
    await edge.feed.session(await edge.feed.fair(), state="live", session=session)
    assert (await asked).state == "live"


async def test_another_hosts_session_looks_like_none(edge: Edge) -> None:
    """The same words, whether it exists or not."""
    stage, found = rules(edge), []
    for session in (await edge.feed.session(await edge.feed.fair(), "ent-2"), uuid4()):
        with pytest.raises(Problem) as raised:
            await stage.own_session(session, HOST, ("live",))
        found.append((raised.value.status, raised.value.detail))
    assert found[0] == found[1] == (404, "There is no such session.")


async def waits(edge: Edge, asking: Awaitable[object]) -> tuple[int, int, str]:
    """How many requests waited while this one was answered, at the most, and the answer."""
    asked, most = asyncio.ensure_future(asking), 0
    while not asked.done():
        most = max(most, edge.catalog.waiting)
        await asyncio.sleep(0)
    problem = asked.exception()
    assert isinstance(problem, Problem)
    return most, problem.status, problem.detail


async def test_the_time_tells_nothing_of_what_is_hidden(edge: Edge) -> None:
    """A draft's job and session, and the drops of others, are waited for like ones that do not exist."""
    draft, fair, stage = await edge.feed.fair(state="draft"), await edge.feed.fair(), rules(edge)
    fairs = FairAccess(edge.catalog)
    jobs = JobAccess(edge.catalog, fairs, BoothAccess(edge.catalog, fairs))
    hidden, job = await edge.feed.session(draft, "ent-2"), await edge.feed.job(draft)
    drop = await edge.feed.drop(hidden, job)
    student = Person("stu-1", "student", None, None, 0)
    for asking in (
        lambda it: stage.session(hidden if it else uuid4(), student, "scheduled", "live"),
        lambda it: stage.room(hidden if it else uuid4(), student),
        lambda it: stage.own_session(hidden if it else uuid4(), HOST, ("scheduled", "live")),
        lambda it: stage.drop_of(drop if it else uuid4(), uuid4()),
        lambda it: stage.drop_taking(drop if it else uuid4(), uuid4()),
        lambda it: jobs.showable(job if it else uuid4(), fair, None),
        lambda it: jobs.showable(job if it else uuid4(), draft, "ent-2"),
    ):
        assert await waits(edge, asking(True)) == await waits(edge, asking(False))
        assert (await waits(edge, asking(True)))[:2] == (1, 404)


async def test_a_draft_is_published_while_its_session_is_waited_for(edge: Edge) -> None:
    """The record of the fair wakes the caller."""
    draft = await edge.feed.fair(state="draft")
    session = await edge.feed.session(draft, state="live")
    asked = asyncio.ensure_future(rules(edge).room(session, Person("stu-1", "student", None, None, 0)))
    while not (edge.catalog.waiting or asked.done()):
        await asyncio.sleep(0)
    await edge.feed.fair(state="open", fair=draft)
    assert (await asked).fair == draft


async def test_a_closed_drop_takes_nothing(edge: Edge) -> None:
    """409, at once."""
    job = uuid4()
    drop = await edge.feed.drop(uuid4(), job, "closed")
    with pytest.raises(Problem) as raised:
        await rules(edge).drop_taking(drop, job)
    assert raised.value.status == 409


async def test_a_drop_belongs_to_its_session_and_its_job(edge: Edge) -> None:
    """An unknown drop, and one of another session or job, are 404 with the same words."""
    session, job = uuid4(), uuid4()
    drop = await edge.feed.drop(session, job)
    stage, known = rules(edge), edge.catalog.drop(drop)
    assert (await stage.drop_of(drop, session), await stage.drop_taking(drop, job)) == (known, known)
    for asking in (stage.drop_of(drop, uuid4()), stage.drop_taking(drop, uuid4()), stage.drop_of(uuid4(), session)):
        with pytest.raises(Problem) as raised:
            await asking
        assert (raised.value.status, raised.value.detail) == (404, "There is no such drop.")


async def test_a_draft_that_may_be_published_further_on_hides_nothing(edge: Edge) -> None:
    """While the catalog is being read a draft may be published: 503; afterwards 404."""
    session, found = await edge.feed.session(await edge.feed.fair(state="draft")), []
    student = Person("stu-1", "student", None, None, 0)
    for edge.caught_up in (False, True):
        with pytest.raises(Problem) as raised:
            await rules(edge).room(session, student)
        found.append(raised.value.status)
    assert found == [503, 404]


async def test_a_session_of_an_archived_fair_looks_like_none(edge: Edge) -> None:
    """To its host and to those who were in its room: the fair is forgotten, and its sessions with it."""
    fair = await edge.feed.fair()
    session, stage = await edge.feed.session(fair), rules(edge)
    assert (await stage.own_session(session, HOST, ("live",))).fair == fair
    await edge.feed.put(str(fair), None)
    for asking in (stage.own_session(session, HOST, ("live",)), stage.room(session, HOST)):
        with pytest.raises(Problem) as raised:
            await asking
        assert (raised.value.status, raised.value.detail) == (404, "There is no such session.")
