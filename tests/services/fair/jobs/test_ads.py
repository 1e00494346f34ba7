"""Flags of ads on real servers: stored, replayed, and shown to the enterprise and the organizer only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from services.fair.settings import Settings
from services.fair.wiring import app
from tests.conftest import RunningPostgres
from tests.plumbing.auth.issuer import Issuer
from tests.services.fair.running import Edge, running_fair
from tests.services.fair.story import Entry, Teller
from tests.services.fair.tables import contents, filled

SHUT_OUT = "仅限男性"


def told_of(fair: Teller) -> list[Entry]:
    """A fair with plain, flagged and amended ads."""
    return [
        *fair.ready("plain"),
        fair.published("bad", description=SHUT_OUT),
        fair.published("mended", description="male only"),
        fair.amended("mended", description="for all"),
        fair.amended("plain", description="35岁以下"),
        fair.submitted(name="bad"),
    ]


@pytest.mark.parametrize("size", [1, 4])
async def test_a_replay_finds_the_same_flags(size: int, postgres: RunningPostgres, database: str) -> None:
    """For every batching, flags, refusals and their phrases are the same."""
    warning, refusing = Teller(), Teller()
    strict = [refusing.scheduled(ads="refuse"), *told_of(refusing)[1:]]
    log, another = [*told_of(warning), *strict], await postgres.create()
    try:
        await filled(database, log)
        await filled(another, log, size=size)
        rows = await contents(database)
        assert rows == await contents(another)
    finally:
        await postgres.drop(another)
    jobs = {row["id"]: [flag["phrase"] for flag in row["flags"] if flag["phrase"]] for row in rows["jobs"]}
    expected: dict[Any, list[str]] = {warning.job(name): [] for name in ("plain", "bad", "mended")}
    expected |= {warning.job("bad"): [SHUT_OUT], warning.job("plain"): ["35岁以下"], refusing.job("plain"): []}
    assert jobs == expected
    refused = [row for row in rows["inbox"] if row["reason"] == "ad_refused"]
    phrases = sorted(flag["phrase"] for row in refused for flag in row["flags"])
    assert phrases == sorted([SHUT_OUT, "male only", "35岁以下"])
    assert {row["ads"] for row in rows["fairs"]} == {"warn", "refuse"}


async def test_who_sees_flags(fair_settings: Settings, edge: Edge, tmp_path: Path) -> None:
    """The job's enterprise and the fair's organizer see flags; only the organizer can list flagged jobs."""
    issuer, t = Issuer(tmp_path), Teller()
    log = told_of(t)
    strict = Teller()
    receipts = await edge.write(*log, strict.scheduled(ads="refuse"), strict.requested(), strict.approved())
    refused = strict.published("late", description=SHUT_OUT)
    [last] = await edge.write(refused)
    application = app(fair_settings)
    transport = httpx.ASGITransport(app=application)

    async def get(path: str, *who: str, **more: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {issuer.token(*who)}"} if who else {}
        return await client.get(f"/v1{path}", headers=headers, params=more)

    organizer, own = ("organizer", "o", t.unit), ("enterprise", "hr of org-1", "org-1")
    others: list[tuple[str, ...]] = [(), ("organizer", "o", "u2"), ("enterprise", "e", "org-2"), ("student", "s")]
    async with (
        running_fair(fair_settings),
        application.router.lifespan_context(application),
        httpx.AsyncClient(transport=transport, base_url="http://fair") as client,
    ):
        for receipt in (receipts[len(log) - 1], last):
            assert (await get("/fairs", after=str(receipt.position))).status_code == 200
        for insider in (organizer, own):
            found = (await get(f"/jobs/{t.job('bad')}", *insider)).json()
            assert SHUT_OUT in [flag["phrase"] for flag in found["flags"]]
            assert {"kind", "field", "phrase", "rule"} == set(found["flags"][0])
        for who in others:
            assert "flags" not in (await get(f"/jobs/{t.job('bad')}", *who)).json()
            assert all("flags" not in job for job in (await get(f"/fairs/{t.fair}/jobs", *who)).json()["items"])
        mine = (await get(f"/fairs/{t.fair}/jobs", *own)).json()["items"]
        assert all(job["flags"] for job in mine)
        listed = (await get(f"/fairs/{t.fair}/jobs", *organizer, flagged="true")).json()["items"]
        assert {job["id"] for job in listed} == {str(t.job(name)) for name in ("plain", "bad", "mended")}
        assert "organizer" not in listed[0]
        statuses = [(await get(f"/fairs/{t.fair}/jobs", *who, flagged="true")).status_code for who in others]
        assert statuses == [401, 403, 403, 403]
        assert (await get(f"/fairs/{t.fair}/jobs", *organizer, flagged="yes")).status_code == 422
        assert (await get(f"/fairs/{strict.fair}")).json()["ads"] == "refuse"
        outcome = (await get(f"/outcomes/{refused.envelope.id}", refused.envelope.role, refused.envelope.actor)).json()
        assert (outcome["outcome"], outcome["reason"]) == ("refused", "ad_refused")
        assert [flag["phrase"] for flag in outcome["flags"]] == [SHUT_OUT]
        posting = await client.get(f"/v1/jobs/{t.job('bad')}", headers={"Accept": "application/ld+json"})
        assert "flags" not in posting.json()
