"""A rush to a capped drop on a real broker and database: the lowest offsets are admitted."""

from __future__ import annotations

import asyncio
import random

from livefair.audit.verify import audit
from services.fair.settings import Settings
from tests.services.fair.hosting import Host
from tests.services.fair.running import Edge, decided, edge_to, running_fair
from tests.services.fair.tables import contents

STUDENTS, CAP, EDGES = 2_000, 200, 4


async def test_two_thousand_race_for_two_hundred_places(log: str, fair_settings: Settings, edge: Edge) -> None:
    """Several edges write at once, and the deciding instance stops midway.

    Exactly the cap is admitted: the receipts with the lowest offsets. When fifty withdraw, the next fifty move up.
    """
    host, offsets = Host(), dict[str, int]()
    students = [f"stu-{number}" for number in range(STUDENTS)]
    random.Random(1).shuffle(students)
    async with running_fair(fair_settings) as one:
        await decided(one, await edge.write(*host.live("a"), host.dropped(cap=CAP)))
        async with running_fair(fair_settings) as other, edge_to(log) as second, edge_to(log) as third:
            edges = [edge, second, third, edge]
            parts = [students[number::EDGES] for number in range(EDGES)]
            writing = [
                asyncio.create_task(by.write(*(host.through(student) for student in part)))
                for by, part in zip(edges, parts, strict=True)
            ]
            written = await asyncio.gather(*writing)
            for part, receipts in zip(parts, written, strict=True):
                offsets |= {student: receipt.offset for student, receipt in zip(part, receipts, strict=True)}
            await decided(other, [receipt for receipts in written for receipt in receipts])
        first = sorted(offsets, key=lambda student: offsets[student])
        rows = (await contents(fair_settings.postgres))["applications"]
        assert {row["student"] for row in rows if row["admitted"]} == set(first[:CAP])
        assert {row["student"] for row in rows if row["state"] == "waitlisted"} == set(first[CAP:])
        assert [row["drop_place"] for row in sorted(rows, key=lambda row: row["offset"])] == [*range(1, STUDENTS + 1)]
        await decided(one, await edge.write(*(host.withdrawn(student) for student in first[:50])))
        rows = (await contents(fair_settings.postgres))["applications"]
        assert {row["student"] for row in rows if row["state"] == "submitted"} == set(first[50 : CAP + 50])
        await decided(one, await edge.write(host.ended()))
    done = await audit(fair_settings.postgres)
    assert (done.differences, done.rows["applications"]) == ([], STUDENTS)
    (drop,) = (await contents(fair_settings.postgres))["drops"]
    assert (drop["admitted"], drop["waiting"], drop["standing"]) == (CAP, 0, STUDENTS - 50)
