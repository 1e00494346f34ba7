"""The demo's people: names, studies and resumes, as a pure function of a seed. Sends nothing."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹"
GIVEN_NAMES = "子涵 雨桐 浩然 欣怡 宇轩 诗琪 俊杰 思远 佳宁 明哲 若曦 天佑 晓彤 嘉豪 静怡 文博 梦瑶 志远 可欣 一鸣"
UNIVERSITIES = "杭州大学堂 江南理工学院 西湖师范学院 海石大学 钱塘职业技术学院 北辰工业大学 南湖财经学院 云岭农业大学"
MAJORS = (
    "计算机科学与技术 软件工程 数据科学 机械工程 电气工程 会计学 市场营销 汉语言文学 英语 护理学 土木工程 生物工程 "
    "法学 设计学 物流管理 环境工程"
)
DEGREES = {"Associate": 2, "Bachelor": 6, "Master": 3, "Doctorate": 1}  # with weights
REGIONS = "浙江 江苏 上海 安徽 江西 福建 山东 湖北 四川 广东"
SKILLS = "Python Java SQL Excel 数据分析 英语六级 机械制图 会计实务 新媒体运营 项目管理 驾驶 公文写作"


@dataclass(frozen=True, slots=True)
class Person:
    """A student, and how many jobs they apply to."""

    sub: str
    name: str
    resume: dict[str, Any]
    wishes: int  # the number of jobs
    fickle: bool  # withdraws one of them


def student(number: int, seed: int = 2022) -> Person:
    """The student of this number; deterministic for a seed."""
    chance = random.Random(f"{seed}:{number}")
    name = chance.choice(SURNAMES) + chance.choice(GIVEN_NAMES.split())
    return Person(
        sub=f"student-{number}",
        name=name,
        resume=_resume(chance, name, number),
        wishes=chance.choices((2, 3, 4, 6, 9), (2, 3, 3, 2, 1))[0],
        fickle=chance.random() < 0.15,
    )


def favourites(chance: random.Random, jobs: list[str], count: int) -> list[str]:
    """Different jobs, the first ones of the list far more often, so that a few are very popular."""
    chosen: dict[str, None] = {}
    while len(chosen) < min(count, len(jobs)):
        chosen[jobs[int(len(jobs) * chance.random() ** 2.5)]] = None
    return list(chosen)


def _resume(chance: random.Random, name: str, number: int) -> dict[str, Any]:
    year = chance.randint(2023, 2026)
    study = {
        "institution": chance.choice(UNIVERSITIES.split()),
        "area": chance.choice(MAJORS.split()),
        "studyType": chance.choices(list(DEGREES), list(DEGREES.values()))[0],
        "startDate": f"{year - 4}-09-01",
        "endDate": f"{year}-06-30",
    }
    contact = {
        "email": f"student-{number}@example.org",
        "location": {"countryCode": "CN", "region": chance.choice(REGIONS.split())},
    }
    skills = [{"name": skill} for skill in chance.sample(SKILLS.split(), 3)]
    return {"basics": {"name": name, **contact}, "education": [study], "skills": skills}
