"""Files as people make them, imported through HTTP: what fair publishes of each, and what the answer says."""

from __future__ import annotations

import pytest

from tests.e2e.importing import NUMBERS, Case, another, book, bring, text
from tests.e2e.stage import Person, Stage

STEEL, CLINIC = "云栖精密机械有限公司", "湖滨药业有限公司"
HEADER = ["单位名称", "岗位名称", "招聘人数", "学历要求", "工作地点"]
FIRST, SECOND = [STEEL, "数控操作工", 5, "大专", "杭州"], [CLINIC, "药剂师", 3, "本科", "宁波"]
LONG = 330100202600010000
MONTHLY = {"period": "month", "currency": "CNY"}
PAIRS = ((8_000, 12_000), (60_000, 100_000), (5_000, 8_000), (10_000, 15_000))


def columns(header: str, *rows: str) -> bytes:
    """A file of one enterprise with a job for each cell of the last column."""
    lines = (f"{STEEL},岗位{number},1,{row}" for number, row in enumerate(rows, 1))
    return text(f"单位名称,岗位名称,招聘人数,{header}", *lines)


CASES = {
    "merged over three jobs": Case(
        book(
            {"岗位": [HEADER, FIRST, ["", "质检员", 2, "大专", ""], ["", "机械工程师", 1, "本科", ""], SECOND]},
            "A2:A4",
            "E2:E4",
        ),
        [{"enterprise": STEEL, "region": "杭州"}] * 3 + [{"enterprise": CLINIC, "region": "宁波"}],
    ),
    "merged over degrees and pay": Case(
        book({"岗位": [[*HEADER, "月薪"], [*FIRST, "6000-8000"], [STEEL, "质检员", 2, "", "", ""]]}, "D2:F3"),
        [{"degree": "associate"}] * 2,
    ),
    "merged headcounts stay with each": Case(
        book({"岗位": [HEADER, FIRST, [STEEL, "质检员", "", "大专", "杭州"], SECOND]}, "C2:C3"),
        [{"headcount": 5}, {"headcount": 5}, {"headcount": 3}],
    ),
    "titles above the header": Case(
        book(
            {
                "岗位": [
                    ["毕业生双选会岗位汇总表"],
                    ["填表单位：（盖章）", "", "填表日期：", "2026年11月20日"],
                    HEADER,
                    FIRST,
                    SECOND,
                ]
            },
            "A1:E1",
            "A2:B2",
        ),
        [{"title": "数控操作工", "headcount": 5}, {"title": "药剂师", "headcount": 3}],
    ),
    "pay beside benefits": Case(
        text(
            "单位名称,岗位名称,招聘人数,薪资待遇,福利待遇",
            f"{STEEL},焊工,5,6000-8000元/月,五险一金",
            f"{CLINIC},药剂师,3,面议,双休",
        ),
        [{"salary": {"min": 6000, "max": 8000, **MONTHLY}}, {"salary": None}],
        {"ignored": ["福利待遇"]},
    ),
    "benefits alone": Case(
        columns("福利待遇", "五险一金、包吃住", "双休、带薪年假"), [{"salary": None}] * 2, {"ignored": ["福利待遇"]}
    ),
    "degrees": Case(
        columns(
            "学历要求",
            "本科（含）以上",
            '"本科及以上，硕士优先"',
            "研究生（硕士）及以上",
            "大专（高职）",
            "碩士以上",
            "本硕",
            "學歷不限",
        ),
        [{"degree": one} for one in ("bachelor", "bachelor", "master", "associate", "master", "bachelor", "any")],
        {"warnings_count": 0},
    ),
    "a header of two levels": Case(
        book(
            {
                "岗位": [
                    ["单位名称", "岗位名称", "招聘人数", "薪资待遇（元/月）", "", "学历要求"],
                    ["", "", "", "最低", "最高", ""],
                    [STEEL, "数控操作工", 5, 6000, 9000, "大专"],
                    [CLINIC, "药剂师", 3, 8000, 12000, "本科"],
                ]
            },
            *("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:F2"),
        ),
        [{"salary": {"min": 6000, "max": 9000, **MONTHLY}}, {"salary": {"min": 8000, "max": 12000, **MONTHLY}}],
    ),
    "two sheets and a page of instructions": Case(
        book({"说明": [["请逐行填写"]], "国有企业": [HEADER, FIRST], "民营企业": [HEADER, SECOND]}),
        [{"title": "数控操作工"}, {"title": "药剂师"}],
        {"unread_sheets": [{"name": "说明", "reason": "no_header"}]},
    ),
    "ten sheets": Case(
        book({f"第{number}场": [HEADER, [STEEL, f"岗位{number}", 1, "", ""]] for number in range(10)}),
        [{"title": f"岗位{number}"} for number in range(10)],
        {"unread_sheets": []},
    ),
    "a total at the end": Case(
        book({"岗位": [["岗位名称", "招聘人数"], ["数控操作工", 5], ["质检员", 2], ["合计", 7]]}),
        [{"headcount": 5}, {"headcount": 2}],
        {"rejected_count": 1},
        by="enterprise",
    ),
    "a traditional total": Case(
        text("職位名稱,招聘人數", "數控操作工,5", "總計,5"),
        [{"title": "數控操作工"}],
        {"rejected_count": 1},
        by="enterprise",
    ),
    "numbers of 18 digits": Case(
        book({"岗位": [["岗位编号", "岗位名称", "招聘人数"], *([str(LONG + n), f"岗位{n}", 1] for n in range(4))]}),
        [{"code": str(LONG + number)} for number in range(4)],
        by="enterprise",
    ),
    "line breaks": Case(
        book(
            {
                "岗位": [
                    HEADER,
                    ["云栖精密机械\n有限公司", "销售\n代表", 5, "大专", "杭州"],
                    [CLINIC, "Sales\r\nManager", 1, "", ""],
                ]
            }
        ),
        [{"enterprise": STEEL, "title": "销售代表"}, {"title": "Sales Manager"}],
    ),
    "western, accents alone": Case(
        text(
            "title,headcount,region", "Office manager Zürich,1,Zürich", "Réceptionniste,2,Montréal", encoding="cp1252"
        ),
        [{"region": "Zürich"}, {"title": "Réceptionniste", "region": "Montréal"}],
        by="enterprise",
    ),
    "western, with quotes and dashes": Case(
        text("title,headcount,region", "Chef – “Café Noël”,1,Genève", "Maçon,2,Besançon", encoding="cp1252"),
        [{"title": "Chef – “Café Noël”", "region": "Genève"}, {"title": "Maçon"}],
        by="enterprise",
    ),
    "codes of regions": Case(
        columns("工作地点", "330100", "330000", "330106", "110100", "330106001002", "廣州"),
        [{"region": one} for one in ("杭州市", "浙江省", "杭州市西湖区", "北京市", "杭州市西湖区", "廣州")],
    ),
    "optional cells that nobody understands": Case(
        columns(
            "月薪,学历要求",
            "Not Disclosed,英语熟练",
            '"Jun. 13, 2024 23:55",[]',
            "2024-06-13,本科",
            "20-35 Lacs P.A.,本科",
        ),
        [{"salary": None, "degree": None}] * 2
        + [
            {"salary": None, "degree": "bachelor"},
            {"salary": {"min": 2_000_000, "max": 3_500_000, "period": "year", "currency": "INR"}},
        ],
        {"rejected_count": 0, "warnings_count": 5},
    ),
    "headcounts": Case(
        text(
            "岗位名称,招聘人数",
            *(f"岗位{word},{word}" for word in ("若干人", "[ 2 ]", "['2人']", "2-3人", "五", "約5人", "一百二")),
        ),
        [{"headcount": number} for number in (1, 2, 2, 2, 5, 5, 120)],
        {"warnings_count": 1},
        by="enterprise",
    ),
    "a yearly-looking pay among monthly ones": Case(
        columns("薪资", "8千-1.2万", "6万-10万", "5000-8000", "一万至一万五"),
        [{"salary": {"min": low, "max": high, **MONTHLY}} for low, high in PAIRS],
    ),
    "texts of lists": Case(
        columns("薪资,学历要求,专业", """"['1-1.5万/月']","['本科']","['会计', '审计']\""""),
        [{"salary": {"min": 10_000, "max": 15_000, **MONTHLY}, "degree": "bachelor", "majors": ["会计", "审计"]}],
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_a_file_is_read_right(stage: Stage, name: str) -> None:
    """Each field of each job as guests read it; all rows are in the account, and again at once all are duplicates."""
    case, here = CASES[name], await another(stage)
    who = here.organizer if case.by == "organizer" else here.enterprise
    told = await bring(who, here.fair, case.file)
    assert [told[one] for one in NUMBERS] == [len(case.jobs), 0, case.answer.get("rejected_count", 0)], told
    assert {field: told[field] for field in case.answer} == case.answer
    again = await bring(who, here.fair, case.file)
    assert [again[one] for one in NUMBERS] == [0, len(case.jobs), told["rejected_count"]]
    items = (await here.guest.read(f"/fairs/{here.fair}/jobs", after=told["receipt"]["position"]))["items"]
    found = [{field: job.get(field) for field in right} for job, right in zip(items, case.jobs, strict=True)]
    assert found == case.jobs


async def test_codes_that_concatenate_to_one_text_are_two_jobs(stage: Stage) -> None:
    """12 of an enterprise whose id ends in 1, and 2 of the one whose id ends in 11."""
    here = await another(stage)
    for org, code in ((f"{stage.org}-1", "12"), (f"{stage.org}-11", "2")):
        (token,) = await stage.system.tokens("enterprise", org, org=org)
        who = Person(stage.http, stage.system, org, token)
        await who.write(f"/fairs/{here.fair}/booths", {"name": org})
        await here.organizer.write(f"/fairs/{here.fair}/booths/{org}/approve")
        told = await bring(who, here.fair, text("title,headcount,code", f"Welder,2,{code}"))
        assert (told["accepted"], told["duplicates"]) == (1, 0)
    after = told["receipt"]["position"]
    items = (await here.guest.read(f"/fairs/{here.fair}/jobs", after=after))["items"]
    assert {job["code"] for job in items} == {"12", "2"}


@pytest.mark.parametrize("nothing", ["\u200b", "\u3164", "\u202e", "\u2066\u2069", "\u2800", "\u00ad"])
async def test_a_title_of_nothing_to_see_is_rejected(stage: Stage, nothing: str) -> None:
    """Alone it costs the row; inside a text it stands as it was written."""
    told = await bring(stage.enterprise, stage.fair, text("title,headcount", f"{nothing},2", f"Wel{nothing}der,2"))
    assert (told["accepted"], [one["field"] for one in told["rejected"]]) == (1, ["title"])
    after = told["receipt"]["position"]
    items = (await stage.guest.read(f"/fairs/{stage.fair}/jobs", after=after))["items"]
    assert [job["title"] for job in items] == [f"Wel{nothing}der"]


@pytest.mark.parametrize(
    "header", ["0,1,2,3", "名,名,名,名", "甲,,乙,"], ids=["numbers", "one name", "two without names"]
)
async def test_a_map_names_any_column(stage: Stage, header: str) -> None:
    """By its letter or its number, where no header can."""
    here, named = await another(stage), {"title": "B", "headcount": "D", "code": "3" if header[0] != "0" else "2"}
    told = await bring(here.enterprise, here.fair, text(header, "x,Welder,W-1,2"), **named)
    items = (await here.guest.read(f"/fairs/{here.fair}/jobs", after=told["receipt"]["position"]))["items"]
    assert [(job["title"], job["headcount"], job["code"]) for job in items] == [("Welder", 2, "W-1")]
