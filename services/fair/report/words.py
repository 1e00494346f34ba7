"""The report's words in its two languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.fair.kernel.zones import zone_name
from services.fair.report.columns import DEGREES, STATES, Lang

WORDS: dict[str, tuple[str, str]] = {
    "report": ("Report of the fair", "双选会报告"),
    "as_of": ("As of", "数据截至"),
    "decided": ("Log position", "日志位置"),
    "host": ("Host", "主办单位"),
    "held": ("Held", "举办时间"),
    "funnel": ("From application to contract", "从投递到录用"),
    "responses": ("Response times", "响应时间"),
    "by_enterprise": ("By enterprise", "按单位"),
    "by_industry": ("By industry", "按行业"),
    "by_region": ("By region of the student", "按学生地区"),
    "by_degree": ("By degree", "按学历"),
    "unfilled_by_enterprise": ("Unfilled by enterprise", "单位缺额"),
    "unfilled_jobs": ("Unfilled jobs", "岗位缺额"),
    "total": ("Total", "合计"),
    "enterprise": ("Enterprise", "单位"),
    "enterprises": ("Enterprises", "参会单位"),
    "value": ("Value", "类别"),
    "industry": ("Industry", "行业"),
    "region": ("Region", "地区"),
    "degree": ("Degree", "学历"),
    "jobs": ("Open jobs", "在招岗位"),
    "applicants": ("Applicants", "投递学生"),
    "title": ("Job", "岗位"),
    "state": ("State", "状态"),
    "headcount": ("Headcount", "招聘人数"),
    "matches": ("Matches", "达成意向"),
    "unfilled": ("Unfilled", "缺额"),
    "applications": ("Applications", "投递"),
    "viewed": ("Viewed", "已查看"),
    "shortlisted": ("Shortlisted", "入围"),
    "invited": ("Invited", "邀约"),
    "accepted": ("Accepted", "接受"),
    "hired": ("Hired", "录用"),
    "refused": ("Refused", "拒绝"),
    "withdrawn": ("Withdrawn", "撤回"),
    "declined": ("Declined", "婉拒"),
    "expired": ("Expired", "过期"),
    "answered": ("Answered", "已响应"),
    "median_s": ("Median", "中位响应"),
    "p90_s": ("90% within", "九成响应"),
    "sessions": ("Live sessions", "直播场次"),
    "session": ("Session", "场次"),
    "started_at": ("Started", "开播时间"),
    "drops": ("Drops", "推出岗位"),
    "viewers_peak": ("Most viewers", "最高在线"),
    "submissions": ("Submissions", "投递次数"),
    "waitlisted": ("Stood in line", "候补"),
    "moved_up": ("Moved up", "递补"),
    "admitted": ("Got in", "入选"),
    "views": ("Views", "查看次数"),
    "questions": ("Questions", "提问"),
    "clicks": ("Clicks", "点击"),
    "comments": ("Comments", "弹幕"),
    "rejected": ("Rejected rows", "未导入的行"),
    "problem": ("What is wrong", "问题说明"),
    "field": ("Field concerned", "相关字段"),
    "sheet": ("Sheet of the file", "原工作表"),
    "row": ("Row of the file", "原行号"),
    "reactions": ("Reactions", "互动"),
    "session_minutes": ("Sessions by minute", "直播分钟明细"),
    "minute": ("Minute", "时间"),
    "time_zone": ("Time zone of all times", "时区"),
    "viewers": ("Viewers", "在线"),
    "on_stage": (
        "Started: {}. Applications: through drops, less those withdrawn; got in: of these. Clicks: visits to a drop. "
        "Comments: hidden ones too.",
        "开播时间为 {}。投递：经推出岗位且未撤回；入选为其中获得名额者。点击：前往推出岗位的次数。弹幕含已隐藏的。",
    ),
    "not_said": ("not said", "未填写"),
    "more": ("and {} more", "另有 {} 项"),
    "page": ("Page {}", "第 {} 页"),
    "note": (
        "Viewed: the enterprise took any first step. Viewed, shortlisted and invited count who ever was; accepted "
        "includes who was hired. Response: from the receipt to the enterprise's first step.",
        "已查看：单位已作出任何处理。已查看、入围、邀约按曾经达到统计；接受含已录用。响应时间：自投递回执至单位首次处理。",
    ),
}
UNITS = ((86_400, (" d", " 天")), (3_600, (" h", " 小时")), (60, (" min", " 分钟")), (1, (" s", " 秒")))


def say(name: str, lang: Lang) -> str:
    return WORDS[name][lang == "zh"]


def held_on(fair: Mapping[str, Any]) -> str:
    """The first and the last day as they were planned, with the zone. One that ends at midnight ends the day before."""
    first, last = fair["starts_at"], fair["ends_at"] - timedelta(microseconds=1)
    return f"{first:%Y-%m-%d} – {last:%Y-%m-%d} ({zone_name(first)})"


def value_of(group: str, value: str | None, lang: Lang) -> str:
    """The displayed name of a group's value."""
    if value is None:
        return say("not_said", lang)
    return DEGREES.get(value, value) if group == "degree" and lang == "zh" else value


def state_of(state: str, lang: Lang) -> str:
    return STATES.get(state, state) if lang == "zh" else state


def lasting(seconds: float | None, lang: Lang) -> str:
    """A duration in its largest full unit."""
    if seconds is None:
        return "–"
    for size, names in UNITS:
        if seconds >= size:
            return f"{seconds / size:.3g}{names[lang == 'zh']}"
    return f"{seconds:.2g}{UNITS[-1][1][lang == 'zh']}"
