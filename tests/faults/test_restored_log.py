"""Kafka comes back without records that the tables have: from an older copy of its data, or as a new cluster."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from pathlib import Path

import httpx
import pytest

from tests.conftest import RunningKafka
from tests.e2e.running import System, running
from tests.e2e.stage import Stage, set_stage
from tests.e2e.viewing import snapshot
from tests.e2e.waiting import until
from tests.faults.conftest import TWO_OF_EACH

NOTICED_S, RIGHT_S = 60.0, 60.0
WHY = "the log that belongs to this database?"


class Refused:
    """Writes to every instance of ingest, of which none may be acknowledged."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.answers: list[int] = []

    async def write(self, number: int) -> int:
        body = {"title": "Into the void", "headcount": 1}
        try:
            answer = await self.stage.enterprise.send(f"/fairs/{self.stage.fair}/jobs", body, ingest=number)
        except httpx.TransportError:
            return 0  # it was restarted at that moment
        self.answers.append(answer.status_code)
        return answer.status_code

    async def all_refuse(self) -> bool:
        return [await self.write(number) for number in (0, 1)] == [503, 503]


async def unready(system: System, http: httpx.AsyncClient) -> bool:
    """Whether every instance of ingest says that the log is not followed."""
    answers = [await http.get(f"{address}/readyz") for address in system.addresses("ingest")]
    return all(one.status_code == 503 and "is not followed" in one.text for one in answers)


async def ready(system: System, http: httpx.AsyncClient) -> bool:
    answers = [await http.get(f"{address}/readyz") for address in system.addresses("ingest")]
    return [one.status_code for one in answers] == [200, 200]


async def is_new(system: System, pid: int) -> bool:
    """Whether another process than this one runs as the second instance of ingest."""
    return len(system.run["processes"]["ingest"]) == 2 and system.pid("ingest", 2) != pid


@pytest.mark.parametrize("copied", [True, False], ids=["an older copy", "a new cluster"])
async def test_a_log_that_lost_records_is_continued(
    servers_folder: Path, own_kafka: RunningKafka, http: httpx.AsyncClient, copied: bool
) -> None:
    """No write is acknowledged that nobody decides, fair stops and says why, also if it is killed meanwhile. After
    `livefair continue-log` everything decided is there, and catalog and rooms are right within a minute."""
    data, copy = own_kafka.server.folder / "data", servers_folder / f"copy-{copied}"
    home = servers_folder / ("restored" if copied else "renewed")
    async with running(home, "--kafka", own_kafka.bootstrap, *TWO_OF_EACH) as system:
        stage = await set_stage(system, http, "A fair whose log is lost")
        job = await stage.publish("Engineer", headcount=50)
        students = await stage.students(6)
        before = [await student.submit(job) for student in students[:2]]
        await stage.counters(after=before[-1].position)
        await own_kafka.stop()
        if copied:
            shutil.copytree(data, copy)
        await own_kafka.restart()
        lost = [await student.submit(job) for student in students[2:4]]
        later = await stage.publish("Published after the copy")
        known = await stage.counters(after=lost[-1].position)
        await own_kafka.stop()
        shutil.rmtree(data)
        if copied:
            shutil.copytree(copy, data)
        await own_kafka.restart()
        if not copied:
            assert (await system.livefair("topics")).status == 0
        refused = Refused(stage)
        async with asyncio.timeout(NOTICED_S):
            await until(refused.all_refuse, "writes to be refused", NOTICED_S)
            await until(lambda: unready(system, http), "ingest to say why", NOTICED_S)
        assert any(WHY in log.read_text() for log in (home / "logs").glob("fair-*")), system.said
        pid = system.pid("ingest", 2)
        os.kill(pid, signal.SIGKILL)
        await until(lambda: is_new(system, pid), "a new instance of ingest", NOTICED_S)
        await until(refused.all_refuse, "the new instance to refuse", NOTICED_S)
        assert 202 not in refused.answers
        async with asyncio.timeout(RIGHT_S):
            ran = await system.livefair("continue-log")
            assert ran.status == 0, ran.output
            await until(lambda: ready(system, http), "ingest to accept writes again", RIGHT_S)
            await is_right(stage, job, later, known)
        assert (await system.livefair("verify")).status == 0
        rebuilt = await system.livefair("rebuild", "--check")
        assert (rebuilt.status, "nothing can be rebuilt" in rebuilt.output) == (1, True)
        system.killed = sum(" ended with " in line for line in system.lines())


async def is_right(stage: Stage, job: str, later: str, known: dict[str, int]) -> None:
    """Both instances of ingest know what was published before the loss, and each room has what fair answers."""
    system, room = stage.system, f"fair:{stage.fair}"
    students = await stage.students(2)
    sent = [
        await student.submit(to, ingest=number)
        for number, (student, to) in enumerate(zip(students, (job, later), strict=True))
    ]
    last = sent[-1].position
    counters = await stage.counters(after=last)
    assert counters["applications"] == known["applications"] + 2
    rooms = [(await snapshot(address, [room], last))[room] for address in system.addresses("notify")]
    assert [each.counters for each in rooms] == [counters] * 2
