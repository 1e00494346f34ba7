"""Between rows of Postgres and entities of the domain. No SQL, no rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from services.fair.domain.application import Applicant, Application, Resume, Step
from services.fair.domain.booth import Booth
from services.fair.domain.fair import Fair
from services.fair.domain.job import Job, Terms
from services.fair.search import tokens

Row = Mapping[str, Any]
_json = msgspec.json.Encoder()


def fair_of(row: Row) -> Fair:
    return Fair(**{name: row[name] for name in FAIR_COLUMNS})


def booth_of(row: Row) -> Booth:
    return Booth(**{name: row[name] for name in BOOTH_COLUMNS})


def job_of(row: Row) -> Job:
    majors, salary = row["majors"], row["salary"]
    given = {name: row[name] for name in TERMS_COLUMNS} | {
        "majors": None if majors is None else tuple(majors),
        "salary": None if salary is None else (salary["min"], salary["max"], salary["period"], salary["currency"]),
    }
    return Job(terms=Terms(**given), **{name: row[name] for name in JOB_COLUMNS})


def application_of(row: Row) -> Application:
    history = tuple(
        Step(step["event"], datetime.fromisoformat(step["at"]), step["by"], step.get("reason"))
        for step in row["history"]
    )
    resume = msgspec.convert(row["resume"], Resume)
    return Application(resume=resume, history=history, **{name: row[name] for name in APPLICATION_COLUMNS})


def applicant_of(row: Row) -> Applicant:
    return Applicant(row["fair"], row["student"], row["standing"])


def fair_row(fair: Fair) -> tuple[Any, ...]:
    return tuple(getattr(fair, name) for name in FAIR_COLUMNS)


def booth_row(booth: Booth) -> tuple[Any, ...]:
    return tuple(getattr(booth, name) for name in BOOTH_COLUMNS)


def job_row(job: Job) -> tuple[Any, ...]:
    terms = job.terms
    salary = None
    if terms.salary is not None:
        salary = _text(dict(zip(("min", "max", "period", "currency"), terms.salary, strict=True)))
    rest = " ".join(filter(None, (terms.industry, terms.region, terms.code, *(terms.majors or ()), terms.description)))
    title_words = tokens(terms.title)
    words = list(dict.fromkeys([*title_words, *tokens(rest)]))
    values = {name: getattr(terms, name) for name in TERMS_COLUMNS} | {"salary": salary}
    majors = None if terms.majors is None else _text(terms.majors)
    own = (getattr(job, name) for name in JOB_COLUMNS)
    return (*own, *(values | {"majors": majors}).values(), _text(title_words), _text(words))


def application_row(application: Application) -> tuple[Any, ...]:
    own = (getattr(application, name) for name in APPLICATION_COLUMNS)
    return (*own, _text(application.resume), _text([_step(step) for step in application.history]))


def _step(step: Step) -> dict[str, Any]:
    given = {"event": step.event, "at": step.at, "by": step.by}
    return given | ({"reason": step.reason} if step.reason is not None else {})


def _text(value: Any) -> str:
    return _json.encode(value).decode()


FAIR_COLUMNS = Fair.__dataclass_fields__.keys()
BOOTH_COLUMNS = Booth.__dataclass_fields__.keys()
TERMS_COLUMNS = Terms.__dataclass_fields__.keys()
JOB_COLUMNS = tuple(name for name in Job.__dataclass_fields__ if name != "terms")
APPLICATION_COLUMNS = tuple(name for name in Application.__dataclass_fields__ if name not in ("resume", "history"))
