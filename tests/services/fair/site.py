"""The read API over a database that the store filled, without a broker."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio
from starlette.applications import Starlette

from plumbing.http.problem import problem_handlers
from plumbing.kafka.publisher import Receipt, Unavailable
from services.fair.wiring import ReadApi, reads, routes
from tests.plumbing.auth.issuer import Issuer
from tests.services.fair.running import settings
from tests.services.fair.story import ORG, UNIT, Entry
from tests.services.fair.tables import filled

PEOPLE = {
    "organizer": ("organizer", "boss", UNIT),
    "another organizer": ("organizer", "other boss", "unit-2"),
    "enterprise": ("enterprise", "hr", ORG),
    "another enterprise": ("enterprise", "other hr", "org-2"),
    "student": ("student", "stu-1", None),
    "another student": ("student", "stu-2", None),
    "guest": None,
}


class Log:
    """Replaces the publisher: keeps what was written, or is unavailable."""

    def __init__(self) -> None:
        self.away = False
        self.written: list[tuple[str, bytes, bytes | None, dict[str, bytes]]] = []

    async def publish(
        self, topic: str, key: bytes, value: bytes | None, headers: Sequence[tuple[str, bytes]]
    ) -> Receipt:
        if self.away:
            raise Unavailable("it is away")
        self.written.append((topic, key, value, dict(headers)))
        return Receipt(topic, 0, 0, datetime.now(UTC))


class Site:
    """The API and its callers."""

    def __init__(self, api: ReadApi, issuer: Issuer, client: httpx.AsyncClient, log: Log) -> None:
        self.api, self.issuer, self.client, self.log = api, issuer, client, log

    async def get(self, path: str, who: str = "guest", accept: str = "*/*", **asked: Any) -> httpx.Response:
        headers = {"accept": accept}
        if person := PEOPLE[who]:
            headers["authorization"] = f"Bearer {self.issuer.token(*person)}"
        return await self.client.get(path, params=asked, headers=headers)

    async def items(self, path: str, who: str = "guest", **asked: Any) -> list[dict[str, Any]]:
        """The items of a list's first page."""
        answer = await self.get(path, who, **asked)
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def pages(self, path: str, who: str = "guest", **asked: Any) -> list[list[dict[str, Any]]]:
        """All pages of a list."""
        pages, cursor = [], ""
        while True:
            answer = await self.get(path, who, **asked, **({"cursor": cursor} if cursor else {}))
            assert answer.status_code == 200, answer.text
            pages.append(answer.json()["items"])
            cursor = answer.json()["next_cursor"]
            if cursor is None:
                return pages

    async def fill(self, *entries: Entry | Iterable[Entry]) -> None:
        log = [one for each in entries for one in ([each] if isinstance(each, Entry) else each)]
        await filled(self.api.settings.postgres, log)


@pytest_asyncio.fixture(loop_scope="session")
async def site(database: str, tmp_path: Path) -> AsyncIterator[Site]:
    """The API over an empty database."""
    issuer, log = Issuer(tmp_path), Log()
    api = ReadApi(settings("127.0.0.1:1", database, tmp_path))
    api.publisher = log  # type: ignore[assignment]  # all of it that reads use
    await api.pool.start()
    app = Starlette(routes=routes(api, reads(api)), middleware=api.middleware(), exception_handlers=problem_handlers)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://fair") as client:
        yield Site(api, issuer, client, log)
    await api.progress.stop()
    await api.pool.stop()


def is_problem(answer: httpx.Response, status: int, path: str | None = None) -> bool:
    """Whether the answer is a problem of this status; with `path`, one that names it."""
    body = answer.json()
    named = path is None or [error["path"] for error in body["errors"]] == [path]
    kind = answer.headers["content-type"]
    return (answer.status_code, body["status"], kind) == (status, status, "application/problem+json") and named
