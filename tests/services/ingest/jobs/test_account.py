"""What an import answers: what was understood of the file, and which rows are in the log already."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from tests.services.ingest.imports.boards import Rows, workbook
from tests.services.ingest.jobs.test_importing import send, stage
from tests.services.ingest.write_edge import Edge

pytestmark = pytest.mark.long


@pytest.mark.parametrize("query", ["", "?dry_run=true"])
async def test_the_answer_names_what_was_understood_of_the_file(edge: Edge, query: str, tmp_path: Path) -> None:
    """The column of each field, the columns and sheets that were not read, also in a dry run; rows name their sheet."""
    rows: Rows = [["岗位名称", "招聘人数", "福利待遇"], ["焊工", 2, "双休"], ["护士", "", ""]]
    sheets: dict[str, Rows] = {"说明": [["请填写"]], "一组": rows, "二组": rows[:2]}
    content = workbook(tmp_path / "jobs.xlsx", sheets).read_bytes()
    told = (await send(edge.enterprise(), await stage(edge), content, query)).json()
    assert (told["accepted"], told["duplicates"], told["rejected_count"]) == (1, 1, 1)
    assert told["columns"] == {"title": "岗位名称", "headcount": "招聘人数"}
    assert told["ignored"] == ["福利待遇"]
    assert [(sheet["name"], sheet["read"]) for sheet in told["sheets"]] == [
        ("说明", False),
        ("一组", True),
        ("二组", True),
    ]
    assert (told["warnings_count"], told["warnings"]) == (0, [])
    assert [(bad["sheet"], bad["row"]) for bad in told["rejected"]] == [("一组", 3)]


async def test_the_same_file_again_is_all_duplicates_at_another_instance(edge: Edge) -> None:
    """Also where fair decides more slowly than a file is read: when the answer comes, the catalog has every job."""
    fair, other = await stage(edge), replace(edge.enterprise(), http=edge.another_instance())
    content = b"title,headcount,code\n" + b"".join(b"Job,1,c%d\n" % n for n in range(3_000))
    first = asyncio.create_task(send(edge.enterprise(), fair, content))
    decided = 0
    while not first.done():
        for _, _, value, _ in edge.log.records[decided : decided + 2]:
            await edge.feed.job(fair, job=UUID(json.loads(value or b"")["job"]))
            decided += 1
        await asyncio.sleep(0)
    assert (await first).json()["accepted"] == 3_000
    again = (await send(other, fair, content)).json()
    assert (again["accepted"], again["duplicates"]) == (0, 3_000)
