"""The fair with which benchmarks of the live path begin: open, with the booth and the jobs of one enterprise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from livefair.client.caller import Caller
from livefair.system.home import Home
from livefair.system.keys import Signer

ORGANIZER = {"role": "organizer", "sub": "o-1", "org": "u-1"}
ENTERPRISE = {"role": "enterprise", "sub": "r-1", "org": "e-1"}
TOKEN_S = 3_600


@dataclass(frozen=True, slots=True)
class Opened:
    """The fair, its enterprise and the enterprise's jobs, and callers for more people."""

    http: httpx.AsyncClient
    run: dict[str, Any]
    signer: Signer
    fair: str
    enterprise: Caller
    jobs: list[str]

    def caller(self, **claims: str) -> Caller:
        return _caller(self.http, self.run, self.signer, claims)


async def open_fair(http: httpx.AsyncClient, run: dict[str, Any], home: Home, jobs: int) -> Opened:
    """Open a new fair in a running system."""
    signer = Signer(home)
    organizer, enterprise = (_caller(http, run, signer, claims) for claims in (ORGANIZER, ENTERPRISE))
    now = datetime.now(UTC)
    times = {"starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=8)).isoformat()}
    fair = (await organizer.write("POST", "/fairs", {"title": "A fair", "host": "A host", **times}))["id"]
    await organizer.write("POST", f"/fairs/{fair}/open")
    await enterprise.write("POST", f"/fairs/{fair}/booths", {"name": "An enterprise"})
    await organizer.write("POST", f"/fairs/{fair}/booths/{ENTERPRISE['org']}/approve")
    made = [
        (await enterprise.write("POST", f"/fairs/{fair}/jobs", {"title": f"Job {number}", "headcount": 1}))["id"]
        for number in range(jobs)
    ]
    return Opened(http, run, signer, fair, enterprise, made)


def _caller(http: httpx.AsyncClient, run: dict[str, Any], signer: Signer, claims: dict[str, str]) -> Caller:
    return Caller(http, run["ingest"], run["fair"], signer.token(claims, TOKEN_S))
