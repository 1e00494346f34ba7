"""Exports: access, content, concurrency and memory."""

from __future__ import annotations

import csv
import inspect
import io
import tracemalloc
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import unquote

import asyncpg
import httpx
import pytest
from python_calamine import CalamineWorkbook
from starlette.applications import Starlette

from plumbing.http.problem import problem_handlers
from plumbing.telemetry import metrics
from schemas.application import ApplicantInvited
from services.fair.report.columns import EXPORTS
from services.fair.report.sending import MAKING_MAX
from services.fair.wiring import ReadApi, reads, routes
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.selecting import a_whole_fair, stepped
from tests.services.fair.site import PEOPLE, Site, is_problem
from tests.services.fair.story import Teller

MANY = 30_000  # all at once would take 17 MB
PEAK_BYTES_MAX = 6_000_000
MANY_APPLICATIONS = """
INSERT INTO applications (id, job, fair, org, student, state, reason, place, resume, message, receipt, "offset",
  received_at, created_at, history)
SELECT gen_random_uuid(), j.id, j.fair, j.org, 'stu-' || n, 'submitted', NULL, n, a.resume, NULL, a.receipt, 1000 + n,
  a.received_at, a.created_at, a.history
FROM generate_series(2, $1) AS n, jobs j JOIN applications a ON a.job = j.id AND a.place = 1
"""


