"""The imports of one batch, in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from services.fair.imports.job_import import JobImport


@dataclass(slots=True)
class ImportRows:
    """Imports by id, and which of them changed."""

    wanted: set[UUID] = field(default_factory=set)
    imports: dict[UUID, JobImport] = field(default_factory=dict)
    changed: set[UUID] = field(default_factory=set)

    def keep(self, job_import: JobImport) -> JobImport | None:
        """Store an import's new state; returns its previous state."""
        before = self.imports.get(job_import.id)
        self.imports[job_import.id] = job_import
        self.changed.add(job_import.id)
        return before
