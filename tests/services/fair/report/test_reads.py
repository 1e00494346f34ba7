"""The fair's report: access, figures that equal the rows, and three formats with the same content."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from tests.services.fair.selecting import a_whole_fair
from tests.services.fair.site import PEOPLE, Site, is_problem
from tests.services.fair.story import Teller

FORMS = ("report", "report.xlsx", "report.pdf")


@pytest.mark.parametrize("form", FORMS)
async def test_it_is_for_the_fairs_own_organizer(site: Site, form: str) -> None:
    """Anybody else is refused."""
    teller = Teller()
    await site.fill(a_whole_fair(teller))
    path = f"/v1/fairs/{teller.fair}/{form}"
    assert (await site.get(path, "organizer")).status_code == 200
    for who in PEOPLE.keys() - {"organizer"}:
        assert is_problem(await site.get(path, who), 401 if who == "guest" else 403), who
    assert is_problem(await site.get(f"/v1/fairs/{Teller().fair}/{form}", "organizer"), 404)


async def test_its_figures_are_those_of_the_fair(site: Site) -> None:
    """Its funnel, in total and by group, equals the counters, and it names the log position."""
    teller = Teller()
    await site.fill(a_whole_fair(teller))
    report = (await site.get(f"/v1/fairs/{teller.fair}/report", "organizer")).json()
    counters = (await site.get(f"/v1/fairs/{teller.fair}/counters")).json()
    assert {name: report[name] for name in ("counters", "decided", "as_of")} == counters
    total = report["total"]
    funnel = {"applications": 6, "viewed": 4, "shortlisted": 1, "invited": 2, "accepted": 1, "hired": 1}
    assert total == total | funnel | {"refused": 1, "withdrawn": 1, "declined": 1, "expired": 0, "answered": 4}
    names = {"applications", "shortlisted", "invited", "hired", "refused"}
    assert {name: total[name] for name in names} == {name: counters["counters"][name] for name in names}
    assert total["accepted"] == counters["counters"]["matches"]
    for group in ("enterprise", "industry", "region", "degree"):
        rows = report[f"by_{group}"]
        assert {name: sum(row[name] for row in rows) for name in funnel} == funnel, group
    assert {row["value"]: row["applications"] for row in report["by_degree"]} == {"master": 3, "bachelor": 3}
    assert {row["value"]: row["applications"] for row in report["by_region"]} == {"上海": 3, None: 3}
    assert {row["value"]: row["applications"] for row in report["by_industry"]} == {"装备制造": 3, None: 3}


async def test_response_times_run_from_the_receipt_to_the_first_step(site: Site) -> None:
    """Median and p90 by enterprise, of answered applications."""
    teller = Teller()
    await site.fill(a_whole_fair(teller))
    report = (await site.get(f"/v1/fairs/{teller.fair}/report", "organizer")).json()
    times = {row["enterprise"]: (row["answered"], row["median_s"], row["p90_s"]) for row in report["by_enterprise"]}
    # stu-4, 5, 6 were received 12, 13, 14 s after the start and answered at 15, 20, 22 s; stu-0 at 8 and 23 s
    assert times == {"黑龙江重工": (3, 7.0, pytest.approx(7.8)), "Enterprise org-1": (1, 15.0, 15.0)}


async def test_unfilled_places_by_enterprise_and_job(site: Site) -> None:
    """Headcount minus matches."""
    teller = Teller()
    await site.fill(a_whole_fair(teller))
    unfilled = (await site.get(f"/v1/fairs/{teller.fair}/report", "organizer")).json()["unfilled"]
    assert {name: unfilled[name] for name in ("headcount", "matches", "unfilled", "jobs_left_out")} == {
        "headcount": 5,
        "matches": 1,
        "unfilled": 4,
        "jobs_left_out": 0,
    }
    assert [(row["enterprise"], row["unfilled"]) for row in unfilled["by_enterprise"]] == [
        ("Enterprise org-1", 2),
        ("黑龙江重工", 2),
    ]
    assert [(row["title"], row["headcount"], row["matches"]) for row in unfilled["jobs"]] == [
        ("Job a", 2, 0),
        ("热处理工程师", 3, 1),
    ]


async def test_a_fair_in_which_nothing_happened_has_one_too(site: Site) -> None:
    """Zeros and no times, in all formats."""
    teller = Teller()
    await site.fill(teller.scheduled())
    report = (await site.get(f"/v1/fairs/{teller.fair}/report", "organizer")).json()
    assert (report["total"]["applications"], report["total"]["median_s"], report["by_enterprise"]) == (0, None, [])
    for form in FORMS:
        assert (await site.get(f"/v1/fairs/{teller.fair}/{form}", "organizer")).status_code == 200


async def test_files_are_what_they_say(site: Site) -> None:
    """A workbook and a PDF, named after the fair, in the requested language."""
    teller = Teller()
    await site.fill(a_whole_fair(teller))
    path = f"/v1/fairs/{teller.fair}/report"
    workbook = await site.get(f"{path}.xlsx", "organizer", lang="zh")
    assert "合计" in CalamineWorkbook.from_filelike(io.BytesIO(workbook.content)).sheet_names
    pdf = await site.get(f"{path}.pdf", "organizer", lang="zh")
    assert pdf.content.startswith(b"%PDF-")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.headers["content-disposition"].startswith('attachment; filename="report.pdf"; filename*=UTF-8')
    assert is_problem(await site.get(f"{path}.pdf", "organizer", lang="de"), 422, "lang")
