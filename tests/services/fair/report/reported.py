"""A report of the size of a real fair."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from services.fair.fairs.counters import none_yet
from services.fair.report.figures import FUNNEL

START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
TOTALS = (26_060, 21_340, 6_120, 2_480, 1_655, 1_204, 7_915, 1_310, 402, 288)
ENTERPRISES = (
    "哈尔滨电气集团有限公司",
    "=Acme (Harbin) Ltd. & Sons <b>",
    "黑龙江省农业科学院大豆研究所暨国家大豆工程技术研究中心",
    "龙江银行",
)
REGIONS = ("黑龙江", "辽宁", "吉林", "上海", "北京", "Île-de-France", None)


def numbers(share: float, seconds: float = 5_400.0) -> dict[str, Any]:
    """A funnel with this share of the whole."""
    counted = {name: int(number * share) for name, number in zip(FUNNEL, TOTALS, strict=True)}
    return {**counted, "answered": int(21_340 * share), "median_s": seconds, "p90_s": 5 * seconds}


def a_session(number: int) -> dict[str, Any]:
    """A livestream of the fair, as the report has it."""
    names = ("drops", "viewers_peak", "applications", "admitted", "submissions", "waitlisted", "moved_up", "views")
    told = zip(names, (8, 4_812, 2_950, 1_600, 3_010, 1_420, 60, 900), strict=True)
    ids = {"id": f"s{number}", "title": f"直播带岗 {number}", "org": "o", "host": "enterprise", "state": "ended"}
    times = {"starts_at": START, "started_at": START, "ended_at": START}
    room = {
        "shortlisted": 210,
        "questions": 44,
        "answered": 31,
        "clicks": 9_340,
        "comments": 20_114,
        "reactions": 61_007,
    }
    return {**ids, **times, **dict(told), **room}


def a_minute(number: int) -> dict[str, Any]:
    """A minute of the first session."""
    names = ("viewers", "viewers_peak", "submissions", "waitlisted", "moved_up", "withdrawn", "views", "shortlisted")
    room = {"clicks": 311, "comments": 402, "reactions": 1_204}
    return {"session": "s0", "at": START.replace(minute=number), **dict.fromkeys(names, number), **room}


def a_report(enterprises: int = 26, jobs: int = 40, sessions: int = 3) -> dict[str, Any]:
    """As `figures` builds it."""
    names = [f"{ENTERPRISES[n % len(ENTERPRISES)]} {n + 1}" for n in range(enterprises)]
    places = [
        {"org": f"o{n}", "enterprise": name, "headcount": 60, "matches": n, "unfilled": 60 - n}
        for n, name in enumerate(names)
    ]
    unfilled = [
        {
            "job": f"j{n}",
            "title": f"热处理工程师 / Heat treatment engineer {n}",
            "org": "o",
            "enterprise": names[n % len(names)],
        }
        | {"state": "open", "headcount": 40 - n // 2, "matches": 1, "unfilled": 39 - n // 2, "applications": 90 + n}
        for n in range(jobs)
    ]
    title, host = "2026 年秋季“寻找好工作”校园双选会", "哈尔滨工业大学 · Harbin Institute of Technology"
    fair = {
        "id": "x",
        "title": title,
        "host": host,
        "state": "closed",
        "starts_at": START,
        "ends_at": START.replace(day=3),
    }
    counters = none_yet() | {
        "enterprises": 26,
        "jobs": 410,
        "applicants": 8_215,
        "applications": 26_060,
        "matches": 1_655,
    }
    return {
        "fair": fair,
        "as_of": START.replace(day=3),
        "decided": "livefair.fairs:7:41202",
        "total": numbers(1),
        "counters": counters | {"hired": 1_204},
        "by_enterprise": [
            {"org": f"o{n}", "enterprise": name, **numbers(0.12 / (n + 1), 400.0 * (n + 1))}
            for n, name in enumerate(names)
        ],
        "by_industry": [{"value": value, **numbers(0.3)} for value in ("装备制造", "信息技术", "金融", None)],
        "by_region": [{"value": value, **numbers(0.14, 60.0)} for value in REGIONS],
        "by_degree": [{"value": value, **numbers(0.3, 90_000.0)} for value in ("bachelor", "master", "doctorate")],
        "sessions": [a_session(n) for n in range(sessions)],
        "session_minutes": [a_minute(n) for n in range(40)],
        "unfilled": {
            "headcount": 1_560,
            "matches": 325,
            "unfilled": 1_235,
            "jobs_left_out": 0,
            "by_enterprise": places,
            "jobs": unfilled,
        },
    }
