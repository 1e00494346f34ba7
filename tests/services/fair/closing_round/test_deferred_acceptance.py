"""Deferred acceptance on random rankings: stable, optimal for students, equal to an independent implementation."""

from __future__ import annotations

import random
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st
from matching.games import HospitalResident

from services.fair.closing_round.deferred_acceptance import deferred_acceptance

Result = Mapping[str, str]


@dataclass(frozen=True)
class Rankings:
    """The lists of both sides, not always mutual, and the openings of each job."""

    wishes: Mapping[str, Sequence[str]]
    choices: Mapping[str, Sequence[str]]
    places: Mapping[str, int]

    def mutual(self, student: str, job: str) -> bool:
        return job in self.wishes[student] and student in self.choices[job] and self.places[job] > 0

    def result(self) -> Result:
        return deferred_acceptance(self.wishes, self.choices, self.places)


@st.composite
def rankings(draw: st.DrawFn, students: int = 8, jobs: int = 5) -> Rankings:
    """Up to this number of students and jobs; some rank few, some none; some jobs have no opening."""
    s = [f"s{n}" for n in range(draw(st.integers(0, students)))]
    j = [f"j{n}" for n in range(draw(st.integers(0, jobs)))]

    def some(of: list[str]) -> list[str]:
        return draw(st.permutations(of))[: draw(st.integers(0, len(of)))] if of else []

    wishes, choices = {student: some(j) for student in s}, {job: some(s) for job in j}
    return Rankings(wishes, choices, {job: draw(st.integers(0, 3)) for job in j})


def rank(order: Sequence[str], one: str | None) -> int:
    """The position in a list; anyone who is not on it comes last."""
    return len(order) if one is None else order.index(one)


def blocking(given: Rankings, result: Result) -> Iterator[tuple[str, str]]:
    """Pairs that prefer each other to their results."""
    taken = Counter(result.values())
    for student, job in product(given.wishes, given.choices):
        if not given.mutual(student, job) or result.get(student) == job:
            continue
        wishes, choices = given.wishes[student], given.choices[job]
        rather = rank(wishes, job) < rank(wishes, result.get(student))
        theirs = [rank(choices, other) for other, got in result.items() if got == job]
        if rather and (taken[job] < given.places[job] or rank(choices, student) < max(theirs)):
            yield student, job


def is_possible(given: Rankings, result: Result) -> bool:
    """All matches are ranked by both sides, and no job exceeds its openings."""
    taken = Counter(result.values())
    return all(given.mutual(*pair) for pair in result.items()) and all(taken[job] <= given.places[job] for job in taken)


@given(rankings(students=12, jobs=6))
def test_nobody_would_rather_have_each_other(given: Rankings) -> None:
    """The result is valid, and no pair blocks it."""
    result = given.result()
    assert is_possible(given, result)
    assert [*blocking(given, result)] == []


@given(rankings(students=4, jobs=3))
def test_no_student_does_better_in_any_stable_result(given: Rankings) -> None:
    """Compared with every stable result, found by trying all possible ones."""
    ours = given.result()
    options = [[None, *(job for job in wishes if given.mutual(one, job))] for one, wishes in given.wishes.items()]
    for picked in product(*options):
        result = {student: job for student, job in zip(given.wishes, picked, strict=True) if job is not None}
        if is_possible(given, result) and not [*blocking(given, result)]:
            for student, wishes in given.wishes.items():
                assert rank(wishes, ours.get(student)) <= rank(wishes, result.get(student))


@given(rankings(), st.randoms())
def test_the_order_of_proposals_does_not_matter(given: Rankings, chance: random.Random) -> None:
    """The order of the tables' rows does not change the result."""
    shuffled = [
        dict(chance.sample([*table.items()], len(table))) for table in (given.wishes, given.choices, given.places)
    ]
    assert Rankings(*shuffled).result() == given.result()


@given(rankings(students=12, jobs=6))
def test_it_is_what_another_program_finds(given: Rankings) -> None:
    """Compared with the library `matching` by V. Knight and H. Wilde, which takes only mutual, non-empty lists."""
    wishes = {s: [job for job in jobs if given.mutual(s, job)] for s, jobs in given.wishes.items()}
    choices = {j: [one for one in students if given.mutual(one, j)] for j, students in given.choices.items()}
    wishes = {student: jobs for student, jobs in wishes.items() if jobs}
    choices = {job: students for job, students in choices.items() if students}
    assume(wishes)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns about lists that it finds odd
        places = {job: given.places[job] for job in choices}
        found = HospitalResident.create_from_dictionaries(wishes, choices, places).solve(optimal="resident")
    theirs = {student.name: job.name for job, students in found.items() for student in students}
    assert theirs == given.result()


def test_the_example_of_the_paper() -> None:
    """Each side's first choice is the other's third (Gale and Shapley 1962, example 1): students get theirs."""
    wishes = {"a": ["A", "B", "C"], "b": ["B", "C", "A"], "c": ["C", "A", "B"]}
    choices = {"A": ["b", "c", "a"], "B": ["c", "a", "b"], "C": ["a", "b", "c"]}
    assert deferred_acceptance(wishes, choices, dict.fromkeys("ABC", 1)) == {"a": "A", "b": "B", "c": "C"}


def test_a_job_without_openings_takes_nobody() -> None:
    """A job whose number of openings is not given has none, like a job that is ranked but does not take part."""
    assert deferred_acceptance({"s": ["A", "B"]}, {"A": ["s"]}, {}) == {}
    assert deferred_acceptance({"s": ["A", "B"]}, {"A": ["s"]}, {"B": 1}) == {}
