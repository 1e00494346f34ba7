"""Reads of resumes, of the consent that opens them to an enterprise, and of read receipts.

Consent has no row: it is given with an application and ends with it, so that no two records can disagree.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from starlette.requests import Request
from starlette.responses import Response

from plumbing.auth.tokens import Person
from plumbing.http.openapi import Says
from plumbing.http.problem import Problem
from plumbing.kafka.publisher import Publisher, Unavailable
from schemas.application import ResumeRead
from schemas.envelope import Envelope
from schemas.resume import attachment_path, document_path
from schemas.topics import FAIRS
from services.fair.applications.reads import visible_application
from services.fair.kernel.asked import Paged
from services.fair.kernel.grants import Grants
from services.fair.kernel.read import Read, private
from services.fair.kernel.reader import Reader
from services.fair.kernel.reading import answer, cursor_of, limit_of, not_found, page
from services.fair.resumes import answers, queries

PDF = "application/pdf"
RECORDED_MAX = 50_000
STATES = {"given": True, "ended": False}


class ResumeReads:
    """Handlers of resumes, their attachments, consents and read receipts."""

    def __init__(self, reader: Reader, publisher: Publisher, grants: Grants) -> None:
        """`publisher` writes to the log that an enterprise read a resume; `grants` sign attachment addresses."""
        self._reader, self._publisher, self._grants = reader, publisher, grants
        self._recorded: OrderedDict[UUID, None] = OrderedDict()
        """The newest receipts of this instance."""

    def served(self) -> Sequence[Read]:
        resume = "/v1/jobs/{job}/applications/{application}/resume"
        granted = Says(query=answers.Granted, problems=(404,), tag="applications", media_types=(PDF,))
        return (
            Read(resume, self.resume, private(answers.Resume, "applications")),
            Read("/v1/attachments/{resume}/{sha256}", self.attachment, granted),
            Read("/v1/me/resume", self.my_resume, private(answers.OwnResume, "me")),
            Read("/v1/me/consents", self.consents, private(answers.Consents, "me", answers.ConsentsAsked)),
            Read("/v1/me/reads", self.reads, private(answers.ReadReceipts, "me", Paged)),
        )

    async def resume(self, request: Request) -> Response:
        """The resume as it was submitted; for the enterprise while the student's consent lasts.

        The enterprise's read is recorded before it is answered: the first one of each person in an hour.
        """
        person, row = await visible_application(self._reader, request)
        if person.role == "enterprise" and not row["consent"]:
            raise not_found("resume")
        card = row["resume"]
        resume = UUID(card["id"])
        content = await self._document(resume, card["sha256"])
        if person.role == "enterprise":
            await self._record_read(person, row)
        return answer(answers.Resume.of(resume=content, attachment=self._address(resume, card["attachment"])))

    async def my_resume(self, request: Request) -> Response:
        """The student's own resume, as it was saved last."""
        person = self._reader.person(request, "student")
        await self._reader.awaited(request)
        row = await self._reader.row(queries.RESUME, person.sub)
        if row is None or not row["card"]:
            raise Problem(404, "No resume is saved yet: PUT /v1/me/resume.")
        card = row["card"]
        resume = UUID(card["resume"])
        content = await self._document(resume, card["sha256"])
        address, facets = self._address(resume, card.get("attachment")), card.get("facets", {})
        return answer(answers.OwnResume.of(row, id=resume, resume=content, attachment=address, facets=facets))

    async def attachment(self, request: Request) -> Response:
        """A PDF, for the holder of a valid grant."""
        resume, sha256 = request.path_params["resume"], request.path_params["sha256"]
        asked = request.query_params
        if not self._grants.allows(resume, sha256, asked.get("expires", ""), asked.get("signature", "")):
            raise not_found("attachment")
        content = await self._reader.objects.get(attachment_path(UUID(resume), sha256))
        if content is None:
            raise not_found("attachment")
        headers = {"Content-Disposition": 'attachment; filename="resume.pdf"', "Cache-Control": "private, no-store"}
        headers |= {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
        return Response(content, media_type=PDF, headers=headers)

    async def consents(self, request: Request) -> Response:
        """Which enterprise may see the student's resume and words, or could, and for which job; newest first."""
        person, state = self._reader.person(request, "student"), request.query_params.get("state")
        if state is not None and state not in STATES:
            raise Problem.at("state", f"must be one of {', '.join(STATES)}")
        limit, cursor = limit_of(request), cursor_of(request, datetime, UUID)
        await self._reader.awaited(request)
        lasts = None if state is None else STATES[state]
        rows = await self._reader.rows(queries.CONSENTS, person.sub, lasts, *cursor, limit + 1)
        items = answers.Consent.each(rows)
        return page(answers.Consents, rows, limit, lambda row: (row["created_at"], row["application"]), items)

    async def reads(self, request: Request) -> Response:
        """When somebody of an enterprise opened the student's resume, newest first; once an hour for each person."""
        person = self._reader.person(request, "student")
        limit, cursor = limit_of(request), cursor_of(request, datetime, UUID)
        await self._reader.awaited(request)
        rows = await self._reader.rows(queries.READS, person.sub, *cursor, limit + 1)
        items = answers.ReadReceipt.each(rows)
        return page(answers.ReadReceipts, rows, limit, lambda row: (row["at"], row["id"]), items)

    async def _document(self, resume: UUID, sha256: str) -> dict[str, Any]:
        """The resume's JSON. Raises Problem 404 if the object store no longer has it."""
        content = await self._reader.objects.get(document_path(resume, sha256))
        if content is None:
            raise not_found("resume")
        found: dict[str, Any] = json.loads(content or b"{}")  # an empty body was accepted once
        return found

    def _address(self, resume: UUID, sha256: str | None) -> str | None:
        """A short-lived address of the attachment; None without an attachment."""
        return self._grants.url(resume, sha256) if sha256 else None

    async def _record_read(self, person: Person, row: Mapping[str, Any]) -> None:
        """One receipt per person, application and hour, whichever instance answers: its id derives from these."""
        event, now = ResumeRead(fair=row["fair"], job=row["job"], application=row["id"]), datetime.now(UTC)
        id = uuid5(event.application, f"{person.sub}\n{now:%Y-%m-%dT%H}")
        if id in self._recorded:
            return
        envelope = Envelope(id, event.wire_type(), "/fair", now, person.sub, person.role, person.org)
        key = str(event.fair).encode()
        try:
            await self._publisher.publish(FAIRS.name, key, event.wire_value(), envelope.to_headers())
        except Unavailable:
            detail = "The read cannot be recorded now, so the resume is not shown. Try again."
            raise Problem(503, detail, headers={"Retry-After": "1"}) from None
        self._recorded[id] = None
        if len(self._recorded) > RECORDED_MAX:
            self._recorded.popitem(last=False)
