"""The demo's people."""

from __future__ import annotations

import random

from livefair.demo.people import favourites, student


def test_the_same_number_is_the_same_person() -> None:
    """People are a function of number and seed, and different numbers give different people."""
    assert student(7) == student(7)
    assert len({str(student(number).resume) for number in range(100)}) == 100


def test_a_resume_holds_what_facets_are_read_from() -> None:
    """Degree, major and region are at their JSON Resume paths."""
    resume = student(1).resume
    [study] = resume["education"]
    assert study["studyType"]
    assert study["area"]
    assert resume["basics"]["location"]["region"]


def test_wishes_are_different_jobs_and_favour_the_first() -> None:
    """No student chooses a job twice, and a few jobs are chosen by many."""
    chance, jobs = random.Random(1), [str(number) for number in range(100)]
    wishes = [favourites(chance, jobs, 5) for _ in range(200)]
    assert all(len(set(wish)) == 5 for wish in wishes)
    assert sum(job in jobs[:20] for wish in wishes for job in wish) > 400
    assert favourites(chance, ["only"], 5) == ["only"]
