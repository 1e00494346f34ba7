"""Between rows of Postgres and entities of the domain. No SQL, no rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from services.fair.applications.application import Applicant, Application, Assignment, Resume, Step
from services.fair.booths.booth import Booth, Opening
from services.fair.fairs.fair import Fair
from services.fair.jobs.advertisement import Flag
from services.fair.jobs.job import Job
from services.fair.jobs.terms import Salary, Terms
from services.fair.kernel.search import tokens
from services.fair.sessions.drop import Drop
from services.fair.sessions.question import Question
from services.fair.sessions.session import Session, Slot

Row = Mapping[str, Any]
Entity = TypeVar("Entity")
_json = msgspec.json.Encoder()


def as_json(rows: Iterable[Any]) -> str:
    """Rows as the JSON array that `json_to_recordset` takes."""
    return _json.encode(list(rows)).decode()


def fair_of(row: Row) -> Fair:
    return _entity(Fair, row)


def booth_of(row: Row) -> Booth:
    return _entity(Booth, row, hours=msgspec.convert(row["hours"], tuple[Opening, ...]))


def job_of(row: Row) -> Job:
    majors, salary = row["majors"], row["salary"]
    majors = None if majors is None else tuple(majors)
    salary = None if salary is None else Salary(**salary)
    terms = _entity(Terms, row, majors=majors, salary=salary)
    flags = msgspec.convert(row["flags"], tuple[Flag, ...])
    return _entity(Job, row, terms=terms, ranking=tuple(row["ranking"]), flags=flags)


def application_of(row: Row) -> Application:
    history = msgspec.convert(row["history"], tuple[Step, ...])
    assignment = msgspec.convert(row["assignment"], Assignment | None)
    resume = msgspec.convert(row["resume"], Resume)
    return _entity(Application, row, resume=resume, history=history, assignment=assignment)


def applicant_of(row: Row) -> Applicant:
    return _entity(Applicant, row)


def session_of(row: Row) -> Session:
    slots = msgspec.convert(row["run_of_show"], tuple[Slot, ...])
    return _entity(Session, row, run_of_show=slots, muted=tuple(row["muted"]))


def drop_of(row: Row) -> Drop:
    return _entity(Drop, row)


def question_of(row: Row) -> Question:
    return _entity(Question, row)


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job with the words by which it is found."""

    id: UUID
    fair: UUID
    org: str
    terms: Terms
    state: str
    place: int
    submissions: int
    standing: int
    created_at: Any
    invitations: int
    matches: int
    ranking: tuple[UUID, ...]
    flags: tuple[Flag, ...]
    title_words: list[str]
    words: list[str]


def job_row(job: Job) -> JobRow:
    terms = job.terms
    rest = " ".join(filter(None, (terms.industry, terms.region, terms.code, *(terms.majors or ()), terms.description)))
    title_words = tokens(terms.title)
    words = list(dict.fromkeys([*title_words, *tokens(rest)]))
    return JobRow(**{name: getattr(job, name) for name in _names(Job)}, title_words=title_words, words=words)


def _entity(kind: type[Entity], row: Row, **nested: Any) -> Entity:
    """An entity whose fields are the row's columns, but for those that are given."""
    return kind(**{name: row[name] for name in _names(kind) if name not in nested}, **nested)


def _names(kind: type[Any]) -> Iterable[str]:
    names: Iterable[str] = kind.__dataclass_fields__.keys()
    return names
