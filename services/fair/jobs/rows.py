"""The jobs of one batch, in memory, and what changed in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from uuid import UUID

from services.fair.jobs.job import CLOSED_MAX, Job


@dataclass(slots=True)
class JobRows:
    """Rows by id."""

    wanted: set[UUID] = field(default_factory=set)
    with_booth: set[UUID] = field(default_factory=set)
    """Jobs whose booth is needed too: nobody applies to a job of a refused booth."""
    refusals: Counter[tuple[UUID, str]] = field(default_factory=Counter)
    """How often the batch may refuse a booth (fair, org): each refusal closes its first open jobs."""
    closings: int = 0
    """How many jobs the batch may close one by one."""
    jobs: dict[UUID, Job] = field(default_factory=dict)
    counted: set[UUID] = field(default_factory=set)
    """Jobs whose numbers of submissions changed, or that were closed."""
    rewritten: set[UUID] = field(default_factory=set)
    """Jobs with other changes: their texts are written too, and the words by which a search finds them."""
    restated: set[UUID] = field(default_factory=set)
    """Jobs whose catalog entry must be written: new or in another state."""

    def of_fair(self, fair: UUID, job: UUID) -> Job | None:
        """The job, if it belongs to this fair."""
        found = self.jobs.get(job)
        return found if found is not None and found.fair == fair else None

    def open_of_booth(self, fair: UUID, org: str) -> list[Job]:
        """The first open jobs of a booth in the order in which they were published: those that its refusal closes."""
        of_booth = (job for job in self.jobs.values() if (job.fair, job.org, job.state) == (fair, org, "open"))
        return sorted(of_booth, key=lambda job: (job.place, job.id))[:CLOSED_MAX]

    def open_wanted(self) -> list[tuple[UUID, str, int]]:
        """The booths that may be refused, with how many of their first open jobs the batch may need.

        A job that the batch closes before the refusal makes room for the next one.
        """
        return [(*booth, CLOSED_MAX * times + self.closings) for booth, times in self.refusals.items()]

    def keep(self, job: Job) -> Job | None:
        """Store a job's new state; returns its previous state."""
        before = self.jobs.get(job.id)
        self.jobs[job.id] = job
        if before is not None and job == replace(before, state=job.state):
            self.counted.add(job.id)  # a booth with thousands of jobs is refused without their texts
        else:
            self.rewritten.add(job.id)
        if before is None or before.state != job.state:
            self.restated.add(job.id)
        return before

    def count(self, job: Job) -> None:
        """Store a job of which only the numbers of its submissions changed."""
        self.jobs[job.id] = job
        self.counted.add(job.id)
