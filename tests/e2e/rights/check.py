"""A check that protects handlers, as it stands in a file, and the handlers without it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FAIR, JOB, SESSION = "/v1/fairs/{fair}", "/v1/jobs/{job}", "/v1/sessions/{session}"
ONE = f"{JOB}/applications/{{application}}"


@dataclass(frozen=True, slots=True)
class Check:
    """A check in a file, what stands there `without` it, and a route of its handlers that no other check has."""

    family: str
    file: str
    check: str
    without: str
    route: str

    @property
    def path(self) -> Path:
        return Path("services") / self.file
