"""The columns of each export, with their headers and words in two languages. Does not write files.

An export of jobs can be imported again: the import recognizes its headers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Literal

from services.fair.report import queries

Lang = Literal["en", "zh"]
Cell = str | int | float | None

DEGREES = {
    "any": "不限",
    "secondary": "中专",
    "associate": "大专",
    "bachelor": "本科",
    "master": "硕士",
    "doctorate": "博士",
}
STATES = {
    "requested": "待审核",
    "approved": "已通过",
    "open": "招聘中",
    "closed": "已关闭",
    "submitted": "已投递",
    "waitlisted": "候补",
    "viewed": "已查看",
    "shortlisted": "已入围",
    "invited": "已邀约",
    "accepted": "已接受",
    "declined": "已婉拒",
    "expired": "已过期",
    "refused": "已拒绝",
    "withdrawn": "已撤回",
    "hired": "已录用",
}
NATURES = {
    "government": "政府机关",
    "public_institution": "事业单位",
    "state_owned": "国有企业",
    "private": "民营企业",
    "foreign": "外资企业",
    "social": "社会组织",
}
EMPLOYMENT = {"full_time": "全职", "part_time": "兼职", "internship": "实习", "contract": "合同制"}
PERIODS = {"hour": "时", "day": "日", "week": "周", "month": "月", "year": "年"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the query (also the English header), the Chinese header, Chinese words for its values."""

    name: str
    zh: str
    words: Mapping[str, str] | None = None

    def header(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.name


TIME_ZONE = Column("time_zone", "时区")
"""The last column of each export: all of its times are in this zone, the fair's."""


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of export."""

    sql: str
    zh: str
    columns: tuple[Column, ...]
    by_state: bool = False
    """Whether the query takes a state as a filter."""

    def headers(self, lang: Lang) -> list[str]:
        return [*(column.header(lang) for column in self.columns), TIME_ZONE.header(lang)]

    def cells(self, row: Mapping[str, Any], lang: Lang, zone: tzinfo) -> list[Cell]:
        """The cells of a row of the query, with its times in `zone`, and its name, as `UTC+08:00`."""
        return [*(cell(row[column.name], column.words, lang, zone) for column in self.columns), zone.tzname(None)]


def cell(value: Any, words: Mapping[str, str] | None, lang: Lang, zone: tzinfo) -> Cell:
    """A value as a number or a text. Times are RFC 3339 in `zone`."""
    if isinstance(value, bool):
        return (("no", "yes"), ("否", "是"))[lang == "zh"][value]
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ("、" if lang == "zh" else ", ").join(value)
    text = str(value)
    return words.get(text, text) if words and lang == "zh" else text


_WHO = (
    Column("id", "投递编号"),
    Column("enterprise", "单位名称"),
    Column("title", "岗位名称"),
    Column("code", "岗位编号"),
    Column("student", "学生"),
    Column("degree", "学历", DEGREES),
    Column("major", "专业"),
    Column("region", "地区"),
    Column("state", "状态", STATES),
    Column("reason", "原因"),
    Column("place", "序号"),
    Column("received_at", "投递时间"),
    Column("created_at", "首次投递时间"),
)
_WHERE = (Column("job", "岗位系统编号"), Column("org", "单位编号"))

EXPORTS = {
    "booths": Export(
        queries.EXPORT_BOOTHS,
        "展位",
        (
            Column("name", "单位名称"),
            Column("org", "单位编号"),
            Column("uscc", "统一社会信用代码"),
            Column("nature", "单位性质", NATURES),
            Column("industry", "所属行业"),
            Column("region", "地区"),
            Column("intro", "单位简介"),
            Column("state", "状态", STATES),
            Column("reason", "原因"),
            Column("jobs", "在招岗位"),
            Column("positions", "在招人数"),
            Column("applications", "投递数"),
            Column("matches", "达成意向"),
            Column("created_at", "申请时间"),
        ),
    ),
    "jobs": Export(
        queries.EXPORT_JOBS,
        "岗位",
        (
            Column("enterprise", "单位名称"),
            Column("title", "岗位名称"),
            Column("headcount", "招聘人数"),
            Column("region", "工作地点"),
            Column("industry", "所属行业"),
            Column("degree", "学历要求", DEGREES),
            Column("majors", "专业要求"),
            Column("salary.min", "最低薪资"),
            Column("salary.max", "最高薪资"),
            Column("salary.period", "计薪方式", PERIODS),
            Column("salary.currency", "币种"),
            Column("employment_type", "工作性质", EMPLOYMENT),
            Column("description", "岗位描述"),
            Column("code", "岗位编号"),
            Column("id", "系统编号"),
            Column("org", "单位编号"),
            Column("state", "状态", STATES),
            Column("submissions", "累计投递"),
            Column("applications", "有效投递"),
            Column("invitations", "待答复邀约"),
            Column("matches", "达成意向"),
            Column("unfilled", "缺额"),
            Column("created_at", "发布时间"),
        ),
    ),
    "applications": Export(
        queries.EXPORT_APPLICATIONS,
        "投递",
        (
            *_WHO,
            Column("was_shortlisted", "曾入围"),
            Column("was_invited", "曾获邀约"),
            Column("invited_at", "邀约时间"),
            Column("deadline", "答复期限"),
            Column("receipt", "回执"),
            *_WHERE,
        ),
        by_state=True,
    ),
    "matches": Export(
        queries.EXPORT_MATCHES,
        "意向",
        (
            *_WHO,
            Column("invited_at", "邀约时间"),
            Column("accepted_at", "接受时间"),
            Column("hired_at", "录用时间"),
            *_WHERE,
        ),
    ),
}
