"""Reads of imports, for the person who started them."""

from __future__ import annotations

import json
from typing import Any

from plumbing.objects.store import Objects
from schemas.job_import import account_path
from tests.services.fair.imports.story import ended, import_of, reported
from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import Teller

t = Teller()
PATH = f"/v1/imports/{import_of(t)}"
ACCOUNT: dict[str, Any] = {
    "filename": "jobs.xlsx",
    "rejected": [{"row": 7, "field": "title", "reason": "it is empty", "sheet": "A"}],
    "warnings": [],
    "columns": {"title": "岗位"},
    "ignored": ["备注"],
    "doubly_claimed": [{"column": "备注", "field": "title"}],
    "header": ["岗位", "备注"],
    "sheets": [{"name": "A", "read": True}],
    "unread_sheets": [{"name": "B", "reason": "hidden"}],
    "receipt": {"position": "livefair.fairs:0:9", "accepted_at": "2026-11-01T09:00:00Z"},
    "next_row": 60,
}


async def test_how_far_it_has_come(site: Site) -> None:
    """The numbers of the log, rate and time left, and the account from the object store without its own notes."""
    await site.fill([*t.ready(), reported(t), reported(t, rows=50)])
    await Objects(site.api.settings.objects).put(account_path(import_of(t)), json.dumps(ACCOUNT).encode())
    told = (await site.get(PATH, "enterprise")).json()
    assert (told["id"], told["state"], told["rows"], told["accepted"]) == (str(import_of(t)), "running", 50, 50)
    assert (told["rows_per_s"], told["seconds_left"]) == (50.0, 1.0)
    names = ACCOUNT.keys() - {"next_row", "receipt"}
    assert {name: told[name] for name in names} == {name: ACCOUNT[name] for name in names}
    assert "next_row" not in told


async def test_one_that_is_done_has_no_time_left(site: Site) -> None:
    """And without an account the lists are empty."""
    await site.fill([*t.ready(), reported(t), ended(t)])
    told = (await site.get(PATH, "enterprise")).json()
    assert (told["state"], told["rejected"], told["unread_sheets"], told["seconds_left"]) == ("done", [], [], None)


async def test_nobody_else_reads_it(site: Site) -> None:
    """404 as for one that does not exist; 403 for a student."""
    await site.fill([*t.ready(), reported(t)])
    for who in ("another enterprise", "organizer"):
        assert is_problem(await site.get(PATH, who), 404)
    assert is_problem(await site.get(PATH, "student"), 403)
    assert is_problem(await site.get(f"/v1/imports/{t.fair}", "enterprise"), 404)


async def test_the_list_is_ones_own(site: Site) -> None:
    """The newest first, in pages."""
    await site.fill([*t.ready(), reported(t), reported(t, "j"), reported(t, "k", by="other hr")])
    assert [one["id"] for one in await site.items("/v1/me/imports", "enterprise")] == [
        str(import_of(t, name)) for name in ("j", "i")
    ]
    assert [len(page) for page in await site.pages("/v1/me/imports", "enterprise", limit=1)] == [1, 1]


async def test_dry_runs_are_no_imports(site: Site) -> None:
    """They are left out of the list, however many there are, so that none pushes out an import; each can be read."""
    trials = [reported(t, f"trial {number}", dry_run=True) for number in range(21)]
    await site.fill([*t.ready(), reported(t), *trials])
    listed = (await site.get("/v1/me/imports", "enterprise", limit="20")).json()
    assert [one["id"] for one in listed["items"]] == [str(import_of(t))]
    assert (await site.get(f"/v1/imports/{import_of(t, 'trial 0')}", "enterprise")).json()["dry_run"] is True


async def test_a_failed_import_has_the_code_of_its_reason(site: Site) -> None:
    """With its parameters, alone and in the list, so that a page can say it in its language."""
    code, params = "header_row_faulty", {"row": 1, "fault": {"code": "nul_in_cell", "params": {}}}
    failed = ended(t, "j", "failed", 0, reason="row 1 …", code=code, params=params)
    await site.fill([*t.ready(), reported(t), reported(t, "j"), failed])
    for told in await site.items("/v1/me/imports", "enterprise"):
        alone = (await site.get(f"/v1/imports/{told['id']}", "enterprise")).json()
        assert told.items() <= alone.items()
        if told["state"] == "failed":
            assert (told["reason"], told["code"], told["params"]) == ("row 1 …", code, params)
        else:
            assert told.keys().isdisjoint({"code", "params"})