def table(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def sheet(answer: httpx.Response) -> list[list[Any]]:
    assert answer.status_code == 200, answer.text
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("kind", EXPORTS)
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
async def test_it_is_for_the_fairs_own_organizer(site: Site, kind: str, extension: str) -> None:
    """Anybody else is refused, and an unknown fair or kind is 404."""
    teller = Teller()
    await site.fill(teller.ready(), teller.submitted())
    path = f"/v1/fairs/{teller.fair}/exports/{kind}.{extension}"
    assert (await site.get(path, "organizer")).status_code == 200
    for who in PEOPLE.keys() - {"organizer"}:
        assert is_problem(await site.get(path, who), 401 if who == "guest" else 403), who
    assert is_problem(await site.get(path.replace(str(teller.fair), str(Teller().fair)), "organizer"), 404)
    assert is_problem(await site.get(f"/v1/fairs/{teller.fair}/exports/people.csv", "organizer"), 404)
    assert is_problem(await site.get(f"/v1/fairs/{teller.fair}/exports/{kind}.pdf", "organizer"), 404)


async def test_both_formats_have_every_row(site: Site) -> None:
    """CSV and workbook have the same rows, in log order, with current states."""
    teller = Teller()
    await site.fill(a_whole_fair(teller))
    path = f"/v1/fairs/{teller.fair}/exports/applications"
    rows = table(await site.get(f"{path}.csv", "organizer"))
    states = ["viewed", "withdrawn", "submitted", "submitted", "hired", "declined", "refused"]
    assert [(row["student"], row["state"]) for row in rows] == [(f"stu-{n}", state) for n, state in enumerate(states)]
    headers, *others = sheet(await site.get(f"{path}.xlsx", "organizer"))
    assert [[row[headers.index(name)] for name in ("id", "student", "state")] for row in others] == [
        [row[name] for name in ("id", "student", "state")] for row in rows
    ]
    assert [one["student"] for one in table(await site.get(f"{path}.csv", "organizer", state="hired"))] == ["stu-4"]
    assert is_problem(await site.get(f"{path}.csv", "organizer", state="nice"), 422, "state")


async def test_booths_jobs_and_matches(site: Site) -> None:
    """They have their numbers; a match has the times of its steps."""
    teller = Teller()
    await site.fill(a_whole_fair(teller))
    path = f"/v1/fairs/{teller.fair}/exports"
    booths = table(await site.get(f"{path}/booths.csv", "organizer"))
    assert [(row["name"], row["jobs"], row["positions"], row["applications"]) for row in booths] == [
        ("Enterprise org-1", "1", "2", "3"),
        ("黑龙江重工", "1", "3", "3"),
    ]
    jobs = table(await site.get(f"{path}/jobs.csv", "organizer"))
    assert [(row["title"], row["matches"], row["unfilled"]) for row in jobs] == [
        ("Job a", "0", "2"),
        ("热处理工程师", "1", "2"),
    ]
    (match,) = table(await site.get(f"{path}/matches.csv", "organizer"))
    assert (match["state"], match["accepted_at"], match["hired_at"]) == (
        *("hired", "2026-11-01T09:00:18Z", "2026-11-01T09:00:19Z"),
    )


async def test_times_are_in_the_zone_of_the_fair(site: Site) -> None:
    """In both formats, and each row names the zone."""
    teller = Teller()
    await site.fill(teller.scheduled(utc_offset_minutes=480), teller.ready()[1:], teller.submitted())
    path = f"/v1/fairs/{teller.fair}/exports/applications"
    (row,) = table(await site.get(f"{path}.csv", "organizer", lang="en"))
    headers, cells = sheet(await site.get(f"{path}.xlsx", "organizer", lang="en"))
    for found in (row, dict(zip(headers, cells, strict=True))):
        assert (found["received_at"][-15:-11], found["received_at"][-6:]) == ("T17:", "+08:00")
        assert found["time_zone"] == "UTC+08:00"


async def test_it_speaks_chinese_to_those_who_read_it(site: Site) -> None:
    """The language follows `lang`, else the browser: headers, words and the file's name."""
    teller = Teller()
    await site.fill(teller.scheduled(title="秋季双选会"), teller.ready()[1:], teller.submitted())
    path = f"/v1/fairs/{teller.fair}/exports/applications.csv"
    answer = await site.get(path, "organizer", lang="zh")
    (row,) = table(answer)
    assert (row["状态"], row["学历"], row["曾入围"]) == ("已投递", "硕士", "否")
    assert unquote(answer.headers["content-disposition"]).endswith("filename*=UTF-8''秋季双选会-投递.csv")
    assert 'filename="applications.csv"' in answer.headers["content-disposition"]
    headers = {"authorization": f"Bearer {site.issuer.token(*(PEOPLE['organizer'] or ()))}"}
    for accepted, header in (
        ("zh-CN,zh;q=0.9,en;q=0.8", "状态"),
        ("en,zh;q=0.5", "state"),
        ("fr", "state"),
        ("zh;q=x", "state"),
    ):
        told = await site.client.get(path, headers={**headers, "accept-language": accepted})
        assert header in table(told)[0], accepted
    assert is_problem(await site.get(path, "organizer", lang="fr"), 422, "lang")


async def test_what_people_wrote_is_no_formula(site: Site) -> None:
    """Names, titles and regions that begin like a formula get an apostrophe."""
    teller, attack = Teller(), '=HYPERLINK("http://evil","win")'
    student = {"degree": "master", "region": "@SUM(1)"}
    submitted = teller.submitted(resume={"resume": str(teller.fair), "sha256": "0" * 64, "facets": student})
    log = [
        teller.scheduled(),
        teller.opened(),
        teller.requested(name=attack),
        teller.approved(),
        teller.published(title="-1+1"),
    ]
    await site.fill(log, submitted)
    path = f"/v1/fairs/{teller.fair}/exports/applications"
    (row,) = table(await site.get(f"{path}.csv", "organizer"))
    found = ["'" + attack, "'-1+1", "'@SUM(1)"]
    assert [row[name] for name in ("enterprise", "title", "region")] == found
    headers, cells = sheet(await site.get(f"{path}.xlsx", "organizer"))
    assert [cells[headers.index(name)] for name in ("enterprise", "title", "region")] == found


async def test_files_are_counted(site: Site) -> None:
    """A metric counts exports by kind and format."""
    teller = Teller()
    await site.fill(teller.ready())
    before = [metrics.EXPORTS.labels("booths", extension)._value.get() for extension in ("csv", "xlsx")]
    await site.get(f"/v1/fairs/{teller.fair}/exports/booths.csv", "organizer")
    await site.get(f"/v1/fairs/{teller.fair}/exports/booths.xlsx", "guest")
    after = [metrics.EXPORTS.labels("booths", extension)._value.get() for extension in ("csv", "xlsx")]
    assert after == [before[0] + 1, before[1]]


async def test_it_waits_for_after(site: Site) -> None:
    """A decided position is included; one that never comes is 504, an invalid one 422."""
    teller = Teller()
    await site.fill(a_whole_fair(teller), stepped(teller, ApplicantInvited, "stu-2"))
    path = f"/v1/fairs/{teller.fair}/exports/matches.csv"
    assert (await site.get(path, "organizer", after="livefair.fairs:0:9")).status_code == 200
    assert is_problem(await site.get(path, "organizer", after="yesterday"), 422, "after")


async def test_too_many_at_once_are_told_to_come_again(site: Site) -> None:
    """Beyond the bound, 503 with `Retry-After`."""
    teller = Teller()
    await site.fill(teller.ready())
    app = Starlette(routes=routes(site.api, reads(site.api)), exception_handlers=problem_handlers)
    (route,) = [route for route in app.routes if getattr(route, "path", "").endswith("/exports/{kind}.{format}")]
    slots = inspect.unwrap(route.endpoint).__self__._slots  # type: ignore[attr-defined]  # this application's
    slots.making = MAKING_MAX
    headers = {"authorization": f"Bearer {site.issuer.token(*(PEOPLE['organizer'] or ()))}"}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://fair") as client:
        for name in ("exports/jobs.csv", "report", "report.pdf"):
            answer = await client.get(f"/v1/fairs/{teller.fair}/{name}", headers=headers)
            assert is_problem(answer, 503)
            assert answer.headers["retry-after"] == "5"


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
async def test_a_long_export_takes_bounded_memory(site: Site, extension: str) -> None:
    """As much as a few thousand rows take; the peak is printed. `make bench` measures 100,000 rows."""
    teller = Teller()
    await site.fill(teller.ready(), teller.submitted())
    async with connection_to(site.api.settings.postgres) as connection:
        await connection.execute(MANY_APPLICATIONS, MANY)
    tracemalloc.start()
    try:
        sent = await drained(site.api, f"/v1/fairs/{teller.fair}/exports/applications.{extension}", site)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    print(f"{extension}: {MANY:,} applications, {sent:,} bytes sent, {peak:,} bytes of memory at the peak")
    assert sent > 1_500_000
    assert peak < PEAK_BYTES_MAX


async def drained(api: ReadApi, path: str, site: Site) -> int:
    """The size of the answer in bytes; none of them is kept."""
    app = Starlette(routes=routes(api, reads(api)), exception_handlers=problem_handlers)
    token = site.issuer.token(*(PEOPLE["organizer"] or ()))
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "http_version": "1.1"}
    scope |= {"headers": [(b"authorization", f"Bearer {token}".encode())], "scheme": "http", "server": ("fair", 80)}
    sent = 0

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        nonlocal sent
        assert message.get("status", 200) == 200
        sent += len(message.get("body", b""))

    await app(scope, receive, send)
    return sent


