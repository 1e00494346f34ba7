"""Student-proposing deferred acceptance, for jobs with several openings. Knows nothing of fairs.

Method: D. Gale and L. S. Shapley, College Admissions and the Stability of Marriage, American Mathematical Monthly
69(1), 1962, pages 9 to 15. Students propose in the order of their lists; a job holds the best proposals so far and
rejects the others. The result is stable (no student and job would both prefer each other to their result), and no
student does better in any other stable result. It does not depend on the order in which students propose.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from heapq import heappush, heapreplace
from typing import TypeVar

Student = TypeVar("Student", bound=Hashable)
Job = TypeVar("Job", bound=Hashable)


def deferred_acceptance(
    wishes: Mapping[Student, Sequence[Job]], choices: Mapping[Job, Sequence[Student]], places: Mapping[Job, int]
) -> dict[Student, Job]:
    """Match students with jobs. Lists are best first and without repetitions; a pair must be on both lists to match.

    Time: O(p log n) for p list entries, where n is the largest number of openings of a job. Memory: O(p).
    """
    ranks = {job: {student: rank for rank, student in enumerate(order)} for job, order in choices.items()}
    held: dict[Job, list[tuple[int, Student]]] = {job: [] for job in choices}  # the worst of them first
    proposals = {student: iter(jobs) for student, jobs in wishes.items()}
    free = list(wishes)
    while free:
        student = free.pop()
        for job in proposals[student]:
            rank = ranks[job].get(student) if places.get(job, 0) > 0 and job in ranks else None
            if rank is None:
                continue
            if len(held[job]) < places[job]:
                heappush(held[job], (-rank, student))
                break
            if rank < -held[job][0][0]:
                _, turned_away = heapreplace(held[job], (-rank, student))
                free.append(turned_away)
                break
    return {student: job for job, students in held.items() for _, student in students}
