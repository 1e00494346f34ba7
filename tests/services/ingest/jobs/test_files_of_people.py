"""Files as people sent them, imported through HTTP without a map: what is published of each, and what is answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from schemas.job import JobPublished
from tests.services.ingest.write_edge import Edge

pytestmark = pytest.mark.long

FILES = Path(__file__).resolve().parents[5] / "shared" / "cases"
STEEL, CLINIC = "云栖精密机械有限公司", "湖滨药业有限公司"
PAY = {"period": "month", "currency": "CNY"}
OF_ORGANIZERS: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "01-merged-enterprise.xlsx": (
        [{"region": "杭州", "degree": "associate"}] * 2
        + [{"region": "杭州", "degree": "bachelor"}, {"region": "宁波", "degree": "bachelor"}],
        {},
    ),
    "02-header-third-row.xlsx": ([{"title": "数控操作工", "headcount": 5}, {"title": "药剂师", "headcount": 3}], {}),
    "03a-pay-and-benefits.csv": (
        [{"salary": {"min": 6000, "max": 8000, **PAY}}, {"salary": None}],
        {"ignored": ["福利待遇"]},
    ),
    "03b-benefits-only.csv": ([{"salary": None}, {"salary": None}], {"ignored": ["福利待遇"]}),
    "08-degrees.csv": (
        [{"degree": word} for word in ("bachelor", "associate", "bachelor", "master", "associate", "bachelor")],
        {"warnings_count": 0},
    ),
    "09-two-level-header.xlsx": (
        [{"salary": {"min": 6000, "max": 9000, **PAY}}, {"salary": {"min": 8000, "max": 12000, **PAY}}],
        {},
    ),
    "11a-two-sheets.xlsx": (
        [{"title": "数控操作工"}, {"title": "药剂师"}, {"title": "会计"}],
        {"sheets": [{"name": "国有企业", "read": True}, {"name": "民营企业", "read": True}]},
    ),
    "15-line-break-in-title.xlsx": ([{"title": "销售代表"}, {"title": "药剂师"}], {}),
    "26-regions.csv": (
        [{"region": "杭州"}, {"region": "杭州市"}, {"region": "浙江省杭州市"}, {"region": "杭州市"}],
        {},
    ),
}
OF_ENTERPRISES: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "12-total-row.xlsx": ([{"headcount": number} for number in (5, 2, 1)], {"rejected_count": 1}),
    "13a-long-codes.xlsx": ([{"code": f"33010020260001000{n}"} for n in (1, 2, 3, 4)], {"duplicates": 0}),
    "25-cp1252.csv": ([{"region": "Zürich"}, {"title": "Réceptionniste", "region": "Montréal"}], {}),
}


def published(edge: Edge) -> list[dict[str, Any]]:
    return [event.model_dump(mode="json") for event in edge.log.events() if isinstance(event, JobPublished)]


@pytest.mark.parametrize("name", [*OF_ORGANIZERS, *OF_ENTERPRISES])
async def test_a_file_is_read_right(edge: Edge, name: str) -> None:
    """Each field of each job; the answer counts all rows, and the same file again is all duplicates."""
    fair = await edge.feed.fair()
    await edge.feed.booth(fair)
    jobs, answered = (OF_ORGANIZERS | OF_ENTERPRISES)[name]
    who = edge.organizer() if name in OF_ORGANIZERS else edge.enterprise()
    content = (FILES / name).read_bytes()
    answer = await who.post(f"/fairs/{fair}/jobs/import", files={"file": (name, content)})
    told = answer.json()
    assert (answer.status_code, told["accepted"]) == (200, len(jobs)), told
    assert {field: told[field] for field in answered} == answered
    found = published(edge)
    assert [{field: job.get(field) for field in right} for job, right in zip(found, jobs, strict=True)] == jobs
    again = (await who.post(f"/fairs/{fair}/jobs/import", files={"file": (name, content)})).json()
    assert (again["accepted"], again["duplicates"]) == (0, len(jobs))


async def test_codes_that_concatenate_to_one_text_are_two_jobs(edge: Edge) -> None:
    """12 of ent-1 and 2 of ent-11."""
    fair = await edge.feed.fair()
    for org, name in (("ent-1", "14a-of-ent-1.csv"), ("ent-11", "14b-of-ent-11.csv")):
        await edge.feed.booth(fair, org)
        files = {"file": (name, (FILES / name).read_bytes())}
        told = (await edge.enterprise(org).post(f"/fairs/{fair}/jobs/import", files=files)).json()
        assert (told["accepted"], told["duplicates"]) == (1, 0)
    assert len({job["job"] for job in published(edge)}) == 2


async def test_a_city_without_a_currency_is_paid_in_dollars(edge: Edge) -> None:
    """2,946 postings: all rows are accounted for, all pay is in dollars, and the assumption is said once."""
    fair = await edge.feed.fair()
    content = (FILES.parent / "data" / "nyc_city_jobs.csv").read_bytes()
    answer = await edge.organizer().post(f"/fairs/{fair}/jobs/import", files={"file": ("jobs.csv", content)})
    told = answer.json()
    assert told["accepted"] + told["duplicates"] + told["rejected_count"] == 2_946
    assert {job["salary"]["currency"] for job in published(edge) if job["salary"]} == {"USD"}
    assert [one["reason"] for one in told["warnings"] if one["field"] == "salary.currency"] == [
        "USD is assumed where pay names no currency"
    ]
