"""The rejected rows of an import as a file: as they were, with what is wrong, for the person who imported."""

from __future__ import annotations

import csv
import io
import json

from python_calamine import CalamineWorkbook

from plumbing.objects.store import Objects
from schemas.job_import import account_path, rejected_path
from tests.services.fair.imports.story import ended, import_of, reported
from tests.services.fair.site import PEOPLE, Site, is_problem
from tests.services.fair.story import Teller

t = Teller()
PATH = f"/v1/imports/{import_of(t)}/rejected"
PARTS = (
    [{"row": 3, "field": "headcount", "reason": "it is empty", "sheet": "", "cells": ["=1+1", ""]}],
    [{"row": 700, "field": "row", "reason": "the row has 3 cells", "sheet": "B", "cells": ["a", "b", "c"]}],
)
ENGLISH = ["岗位", "人数", "What is wrong", "Field concerned", "Sheet of the file", "Row of the file"]


async def rejected(site: Site) -> None:
    await site.fill([*t.ready(), reported(t), ended(t)])
    objects = Objects(site.api.settings.objects)
    await objects.put(account_path(import_of(t)), json.dumps({"header": ["岗位", "人数"]}).encode())
    for number, rows in enumerate(PARTS):
        content = "\n".join(json.dumps(row) for row in rows)
        await objects.put(rejected_path(import_of(t), 12 * number), content.encode())


async def test_as_csv(site: Site) -> None:
    """In the order of the file; no cell is a formula, and surplus cells are left out."""
    await rejected(site)
    answer = await site.get(f"{PATH}.csv", "enterprise", lang="en")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    header, first, second = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert header == ENGLISH
    assert first == ["'=1+1", "", "it is empty", "headcount", "", "3"]
    assert second == ["a", "b", "the row has 3 cells", "row", "B", "700"]


async def test_as_a_workbook(site: Site) -> None:
    """With the same cells, in the language of the reader."""
    await rejected(site)
    answer = await site.get(f"{PATH}.xlsx", "enterprise", lang="zh")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[0][2:] == ["问题说明", "相关字段", "原工作表", "原行号"]
    assert [row[-1] for row in rows[1:]] == [3.0, 700.0]


async def test_reasons_are_in_the_language_of_the_reader(site: Site) -> None:
    """By `lang`, by Accept-Language, else English; a reason without a code stays as it was written."""
    await rejected(site)
    told = {"code": "text_too_long", "params": {"characters": 20_000, "most": 200}}
    row = {"row": 9, "field": "title", "reason": "it has 20,000 …", "sheet": "", "cells": [], **told}
    await Objects(site.api.settings.objects).put(rejected_path(import_of(t), 99), json.dumps(row).encode())
    english, chinese = "it has 20,000 characters, more than 200", "共 20,000 个字符，超过上限 200 个"
    token = site.issuer.token(*PEOPLE["enterprise"] or ())
    for accepted, asked, expected in (
        ("", {}, english),
        ("", {"lang": "zh"}, chinese),
        ("zh-CN,zh;q=0.9", {}, chinese),
        ("zh-CN", {"lang": "en"}, english),
    ):
        headers = {"authorization": f"Bearer {token}", "accept-language": accepted}
        answer = await site.client.get(f"{PATH}.csv", params=asked, headers=headers)
        _, first, _, last = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
        assert (first[2], last[2]) == ("it is empty", expected)


async def test_for_nobody_else(site: Site) -> None:
    """404 as for none, and for another format."""
    await rejected(site)
    assert is_problem(await site.get(f"{PATH}.csv", "another enterprise"), 404)
    assert is_problem(await site.get(f"{PATH}.csv", "student"), 403)
    assert is_problem(await site.get(f"{PATH}.exe", "enterprise"), 404)
