"""Staff on PostgreSQL: for every batching the same rows, and the same enterprise for each person."""

from __future__ import annotations

import random
from hashlib import sha256
from typing import Any

import pytest

from livefair.audit.verify import audit
from tests.conftest import RunningPostgres
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.staff.story import by_person, handed, joined, linked, removed, revoked
from tests.services.fair.story import Entry, Teller
from tests.services.fair.tables import contents, filled

PEOPLE = ("ann", "bob", "carl")


def own_link(teller: Teller, name: str, **more: Any) -> Entry:
    """A link with a secret of its own, as at the edge: no two are one entry of the catalog."""
    return linked(teller, name, sha256=sha256(name.encode()).hexdigest(), **more)


def a_log(seed: int) -> list[Entry]:
    """Links, joining, leaving, steps and hand-overs of three people in random order."""
    chance, teller = random.Random(seed), Teller()
    log = [
        *teller.ready(),
        *(teller.submitted(f"stu-{n}") for n in range(5)),
        own_link(teller, "l", role="lead", uses=9),
    ]
    for number in range(120):
        person, student = chance.choice(PEOPLE), f"stu-{chance.randrange(5)}"
        step = chance.choice([teller.viewed, teller.shortlisted, teller.turned_down])(student)
        said = {
            "link": own_link(teller, f"m{number % 4}", uses=2),
            "join": joined(teller, person, chance.choice(["l", "m0", "m1"]), own=chance.choice([None, "org-2"])),
            "leave": by_person(removed(teller, person), person),
            "remove": removed(teller, person),
            "revoke": revoked(teller, f"m{number % 4}"),
            "step": by_person(step, person),
            "hand": by_person(handed(teller, chance.choice([*PEOPLE, None]), student), person),
        }
        log.append(said[chance.choice([*said, "step", "hand", "join"])])
    return [*log, own_link(teller, "n"), joined(teller, "dora", "n"), handed(teller, "dora", "stu-1")]


@pytest.mark.parametrize("size", [1, 7])
async def test_the_rows_are_the_same_in_any_batching(postgres: RunningPostgres, database: str, size: int) -> None:
    """Joining, leaving and acting within one batch works as in separate ones; the audit finds no difference."""
    log, another = a_log(size), await postgres.create()
    try:
        await filled(database, log, size=1_000)
        await filled(another, log, size=size)
        assert await contents(database) == await contents(another)
        assert (await audit(another)).differences == []
        async with connection_to(another) as connection:
            found = dict(await connection.fetch("SELECT outcome, count(*) FROM inbox GROUP BY outcome"))
            handed_over = await connection.fetchval("SELECT count(*) FROM applications WHERE assignment IS NOT NULL")
    finally:
        await postgres.drop(another)
    assert min(found["applied"], found["refused"]) > 10
    assert handed_over


async def test_the_audit_sees_a_link_used_too_often(database: str) -> None:
    """It also finds staff with an unknown link, and an open invitation in an archived fair."""
    teller = Teller()
    log = [*teller.ready(), teller.submitted(), linked(teller), joined(teller), teller.closed(), teller.archived()]
    await filled(database, log)
    assert (await audit(database)).differences == []
    async with connection_to(database) as connection:
        await connection.execute("UPDATE staff_links SET used = 2")
        assert len((await audit(database)).differences) == 1
        await connection.execute("DELETE FROM staff_links")
        assert len((await audit(database)).differences) == 1
        await connection.execute("UPDATE applications SET state = 'invited'")
        names = {one.name for one in (await audit(database)).differences}
    assert {"open invitations in an archived fair", "link"} <= names
