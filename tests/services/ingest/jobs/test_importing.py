"""The import of a job file."""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path
from uuid import UUID, uuid5

import httpx
import pytest
from starlette.types import Message

from plumbing.kafka.publisher import Unavailable
from schemas.booth import BoothApproved, BoothRequested
from schemas.job import JobPublished
from services.ingest.jobs import import_rows
from services.ingest.jobs import importing as job_import
from tests.services.ingest.write_edge import Caller, Edge

pytestmark = pytest.mark.long

ROWS = b"title,headcount,code\nWelder,2,W-1\nNurse,3,N-1\nNurse,3,N-1\nCook,many,C-1\n,1,E-1\n"
CHINESE = "单位名称,岗位名称,招聘人数\n西湖钢铁,焊工,2\n钱江医院,护士,3\n西湖钢铁,会计,1\n".encode("gb18030")


async def send(who: Caller, fair: UUID, content: bytes, query: str = "", **form: str) -> httpx.Response:
    return await who.post(f"/fairs/{fair}/jobs/import{query}", files={"file": ("jobs.csv", content)}, data=form)


async def stage(edge: Edge) -> UUID:
    """An open fair in which ent-1 has a booth."""
    fair = await edge.feed.fair()
    await edge.feed.booth(fair)
    return fair


async def listed(edge: Edge) -> None:
    """Feed the published jobs to the catalog."""
    for event in edge.log.events():
        if isinstance(event, JobPublished):
            await edge.feed.job(event.fair, event.org, job=event.job)


def jobs_sent(edge: Edge) -> list[UUID]:
    return [event.job for event in edge.log.events() if isinstance(event, JobPublished)]


async def test_every_row_is_accounted_for(edge: Edge) -> None:
    """Good rows are published in order, the repeated one is a duplicate, bad ones are named."""
    fair = await stage(edge)
    answer = await send(edge.enterprise(), fair, ROWS)
    told = answer.json()
    assert answer.status_code == 200
    assert (told["accepted"], told["duplicates"], told["rejected_count"]) == (2, 1, 2)
    assert [(bad["row"], bad["field"], bool(bad["reason"])) for bad in told["rejected"]] == [
        (5, "headcount", True),
        (6, "title", True),
    ]
    assert told["receipt"]["position"] == "livefair.fairs:0:1"
    published = [event for event in edge.log.events() if isinstance(event, JobPublished)]
    assert [(job.title, job.job) for job in published] == [
        ("Welder", uuid5(fair, '["ent-1", "W-1"]')),
        ("Nurse", uuid5(fair, '["ent-1", "N-1"]')),
    ]
    assert {one.key for one in edge.log.written()} == {str(fair)}


async def test_a_dry_run_tells_the_same_and_writes_nothing(edge: Edge) -> None:
    """The result is equal except for the receipt, which is null."""
    fair = await stage(edge)
    dry = (await send(edge.enterprise(), fair, ROWS, "?dry_run=true")).json()
    assert (edge.log.records, dry["receipt"]) == ([], None)
    assert {**(await send(edge.enterprise(), fair, ROWS)).json(), "receipt": None} == dry
    assert (await send(edge.enterprise(), fair, ROWS, "?dry_run=perhaps")).status_code == 422


async def test_the_same_file_again_is_all_duplicates(edge: Edge) -> None:
    """At once, before the catalog has its jobs, and later, when it has them."""
    fair = await stage(edge)
    await send(edge.enterprise(), fair, ROWS)
    for _ in range(2):
        told = (await send(edge.enterprise(), fair, ROWS)).json()
        assert (told["accepted"], told["duplicates"], told["receipt"], len(edge.log.records)) == (0, 3, None, 2)
        await listed(edge)