async def test_an_export_that_fails_holds_nothing(site: Site) -> None:
    """More failures than exports may be made at a time: the next one is made."""
    teller = Teller()
    await site.fill(teller.ready(), teller.submitted())
    path = f"/v1/fairs/{teller.fair}/exports/applications.csv"
    async with connection_to(site.api.settings.postgres) as connection:
        await connection.execute("ALTER TABLE applications RENAME TO away")
        for _ in range(MAKING_MAX + 1):
            with pytest.raises(asyncpg.UndefinedTableError):
                await site.get(path, "organizer")
        await connection.execute("ALTER TABLE away RENAME TO applications")
    assert len(table(await site.get(path, "organizer"))) == 1


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
async def test_times_are_those_of_the_fairs_zone(site: Site, extension: str) -> None:
    """A fair of UTC+08:00 has local times in each export, with their offset, and the zone in the last column."""
    teller = Teller()
    planned = teller.scheduled(title="秋季双选会", utc_offset_minutes=480)
    await site.fill(planned, teller.ready()[1:], teller.submitted())
    for kind, name in (("booths", "created_at"), ("jobs", "created_at"), ("applications", "received_at")):
        answer = await site.get(f"/v1/fairs/{teller.fair}/exports/{kind}.{extension}", "organizer")
        headers, row = (
            list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))) if extension == "csv" else sheet(answer)
        )[:2]
        assert row[headers.index(name)].startswith("2026-11-01T17:00:")
        assert row[headers.index(name)].endswith("+08:00")
        assert (headers[-1], row[-1]) == ("time_zone", "UTC+08:00")
