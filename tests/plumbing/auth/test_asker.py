"""The asking person is known to what is below the rules, in their task alone."""

from __future__ import annotations

import asyncio

from plumbing.auth.asker import ASKER, asker
from plumbing.auth.tokens import Person


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
