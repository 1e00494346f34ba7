"""Reads of imports that run in the background, for the person who started them.

How far an import has come is decided from the log. Its account (the rows that were rejected, the columns) is written
to the object store by the instance of ingest that reads the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person
from schemas.import_reasons import answered
from schemas.job_import import account_path
from services.fair.imports import answers, queries
from services.fair.imports.job_import import ROLES, RUNNING
from services.fair.kernel.asked import Paged
from services.fair.kernel.read import Read, private
from services.fair.kernel.reader import Reader
from services.fair.kernel.reading import answer, cursor_of, limit_of, not_found, page, path_id

COLUMNS_SHOWN, NAME_CHARACTERS = 300, 200
NO_ACCOUNT: Mapping[str, Any] = {
    **dict.fromkeys(("filename", "receipt")),
    "rejected": [],
    "warnings": [],
    "columns": {},
    "ignored": [],
    "doubly_claimed": [],
    "header": [],
    "sheets": [],
    "unread_sheets": [],
}


class ImportReads:
    """Handlers of `/v1/imports/{id}` and `/v1/me/imports`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def served(self) -> Sequence[Read]:
        return (
            Read("/v1/imports/{id}", self.job_import, private(answers.Import, "imports")),
            Read("/v1/me/imports", self.my_imports, private(answers.Imports, "me", Paged)),
        )

    async def job_import(self, request: Request) -> Response:
        """How far an import of the caller has come, and its account so far."""
        person, id = self._reader.person(request, *ROLES), path_id(request, "id")
        await self._reader.awaited(request)
        row = await own_import(self._reader, person, id)
        account = json.loads(await self._reader.objects.get(account_path(id)) or b"{}")
        more = {name: account.get(name, nothing) for name, nothing in NO_ACCOUNT.items()}
        more["header"] = [name[:NAME_CHARACTERS] for name in more["header"][:COLUMNS_SHOWN]]
        return answer(answers.Import.of(row, **_pace(row), **_params(row), **more))

    async def my_imports(self, request: Request) -> Response:
        """The caller's imports, the newest first. Dry runs are left out: they have written nothing."""
        person = self._reader.person(request, *ROLES)
        limit, cursor = limit_of(request), cursor_of(request, datetime, UUID)
        await self._reader.awaited(request)
        rows = await self._reader.rows(queries.IMPORTS_OF_PERSON, person.sub, *cursor, limit + 1)
        items = [answers.ImportInList.of(row, **_pace(row), **_params(row)) for row in rows]
        return page(answers.Imports, rows, limit, lambda row: (row["started_at"], row["id"]), items)


async def own_import(reader: Reader, person: Person, id: UUID) -> asyncpg.Record:
    """The row of an import of this person. Raises Problem 404."""
    row = await reader.row(queries.IMPORT, id, person.sub)
    if row is None:
        raise not_found("import")
    return row


def _params(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"params": answered(row["code"], row["params"])}


def _pace(row: Mapping[str, Any]) -> dict[str, float | None]:
    """Rows a second so far, and the seconds that are left where the bytes go on as they went."""
    seconds = (row["moved_at"] - row["started_at"]).total_seconds()
    if seconds <= 0 or not row["bytes_read"]:
        return {"rows_per_s": None, "seconds_left": None}
    left = seconds * (row["bytes"] - row["bytes_read"]) / row["bytes_read"]
    running = row["state"] == RUNNING
    return {"rows_per_s": round(row["rows"] / seconds, 1), "seconds_left": round(left, 1) if running else None}
