"""A fair's rows as files, for its organizer: read through a database cursor, a thousand rows at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, BinaryIO
from uuid import UUID

import asyncpg
from starlette.requests import Request
from starlette.responses import Response

from plumbing.http.problem import Problem
from plumbing.sealing.keys import Keys
from plumbing.telemetry import metrics
from services.fair.applications.reads import STATES
from services.fair.fairs import reads as fairs
from services.fair.kernel.filters import word_of
from services.fair.kernel.read import Read, file
from services.fair.kernel.reader import Reader
from services.fair.kernel.reading import not_found, path_id
from services.fair.kernel.zones import zone
from services.fair.report import answers
from services.fair.report.columns import EXPORTS, Export, Lang
from services.fair.report.files import FORMATS, File, XlsxFile
from services.fair.report.sending import Sent, Slots, attachment, unnamed

ROWS_AT_ONCE = 1_000
CSV = "text/csv"
REASON = "reason"


@dataclass(frozen=True, slots=True)
class Locale:
    """The language of a file and the zone of its times."""

    lang: Lang
    zone: tzinfo


class ExportReads:
    """Handlers of `/v1/fairs/{fair}/exports/…`."""

    def __init__(self, reader: Reader, slots: Slots, keys: Keys) -> None:
        self._reader, self._slots, self._keys = reader, slots, keys

    def served(self) -> Sequence[Read]:
        export = file("exports", answers.ExportAsked, CSV, XlsxFile.media_type)
        return (Read("/v1/fairs/{fair}/exports/{kind}.{format}", self.export, export),)

    async def export(self, request: Request) -> Response:
        """All booths, jobs, applications or matches of a fair as a file, for its organizer; without contact data."""
        kind, extension = request.path_params["kind"], request.path_params["format"]
        if kind not in EXPORTS or extension not in FORMATS:
            raise not_found("export")
        export, lang = EXPORTS[kind], lang_of(request)
        state = word_of(request, "state", STATES) if export.by_state else None
        fair = await own_fair(self._reader, request)
        arguments = (fair["id"], state) if export.by_state else (fair["id"],)
        with self._slots.making_one(fair["org"]):
            file, media_type = await self._made(
                export, extension, Locale(lang, zone(fair["utc_offset_minutes"])), arguments
            )
        metrics.EXPORTS.labels(kind, extension).inc()
        name = export.zh if lang == "zh" else kind
        return Sent(file, self._slots, fair["org"], media_type, attachment(fair["title"], name, extension, kind))

    async def _made(
        self, export: Export, extension: str, locale: Locale, arguments: Sequence[UUID | str | None]
    ) -> tuple[BinaryIO, str]:
        """The complete file and its media type."""
        title = export.zh if locale.lang == "zh" else next(name for name, one in EXPORTS.items() if one is export)

        async def read(connection: asyncpg.Connection) -> tuple[BinaryIO, File]:
            target = unnamed()
            file = FORMATS[extension](target, export.headers(locale.lang), title)
            try:
                await _copy(connection, export, arguments, file, locale, self._keys)
            except BaseException:
                await asyncio.to_thread(_forget, target, file)
                raise
            return target, file

        target, file = await self._reader.read(read)
        try:
            await asyncio.to_thread(file.finish)
        except BaseException:
            await asyncio.to_thread(_forget, target, file)
            raise
        return target, FORMATS[extension].media_type


async def own_fair(reader: Reader, request: Request) -> Mapping[str, Any]:
    """The fair in the path, for its organizer only."""
    person, fair = reader.person(request, "organizer"), path_id(request, "fair")
    await reader.awaited(request)
    found: Mapping[str, Any] = await fairs.own_fair(reader, fair, person)
    return found


def lang_of(request: Request) -> Lang:
    """The language of `lang=`, else the one that the browser prefers, else English."""
    asked = request.query_params.get("lang")
    if asked not in (None, "zh", "en"):
        raise Problem.at("lang", "must be zh or en")
    if asked is None:
        accepted = [_accepted(part) for part in request.headers.get("accept-language", "").split(",")]
        known = [(weight, name) for weight, name in accepted if name in ("zh", "en") and weight > 0]
        asked = max(known, key=lambda one: one[0])[1] if known else "en"
    return "zh" if asked == "zh" else "en"


def _accepted(part: str) -> tuple[float, str]:
    """`zh-CN;q=0.9` gives zh with weight 0.9."""
    name, _, weight = part.partition(";")
    with suppress(ValueError):
        return float(weight.strip().removeprefix("q=") or 1), name.strip().lower().split("-")[0]
    return 0.0, ""


async def _copy(
    connection: asyncpg.Connection, export: Export, arguments: Sequence[Any], file: File, locale: Locale, keys: Keys
) -> None:
    """Copy from the cursor to the file; a thread writes the file, and the next rows are fetched after that."""
    has_reasons = any(column.name == REASON for column in export.columns)
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        cursor = await connection.cursor(export.sql, *arguments)
        while rows := await cursor.fetch(ROWS_AT_ONCE):
            opened = await _opened(rows, keys) if has_reasons else rows
            await asyncio.to_thread(_write, file, export, opened, locale)


async def _opened(rows: Sequence[Mapping[str, Any]], keys: Keys) -> Sequence[Mapping[str, Any]]:
    """The rows with their reasons opened; a reason whose key was destroyed is empty."""
    texts = await keys.texts(row[REASON] for row in rows if row[REASON] is not None)
    return [{**row, REASON: texts.get(row[REASON], row[REASON])} for row in rows]


def _write(file: File, export: Export, rows: Sequence[Mapping[str, Any]], locale: Locale) -> None:
    file.write(export.cells(row, locale.lang, locale.zone) for row in rows)


def _forget(target: BinaryIO, file: File) -> None:
    with suppress(Exception):
        file.abandon()
    target.close()