async def test_what_was_refused_may_be_sent_again(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each import has new event ids: fair ignores a known id, even of a refused event."""
    monkeypatch.setattr(import_rows, "ACKNOWLEDGED_S", 0.0)
    fair = await edge.feed.fair()
    for _ in range(2):
        await send(edge.organizer(), fair, CHINESE)
    assert (len(edge.log.events()), len({one.envelope.id for one in edge.log.written()})) == (14, 14)


async def test_an_organizers_file_makes_booths_first(edge: Edge) -> None:
    """One request and approval per new enterprise, before its jobs."""
    fair = await edge.feed.fair()
    told = (await send(edge.organizer(), fair, CHINESE)).json()
    events = edge.log.events()
    steel, clinic = str(uuid5(fair, "西湖钢铁")), str(uuid5(fair, "钱江医院"))
    assert (told["accepted"], told["receipt"]["position"]) == (3, "livefair.fairs:0:6")
    assert events[:4] == [
        BoothRequested(fair=fair, org=steel, name="西湖钢铁"),
        BoothApproved(fair=fair, org=steel),
        BoothRequested(fair=fair, org=clinic, name="钱江医院"),
        BoothApproved(fair=fair, org=clinic),
    ]
    jobs = [event for event in events[4:] if isinstance(event, JobPublished)]
    assert [(job.org, job.title) for job in jobs] == [(steel, "焊工"), (clinic, "护士"), (steel, "会计")]


async def test_a_map_names_the_columns(edge: Edge) -> None:
    """For any column names; an invalid map is 422."""
    fair, content = await stage(edge), b"Business Title,# Of Positions\nClerk,4\n"
    columns = json.dumps({"title": "Business Title", "headcount": "# Of Positions"})
    assert (await send(edge.enterprise(), fair, content, map=columns)).json()["accepted"] == 1
    for bad in ("[]", '{"title": 7}', '{"title": "No Such Column"}'):
        assert (await send(edge.enterprise(), fair, content, map=bad)).status_code == 422
    assert (await send(edge.enterprise(), fair, content, map="{")).status_code == 400


@pytest.mark.parametrize("bad", ["{", "[]", '{"title": 7}', '{"title": "a", "title": "b"}', '{"title": "No Such"}'])
async def test_what_is_wrong_with_a_map_is_told_of_the_map(edge: Edge, bad: str) -> None:
    """The error names the map, not the file or the whole body."""
    answer = await send(edge.enterprise(), await stage(edge), ROWS, map=bad)
    assert [error["path"] for error in answer.json()["errors"]] == ["map"]
    assert "body" not in answer.json()["detail"]


async def test_import_slots_are_limited(edge: Edge) -> None:
    """While all slots are taken another caller is told to retry; one person has one slot, one organization two."""
    fair = await stage(edge)
    for org in ("ent-2", "ent-3"):
        await edge.feed.booth(fair, org)
    edge.log.held.clear()
    importing = asyncio.create_task(send(edge.enterprise(), fair, ROWS))
    while not edge.log.waiting:
        await asyncio.sleep(0)
    again = await send(edge.enterprise(), fair, ROWS)
    assert (again.status_code, again.headers["retry-after"]) == (429, "5")
    others = [asyncio.create_task(send(edge.organizer_named(f"org-{n}"), fair, CHINESE)) for n in range(2)]
    while edge.log.waiting < 2 + 2 * 4:
        await asyncio.sleep(0)
    assert (await send(edge.organizer_named("org-2"), fair, CHINESE)).status_code == 429
    others.append(asyncio.create_task(send(edge.recruiter("rec-2", "ent-2"), fair, ROWS)))
    while edge.log.waiting < 2 + 2 * 4 + 2:
        await asyncio.sleep(0)
    assert (await send(edge.guest(), fair, ROWS)).status_code == 401
    assert (await send(edge.student(), fair, ROWS)).status_code == 403
    assert (await send(edge.recruiter("rec-3", "ent-3"), fair, ROWS)).status_code == 503
    edge.log.held.set()
    assert {(await one).status_code for one in (importing, *others)} == {200}
    assert (await send(edge.enterprise(), fair, ROWS)).status_code == 200


async def test_an_import_ends_with_its_client(edge: Edge) -> None:
    """The rest of the file is not written, and the slot is free for the same person at once."""
    fair, left = await stage(edge), asyncio.Event()
    content = b"title,headcount,code\n" + b"".join(b"Job,1,c%d\n" % n for n in range(5_000))
    caller = edge.enterprise()
    request = caller.http.build_request(
        *("POST", f"/v1/fairs/{fair}/jobs/import"),
        files={"file": ("jobs.csv", content)},
        headers={"Authorization": f"Bearer {caller.token}"},
    )
    body = [request.read()]
    scope = {
        "type": "http",
        "method": "POST",
        "path": request.url.path,
        "query_string": b"",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
    }

    async def receive() -> Message:
        if body:
            return {"type": "http.request", "body": body.pop(), "more_body": False}
        await left.wait()
        return {"type": "http.disconnect"}

    answered: list[Message] = []

    async def send_message(message: Message) -> None:
        answered.append(message)

    edge.log.held.clear()
    importing = asyncio.create_task(edge.app(scope, receive, send_message))
    while not edge.log.waiting:
        await asyncio.sleep(0)
    left.set()
    await importing
    edge.log.held.set()
    assert (answered, len(edge.log.records) < 5_000) == ([], True)
    assert edge.logged()[-1]["status"] == 499
    assert (await send(edge.enterprise(), fair, ROWS)).status_code == 200


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\x89PNG\r\n\x1a\n\x00\x00", b"colour,size\nred,2\n"])
async def test_a_file_that_cannot_be_read_is_422(edge: Edge, content: bytes) -> None:
    """The problem names the file, and nothing is written."""
    answer = await send(edge.enterprise(), await stage(edge), content)
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (422, "file")
    assert edge.log.records == []


async def test_who_may_import(edge: Edge) -> None:
    """An enterprise with an approved booth, and the fair's organizer, unless the fair is closed."""
    fair, closed = await edge.feed.fair(), await edge.feed.fair(state="closed")
    assert (await send(edge.enterprise(), fair, ROWS)).status_code == 403
    assert (await send(edge.student(), fair, ROWS)).status_code == 403
    assert (await send(edge.organizer("unit-2"), fair, ROWS)).status_code == 403
    assert (await send(edge.guest(), fair, ROWS)).status_code == 401
    assert (await send(edge.organizer(), closed, CHINESE)).status_code == 409
    assert (await send(edge.organizer(), UUID(int=3), CHINESE)).status_code == 404
    assert edge.log.records == []


async def test_a_catalog_that_is_still_read_takes_no_file(edge: Edge) -> None:
    """An incomplete catalog would miss duplicates, and reject rows of booths that were approved meanwhile."""
    fair, edge.caught_up = await stage(edge), False
    answer = await send(edge.enterprise(), fair, ROWS)
    assert (answer.status_code, answer.headers["retry-after"], edge.log.records) == (503, "1", [])


async def test_a_log_that_goes_away_is_503_and_the_file_may_be_sent_again(edge: Edge) -> None:
    """A job that was written before has the same id the second time."""
    fair = await stage(edge)
    edge.log.failure, edge.log.fails_from = Unavailable("away"), 1
    answer = await send(edge.enterprise(), fair, ROWS)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    edge.log.failure = None
    assert (await send(edge.enterprise(), fair, ROWS)).json()["accepted"] == 2
    assert (len(jobs_sent(edge)), len(set(jobs_sent(edge)))) == (3, 2)


async def test_no_job_is_sent_before_its_booth_is_in_the_log(edge: Edge) -> None:
    """If booths are not acknowledged the import ends: their jobs would be refused for good."""
    fair = await edge.feed.fair()
    edge.log.failure = Unavailable("away")
    assert (await send(edge.organizer(), fair, CHINESE)).status_code == 503
    edge.log.failure = None
    assert edge.log.records == []


async def test_a_large_file_is_refused(edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    """413, with and without a Content-Length."""
    monkeypatch.setattr(job_import, "FILE_BYTES_MAX", 1_000)
    fair = await stage(edge)
    for size in (1_500, 2_000_000):
        assert (await send(edge.enterprise(), fair, b"x" * size)).status_code == 413


async def test_many_rows_are_published_in_order_with_a_bound(edge: Edge) -> None:
    """Several batches: all rows, in the file's order, with the last receipt."""
    fair = await stage(edge)
    content = b"title,headcount,code\n" + b"".join(b"Job,1,c%d\n" % n for n in range(2_600))
    told = (await send(edge.enterprise(), fair, content)).json()
    assert (told["accepted"], told["receipt"]["position"]) == (2_600, "livefair.fairs:0:2599")
    codes = [event.code for event in edge.log.events() if isinstance(event, JobPublished)]
    assert codes == [f"c{n}" for n in range(2_600)]


async def test_nothing_stays_on_disk(edge: Edge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither after an import nor after a failure."""
    fair, folder = await stage(edge), tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    await send(edge.enterprise(), fair, ROWS)
    await send(edge.enterprise(), fair, b"")
    assert list(folder.iterdir()) == []


async def test_two_enterprises_whose_codes_run_together_have_two_jobs(edge: Edge) -> None:
    """12 of ent-1 and 2 of ent-11, also when the first one is known; each is a duplicate when it is sent again."""
    fair = await stage(edge)
    await edge.feed.booth(fair, "ent-11")
    files = {"ent-1": b"title,headcount,code\nWelder,2,12\n", "ent-11": b"title,headcount,code\nNurse,3,2\n"}
    for accepted in (1, 0):
        for org, content in files.items():
            told = (await send(edge.enterprise(org), fair, content)).json()
            assert (told["accepted"], told["duplicates"]) == (accepted, 1 - accepted)
            await listed(edge)
    assert len(set(jobs_sent(edge))) == 2
