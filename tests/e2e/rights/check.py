"""A check that protects handlers, as it stands in a file, and the handlers without it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FAIR, JOB, SESSION = "/v1/fairs/{fair}", "/v1/jobs/{job}", "/v1/sessions/{session}"
ONE = f"{JOB}/applications/{{application}}"


@dataclass(frozen=True, slots=True)
class Check:
    """A check in a file, `without` it, and the routes of its handlers: those that begin with `routes`."""

    family: str
    file: str
    check: str
    without: str
    routes: str

    @property
    def path(self) -> Path:
        return Path("services") / self.file
