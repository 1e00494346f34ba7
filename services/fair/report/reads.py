"""A fair's report for its organizer: as JSON, as a workbook, as a PDF. All three are made from the same figures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from starlette.requests import Request
from starlette.responses import Response

from plumbing.telemetry import metrics
from services.fair.kernel.read import Read, file, private
from services.fair.kernel.reader import Reader
from services.fair.kernel.reading import answer, not_found
from services.fair.report import answers
from services.fair.report.columns import Lang
from services.fair.report.export_reads import lang_of, own_fair
from services.fair.report.figures import figures
from services.fair.report.files import XlsxFile
from services.fair.report.sending import Sent, Slots, attachment, unnamed
from services.fair.report.words import say
from services.fair.report.workbook import write_workbook

PDF = "application/pdf"
Writes = Callable[[BinaryIO, dict[str, Any], Lang], None]


def _write_page(target: BinaryIO, report: dict[str, Any], lang: Lang) -> None:
    """Write the report as a PDF. reportlab is imported by the first one: a restarted decider does not wait for it."""
    from services.fair.report.page import write_page

    write_page(target, report, lang)


class ReportReads:
    """Handlers of `/v1/fairs/{fair}/report…`."""

    def __init__(self, reader: Reader, slots: Slots) -> None:
        self._reader, self._slots = reader, slots

    def served(self) -> Sequence[Read]:
        path, asked = "/v1/fairs/{fair}/report", answers.FileAsked
        return (
            Read(path, self.report, private(answers.Report, "report")),
            Read(f"{path}.xlsx", self.report_workbook, file("report", asked, XlsxFile.media_type)),
            Read(f"{path}.pdf", self.report_page, file("report", asked, PDF)),
        )

    async def report(self, request: Request) -> Response:
        """The fair's funnel, response times and unfilled places, for its organizer."""
        fair = await own_fair(self._reader, request)
        with self._slots.making_one(fair["org"], is_file=False):
            return answer(answers.Report.of(await self._figures(fair["id"])))

    async def report_workbook(self, request: Request) -> Response:
        """The same as a workbook."""
        return await self._file(request, write_workbook, "xlsx", XlsxFile.media_type)

    async def report_page(self, request: Request) -> Response:
        """The same as pages to print, with the largest groups."""
        return await self._file(request, _write_page, "pdf", PDF)

    async def _file(self, request: Request, write: Writes, extension: str, media_type: str) -> Response:
        lang = lang_of(request)
        fair = await own_fair(self._reader, request)
        with self._slots.making_one(fair["org"]):
            report = await self._figures(fair["id"])
            target = unnamed()
            try:
                await asyncio.to_thread(write, target, report, lang)
            except BaseException:
                target.close()
                raise
        metrics.EXPORTS.labels("report", extension).inc()
        disposition = attachment(fair["title"], say("report", lang), extension, "report")
        return Sent(target, self._slots, fair["org"], media_type, disposition)

    async def _figures(self, fair: Any) -> dict[str, Any]:
        found = await self._reader.read(lambda connection: figures(connection, fair))
        if found is None:
            raise not_found("fair")
        return found
