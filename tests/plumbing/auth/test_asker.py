"""The asking person is known to what is below the rules, in their task alone."""

from __future__ import annotations

import asyncio
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from plumbing.auth.asker import ASKER, Asking, asker, for_everybody
from plumbing.auth.tokens import Person, Verifier
from plumbing.http.address import Proxies
from tests.plumbing.auth.issuer import Issuer


async def test_each_task_has_its_own_asker() -> None:
    """A student has no organization; where nobody was authenticated there is no asker."""

    async def asks(person: Person | None) -> dict[str, str]:
        if person is not None:
            ASKER.set(person)
        await asyncio.sleep(0)
        return dict(asker())

    ann, bob = Person("ann", "student", None, None, 0), Person("bob", "enterprise", "ent-1", None, 0)
    told = await asyncio.gather(*(asyncio.create_task(asks(who)) for who in (ann, bob, None)))
    assert told == [{"person": "ann"}, {"person": "bob", "organization": "ent-1"}, {}]


async def says(request: Request) -> Response:
    """Who asks, and who does for what all share."""
    with for_everybody():
        shared = dict(asker())
    return JSONResponse([dict(asker()), shared])


def test_the_asker_of_a_request_is_its_person_or_its_address(tmp_path: Path) -> None:
    """A bad token counts as its address does: the handler answers 401."""
    issuer = Issuer(tmp_path)
    asking = Middleware(Asking, Verifier(tmp_path / "jwks.json"), Proxies.parse("10.0.0.1"))
    client = TestClient(Starlette(routes=[Route("/", says)], middleware=[asking]), client=("10.0.0.1", 4711))
    hop = {"X-Forwarded-For": "203.0.113.9"}

    def asked_by(authorization: str) -> list[dict[str, str]]:
        allowed = {"Authorization": authorization} if authorization else {}
        told: list[dict[str, str]] = client.get("/", headers={**hop, **allowed}).json()
        return told

    assert asked_by("") == [{"address": "203.0.113.9"}, {}]
    assert asked_by(f"Bearer {issuer.token('student', 'ann')}") == [{"person": "ann"}, {}]
    assert asked_by(f"bearer  {issuer.token('organizer', 'bob', 'unit')}")[0] == {
        "person": "bob",
        "organization": "unit",
    }
    for bad in ("Bearer x", "Basic x", "Bearer", ""):
        assert asked_by(bad) == [{"address": "203.0.113.9"}, {}]
