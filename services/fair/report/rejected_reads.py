"""The rows of an import that were rejected, as a file to be mended and imported again, for the person who imported."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from plumbing.telemetry import metrics
from schemas.import_reasons import worded
from schemas.job_import import account_path, rejected_folder
from services.fair.imports.job_import import ROLES
from services.fair.imports.reads import own_import
from services.fair.kernel.read import Read, file
from services.fair.kernel.reader import Reader
from services.fair.kernel.reading import not_found, path_id
from services.fair.report import answers
from services.fair.report.columns import Cell, Lang
from services.fair.report.export_reads import CSV, lang_of
from services.fair.report.files import FORMATS, File, XlsxFile
from services.fair.report.sending import Sent, Slots, attachment, unnamed
from services.fair.report.words import say


class RejectedReads:
    """Handlers of `/v1/imports/{id}/rejected.…`."""

    def __init__(self, reader: Reader, slots: Slots) -> None:
        self._reader, self._slots = reader, slots

    def served(self) -> Sequence[Read]:
        says = file("imports", answers.FileAsked, CSV, XlsxFile.media_type)
        return (Read("/v1/imports/{id}/rejected.{format}", self.rejected, says),)

    async def rejected(self, request: Request) -> Response:
        """The rejected rows of an import as they were in its file, with a column that says what is wrong with each."""
        extension = request.path_params["format"]
        if extension not in FORMATS:
            raise not_found("file")
        person, id, lang = self._reader.person(request, *ROLES), path_id(request, "id"), lang_of(request)
        await self._reader.awaited(request)
        await own_import(self._reader, person, id)
        asker = person.org or person.sub
        with self._slots.making_one(asker):
            made = await self._made(id, extension, lang)
        metrics.EXPORTS.labels("rejected", extension).inc()
        disposition = attachment(say("rejected", lang), str(id)[:8], extension, "rejected")
        return Sent(made, self._slots, asker, FORMATS[extension].media_type, disposition)

    async def _made(self, id: UUID, extension: str, lang: Lang) -> BinaryIO:
        """The complete file, written part by part in a thread."""
        objects = self._reader.objects
        account = json.loads(await objects.get(account_path(id)) or b"{}")
        header: list[str] = account.get("header", [])
        names = [*header, say("problem", lang), say("field", lang), say("sheet", lang), say("row", lang)]
        target = unnamed()
        made = FORMATS[extension](target, names, say("rejected", lang))
        try:
            for path in sorted([kept.path async for kept in objects.listed(rejected_folder(id))]):
                content = await objects.get(path) or b""
                await asyncio.to_thread(made.write, _rows(content, len(header), lang))
            await asyncio.to_thread(made.finish)
        except BaseException:
            await asyncio.to_thread(_forget, target, made)
            raise
        return target


def _rows(content: bytes, width: int, lang: Lang) -> Iterator[Sequence[Cell]]:
    for line in content.splitlines():
        row: dict[str, Any] = json.loads(line)
        cells = [*row.get("cells", ())][:width]
        reason = worded(row.get("code", ""), row.get("params", {}), lang) or row["reason"]
        yield [*cells, *[""] * (width - len(cells)), reason, row["field"], row["sheet"], row["row"]]


def _forget(target: BinaryIO, made: File) -> None:
    made.abandon()
    target.close()
