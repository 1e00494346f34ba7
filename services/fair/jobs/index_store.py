"""The columns by which a job is found, made from its terms. Pure; `engine/reindexing.py` makes those of old rows."""

from __future__ import annotations

from services.fair.jobs.job import Job
from services.fair.kernel import search
from services.fair.kernel.regions import code_of, names_of, terms_of

PER_MONTH = {"hour": 174.0, "day": 21.75, "week": 52 / 12, "month": 1.0, "year": 1 / 12}
"""How often a job is paid in a month: 21.75 working days (the count of Chinese labour law) of eight hours."""
PAY_MAX = 2**24 - 2
"""What is more is not told apart."""
DEGREES = {
    "any": "学历不限 不限学历",
    "secondary": "高中 中专 职高 中职 技校 高中及以上学历 中专以上学历 中专学历 secondary high school vocational",
    "associate": "大专 专科 高职 高职高专 大专及以上学历 专科以上学历 大专学历 associate degree college diploma",
    "bachelor": "本科 学士 大学本科 全日制本科 统招本科 本科及以上学历 本科学历 学士学位 bachelor degree undergraduate",
    "master": "硕士 研究生 硕士研究生 硕士及以上学历 研究生以上学历 硕士学历 硕士学位 master degree postgraduate",
    "doctorate": "博士 博士生 博士研究生 博士及以上学历 博士学位 doctorate doctor phd ph.d. doctoral degree",
}
"""What people type who look for jobs that ask for a degree."""
EMPLOYMENT = {
    "full_time": "全职 full-time full time",
    "part_time": "兼职 part-time part time",
    "internship": "实习 实习生 internship intern",
    "contract": "合同工 合同制 contract",
}
COLUMNS = {"title_words": "text[]", "words": "text[]", "title_key": "text", "pay": "bigint", "region_code": "text"}


def title_words(job: Job) -> list[str]:
    return search.terms(job.terms.title)


def words(job: Job) -> list[str]:
    """All terms; first those of the title and those of filters, since there is a bound."""
    terms, title = job.terms, title_words(job)
    asked = (DEGREES.get(terms.degree or ""), EMPLOYMENT.get(terms.employment_type or ""))
    rest = filter(
        None, (terms.industry, terms.region, names_of(terms.region), *asked, terms.code, *(terms.majors or ()))
    )
    found = [search.VERSION, *search.in_title(title), *_filters(job), *title, *search.terms(search.APART.join(rest))]
    return list(dict.fromkeys([*found, *search.terms(terms.description)]))


def title_key(job: Job) -> str:
    return search.key(job.terms.title)


def pay(job: Job) -> int | None:
    """The middle of the range for a month, in the job's own currency."""
    salary = job.terms.salary
    return None if salary is None else min(PAY_MAX, round((salary.min + salary.max) / 2 * PER_MONTH[salary.period]))


def region_code(job: Job) -> str | None:
    """The GB/T 2260 code of the job's region."""
    return code_of(job.terms.region)


def _filters(job: Job) -> list[str]:
    terms = job.terms
    given = {"degree": terms.degree, "industry": terms.industry, "type": terms.employment_type}
    filters = [search.of_filter(name, value) for name, value in given.items() if value]
    return [search.of_fair(job.fair), *terms_of(terms.region), *filters]
