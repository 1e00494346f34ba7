"""The jobs of one batch, in memory, and what changed in them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

from services.fair.jobs.job import Job


@dataclass(slots=True)
class JobRows:
    """Rows by id."""

    wanted: set[UUID] = field(default_factory=set)
    wanted_of_booths: set[tuple[UUID, str]] = field(default_factory=set)
    """Booths (fair, org) whose open jobs may all be closed."""
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
        """The open jobs of a booth in the order in which they were published."""
        of_booth = (job for job in self.jobs.values() if (job.fair, job.org, job.state) == (fair, org, "open"))
        return sorted(of_booth, key=lambda job: job.place)

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
