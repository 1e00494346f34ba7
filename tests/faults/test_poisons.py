"""Ten records that each could stop every fair: the fair behind them in the same partition goes on, within seconds."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.e2e.running import System
from tests.e2e.stage import Stage, set_stage
from tests.e2e.waiting import until
from tests.faults.group import partition_of
from tests.faults.poisons import RECORD_BYTES_MAX, Bad, NotUtf8, envelope, letters, put

ALERTS = Path(__file__).parents[2] / "deploy" / "prometheus" / "alerts.yml"
DEAD_LETTERS = "livefair_dead_letters_total"
DECIDES_S, SPLIT_S = 5.0, 10.0
"""How long the neighbour may wait: behind a record, and behind a batch that is split to find it."""
SIGNS = 20_000
FAIRS_TRIED = 200
DESK, RANKED, RANKINGS = 6_000, 1_000, 2
FILLED_S = 60.0
JOBS = 2_700
LONG = "\N{PERSONAL COMPUTER}" * 200
UNREADABLE = {
    "null value": ("JobClosed.v1", None, "null"),
    "wrong schema": ("JobClosed.v1", {}, "job"),
    "future type": ("JobPraised.v1", {"job": str(uuid.uuid4())}, "livefair.JobPraised.v1 is unknown"),
    "future version": ("JobClosed.v2", {"job": str(uuid.uuid4())}, "livefair.JobClosed.v2 is unknown"),
    "NUL in a path": ("StaffRemoved.v1", {"org": "an org", "person": "\0"}, "NUL"),
}
"""By name: the type, the fields beside `fair`, and words of the reason."""


@dataclass(frozen=True)
class Pair:
    """A fair that is poisoned, and the id of one whose records stand behind the poison in the same partition."""

    stage: Stage
    neighbour: str
    processes: dict[str, Any]
    before: dict[tuple[str, ...], float]
    """How many dead letters each instance had counted."""

    async def goes_on(self, within_s: float = DECIDES_S) -> None:
        """What is written now in the other fair is decided in time, and no process has ended."""
        organizer, path, title = self.stage.organizer, f"/fairs/{self.neighbour}", f"Renamed {uuid.uuid4()}"
        written = await organizer.write(path, {"title": title}, method="PATCH")

        async def decided() -> bool:
            answer = await organizer.look(path, after=written.position)
            return answer.status_code == 200 and answer.json()["title"] == title

        await until(decided, f"{written.position} to be decided behind a poison", within_s)
        assert self.stage.system.run["processes"] == self.processes

    async def outcome(self, event_id: str) -> str:
        """What fair decided on a record."""
        (row,) = await self.stage.system.rows("SELECT outcome FROM inbox WHERE event_id = $1", uuid.UUID(event_id))
        return str(row["outcome"])

    async def survives(self, *records: Bad, within_s: float = DECIDES_S) -> None:
        """Write the records: the neighbour goes on, and what has a reason to be put aside is a dead letter with it."""
        positions = await put(self.stage.system, self.stage.fair, records)
        await self.goes_on(within_s)
        whys = {position: one.why for position, one in zip(positions, records, strict=True) if one.why is not None}
        for position, letter in (await letters(self.stage.system, whys)).items():
            assert whys[position] in letter["reason"], letter

    def record(self, type_: str, fields: dict[str, Any] | None, **sender: str) -> Bad:
        """A record of the poisoned fair. Without fields its value is null."""
        value = None if fields is None else json.dumps({"fair": self.stage.fair, **fields}).encode()
        return Bad(value, envelope(self.stage.org, type_, **sender))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def pair(system: System, http: httpx.AsyncClient) -> Pair:
    stage = await set_stage(system, http, "A fair with poison")
    job = await stage.enterprise.write(f"/fairs/{stage.fair}/jobs", {"title": "Any", "headcount": 1})
    starts_at = datetime.now(UTC)
    times = {"starts_at": starts_at.isoformat(), "ends_at": (starts_at + timedelta(hours=8)).isoformat()}
    for _ in range(FAIRS_TRIED):
        other = await stage.organizer.write("/fairs", {"title": "Behind it", "host": "A host", **times})
        if partition_of(other.position) == partition_of(job.position):
            return Pair(stage, other.id, system.run["processes"], await dead_letters(stage))
    raise AssertionError(f"none of {FAIRS_TRIED} fairs is in partition {partition_of(job.position)}")


@pytest.mark.parametrize(
    "text", ["a" + " " * (SIGNS - 2) + "岁", "a" + "\u0301\u0316" * (SIGNS // 2 - 1)], ids=["slow ad", "marks"]
)
async def test_an_ad_that_was_slow_to_read(pair: Pair, text: str) -> None:
    """An ordinary enterprise publishes it through the edge, forty times, and each is decided like any other."""
    stage, path = pair.stage, f"/fairs/{pair.stage.fair}/jobs"
    bodies = [{"title": f"Job {number}", "headcount": 1, "description": text} for number in range(40)]
    written = [await stage.enterprise.write(path, body) for body in bodies]
    await pair.goes_on()
    assert {await pair.outcome(one.event_id) for one in written} == {"applied"}


async def test_a_file_of_ads_that_match_everywhere(pair: Pair) -> None:
    """Each of 150 ads matches the words of exclusion thousands of times; they stopped all decisions for minutes."""
    stage, text = pair.stage, ("18-35岁以下 " * SIGNS)[: SIGNS - 10]
    rows = "".join(f"Job {number},1,{text}{number}\n" for number in range(150))
    answer = await stage.http.post(
        f"{stage.system.ingest}/v1/fairs/{stage.fair}/jobs/import",
        files={"file": ("jobs.csv", f"title,headcount,description\n{rows}".encode(), "text/csv")},
        headers={"Authorization": f"Bearer {stage.enterprise.token}"},
    )
    assert (answer.status_code, answer.json()["accepted"]) == (200, 150)
    await pair.goes_on()


@pytest.mark.parametrize(("type_", "fields", "why"), UNREADABLE.values(), ids=UNREADABLE)
async def test_a_record_that_cannot_be_read(pair: Pair, type_: str, fields: dict[str, str] | None, why: str) -> None:
    """It is put aside with its position and the reason."""
    await pair.survives(replace(pair.record(type_, fields), why=why))


async def test_nul_in_a_path_is_refused_at_the_edge(pair: Pair) -> None:
    """It does not even reach the log."""
    stage = pair.stage
    answer = await stage.enterprise.send(f"/fairs/{stage.fair}/booths/{stage.org}/staff/%00", method="DELETE")
    assert answer.status_code in (404, 422)


async def test_a_header_name_that_is_not_utf8(pair: Pair) -> None:
    """The record is read like any other, and decided: its header is none of ours. There is no such job."""
    closed = pair.record("JobClosed.v1", {"job": str(uuid.uuid4())})
    await pair.survives(replace(closed, headers=[*closed.headers, (NotUtf8(), b"x")]))
    event_id = dict(closed.headers)["ce_id"]
    assert event_id is not None
    assert await pair.outcome(event_id.decode()) == "refused"


async def test_a_value_that_postgresql_refuses(pair: Pair) -> None:
    """Its batch of good records is split until it stands alone; the others are decided."""
    stage, session = pair.stage, {"title": "Live", "starts_at": datetime.now(UTC).isoformat()}
    live = (await stage.organizer.write(f"/fairs/{stage.fair}/sessions", session)).id
    await stage.organizer.write(f"/sessions/{live}/start")
    counted = {"session": live, "minute": datetime.now(UTC).isoformat(), "viewers": 2**40, "peak": 1}
    poison = replace(pair.record("ViewersCounted.v1", counted, role="system"), why="cannot be stored")
    good = [pair.record("JobClosed.v1", {"job": str(uuid.uuid4())}) for _ in range(500)]
    await pair.survives(*good, poison, *good, within_s=SPLIT_S)


async def test_a_room_of_more_than_4_mib(pair: Pair) -> None:
    """A refused booth closes its jobs, the last ones later, and the rooms of the fair and the enterprise are told."""
    stage, org = pair.stage, f"large-{pair.stage.org}"
    assert JOBS * len((LONG + LONG).encode()) > RECORD_BYTES_MAX

    def sent(type_: str, **fields: object) -> Bad:
        return replace(pair.record(type_, {"org": org, **fields}), headers=envelope(org, type_))

    await pair.survives(sent("BoothRequested.v1", name="A large enterprise"))
    await stage.organizer.write(f"/fairs/{stage.fair}/booths/{org}/approve")
    jobs = [str(uuid.uuid4()) for _ in range(JOBS)]
    published = {"title": LONG, "region": LONG, "headcount": 1}
    await pair.survives(*(sent("JobPublished.v1", job=job, **published) for job in jobs), within_s=FILLED_S)
    refused = await stage.organizer.write(f"/fairs/{stage.fair}/booths/{org}/refuse", {"reason": "Too many jobs"})
    await pair.goes_on()
    assert (await stage.guest.read(f"/jobs/{jobs[0]}", after=refused.position))["state"] == "closed"

    async def all_closed() -> bool:
        return bool((await stage.guest.read(f"/jobs/{jobs[-1]}"))["state"] == "closed")

    await until(all_closed, "the last job to be closed by the watcher", FILLED_S)


async def test_a_huge_desk(pair: Pair) -> None:
    """Thousands of applicants are shortlisted for one opening, and each who declines lets the next one move up."""
    stage, job = pair.stage, await pair.stage.publish("Wanted by all", headcount=1)
    students = [f"student-{number}" for number in range(DESK)]
    applications = {one: str(uuid.uuid5(uuid.UUID(job), one)) for one in students}
    card = {"resume": str(uuid.uuid4()), "sha256": "0" * 64, "facets": {}}

    def step(who: str, type_: str, role: str, **more: object) -> Bad:
        fields = {"job": job, "application": applications[who], **more}
        return pair.record(type_, fields, actor=who, role=role)

    submitted = [step(one, "ResumeSubmitted.v1", "student", student=one, resume=card) for one in students]
    await pair.survives(*submitted, within_s=FILLED_S)
    shortlisted = [step(one, "ApplicantShortlisted.v1", "enterprise") for one in students]
    await pair.survives(*shortlisted, within_s=FILLED_S)
    rounds = []
    for number in range(RANKINGS):
        ranked = students[number * RANKED : (number + 1) * RANKED]
        ids = [applications[one] for one in ranked]
        rounds += [pair.record("ApplicantsRanked.v1", {"job": job, "applications": ids})]
        rounds += [step(ranked[0], "ApplicantInvited.v1", "enterprise")]
        rounds += [step(one, "InvitationDeclined.v1", "student") for one in ranked]
    await pair.survives(*rounds)
    declined = await stage.enterprise.read(f"/jobs/{job}/applications/{applications[students[RANKINGS * RANKED - 1]]}")
    assert declined["state"] == "declined"


async def test_the_alert_fires_and_the_books_are_right(pair: Pair) -> None:
    """Each instance has counted from zero on, so that the first dead letter is an increase; a replay agrees."""
    (rule,) = [
        rule for rule in yaml.safe_load(ALERTS.read_text())["groups"][0]["rules"] if rule["alert"] == "DeadLetters"
    ]
    assert rule["expr"] == f"increase({DEAD_LETTERS}[10m]) > 0"
    now = await dead_letters(pair.stage)
    assert pair.before.keys() == now.keys()
    assert any(count > pair.before[series] for series, count in now.items())
    await pair.stage.system.balances()


async def dead_letters(stage: Stage) -> dict[tuple[str, ...], float]:
    """The series behind the alert: by instance and topic."""
    found: dict[tuple[str, ...], float] = {}
    for address in stage.system.addresses("log"):
        text = (await stage.http.get(f"{address}/metrics")).text
        samples = (one for family in text_string_to_metric_families(text) for one in family.samples)
        found |= {(address, *one.labels.values()): one.value for one in samples if one.name == DEAD_LETTERS}
    return found
