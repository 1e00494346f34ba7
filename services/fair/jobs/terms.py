"""The terms of a job: its ad, as the enterprise writes it. Holds no rule."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Salary:
    """Pay from `min` to `max` in `currency` for each `period`."""

    min: float
    max: float
    period: str
    currency: str


@dataclass(frozen=True, slots=True)
class Terms:
    """A job's ad."""

    title: str
    headcount: int
    region: str | None = None
    industry: str | None = None
    degree: str | None = None
    majors: tuple[str, ...] | None = None
    salary: Salary | None = None
    employment_type: str | None = None
    description: str | None = None
    code: str | None = None
