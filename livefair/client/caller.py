"""One person as a client of the system: HTTP with a token, with retries where the system asks for them.

Every write has an Idempotency-Key, so that a retry after a lost answer has no second effect.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from livefair.client.problem import describe_problem
from livefair.failure import Failure

TRIES_MAX = 30
WAIT_S = 1.0
LATER = frozenset({429, 502, 503, 504})
CONNECTIONS_MAX = 32


class Refused(Exception):
    """The system has refused a request; the message says why."""


@dataclass(frozen=True, slots=True)
class Caller:
    """One person, or a guest without a token."""

    http: httpx.AsyncClient
    ingest: str
    fair: str
    token: str | None = None

    async def write(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The body of the 202. Raises Refused, or Failure where the system stays unavailable."""
        key = {"Idempotency-Key": uuid.uuid4().hex}
        return await self._ask(method, f"{self.ingest}/v1{path}", json=body, headers=key)

    async def read(self, path: str, **query: str) -> dict[str, Any]:
        return await self._ask("GET", f"{self.fair}/v1{path}", params=query)

    async def _ask(
        self, method: str, url: str, headers: Mapping[str, str] | None = None, **what: Any
    ) -> dict[str, Any]:
        allowed = {**(headers or {}), **({"Authorization": f"Bearer {self.token}"} if self.token else {})}
        for _ in range(TRIES_MAX):
            try:
                answer = await self.http.request(method, url, headers=allowed, **what)
            except httpx.HTTPError:
                await asyncio.sleep(WAIT_S)  # the service is being restarted
                continue
            if answer.status_code in LATER:
                await asyncio.sleep(_retry_after_s(answer))
            elif answer.is_success:
                body: dict[str, Any] = answer.json()
                return body
            else:
                raise Refused(f"{method} {answer.url.path}: {describe_problem(answer)}")
        raise Failure(f"{method} {url} had no answer in {TRIES_MAX} tries: see the logs of the system")


def http_client() -> httpx.AsyncClient:
    """One HTTP client for all callers of a crowd."""
    limits = httpx.Limits(max_connections=CONNECTIONS_MAX, max_keepalive_connections=CONNECTIONS_MAX)
    return httpx.AsyncClient(timeout=15.0, limits=limits, trust_env=False)


def _retry_after_s(answer: httpx.Response) -> float:
    said = answer.headers.get("Retry-After", "")
    return float(said) if said.isdecimal() else WAIT_S
