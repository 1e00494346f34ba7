"""Records that the edge would never write, put into the log between good ones."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace

from tests.e2e.running import System
from tests.e2e.stage import Stage, offset_of
from tests.faults.poisons import Bad, envelope, letters, put


def bad_records(fair: str, org: str) -> dict[str, Bad]:
    """One of each kind: a good JobClosed with one defect."""
    value = json.dumps({"fair": fair, "job": str(uuid.uuid4())}).encode()
    good = Bad(value, envelope(org), "")
    return {
        "bad JSON": replace(good, value=value[:-1], why="JSON"),
        "wrong schema": replace(good, value=json.dumps({"fair": fair}).encode(), why="job"),
        "null value": replace(good, value=None, why="null"),
        "null header": replace(good, headers=[*good.headers, ("ce_request", None)], why="ce_request is null"),
        "not UTF-8": replace(good, headers=[*good.headers, ("ce_request", b"\xff\xfe")], why="ce_request is not UTF-8"),
        "2 MB": replace(good, value=value[:-1] + b" " * 2_000_000 + b"}", why="bytes"),
    }


async def test_they_are_put_aside_and_their_neighbours_decided(system: System, stage: Stage) -> None:
    """Each becomes a dead letter with position and reason; the submissions around them all count."""
    job, kinds = await stage.publish("Engineer"), bad_records(stage.fair, stage.org)
    students = await stage.students(len(kinds) + 1)
    written = [await students[0].submit(job)]
    places: dict[str, Bad] = {}
    for student, bad in zip(students[1:], kinds.values(), strict=True):
        (position,) = await put(system, stage.fair, [bad])
        places[position] = bad
        written.append(await student.submit(job))
    order = [offset_of(position) for position in (written[0].position, *places, written[-1].position)]
    assert order == sorted(order)
    counters = await stage.counters(after=written[-1].position)
    assert (counters["applications"], counters["applicants"]) == (len(students), len(students))

    found = await letters(system, places)
    for position, bad in places.items():
        assert (bad.why or "-") in found[position]["reason"], found[position]
        assert found[position]["key"] == stage.fair
        assert found[position]["bytes"] == len(bad.value or b"")
    await system.balances()
