"""Which sessions and drops a caller may act on."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from plumbing.auth.tokens import Person
from plumbing.http.problem import Problem
from services.ingest.booths.access import BoothAccess
from services.ingest.fairs.access import FairAccess
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
    for asking in (stage.drop_of(drop, uuid4()), stage.drop_taking(drop, uuid4()), stage.drop(uuid4(), 0)):
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
