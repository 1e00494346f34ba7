"""The import of a job file over HTTP: streamed to disk, then run until its end, or stored and run in the background.

An awaited import whose client leaves ends: the rows up to there are in the log, and are duplicates when the file is
sent again. One in the background (`Prefer: respond-async`, RFC 7240) is answered once its file is stored.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from pydantic import TypeAdapter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from plumbing.auth.asker import named
from plumbing.auth.tokens import Person
from plumbing.http.body import parse
from plumbing.http.left import unless_client_leaves
from plumbing.http.problem import Problem
from plumbing.http.request_log import facts_of
from plumbing.http.upload import Upload, receive_upload
from plumbing.ids import new_id
from plumbing.limits import ALL, ORGANIZATION, PERSON, Limit, Shares
from services.ingest.booths.access import BoothAccess
from services.ingest.edge.access import path_id
from services.ingest.edge.write import overloaded
from services.ingest.edge.writing import away, receipt_of
from services.ingest.fairs.access import FairAccess
from services.ingest.imports import UnfitMap, UnreadableFile
from services.ingest.jobs.background import Background
from services.ingest.jobs.file_reader import JobFile
from services.ingest.jobs.reporting import started
from services.ingest.jobs.running import Means, Order, Run
from services.ingest.jobs.shelf import Waiting

FILE = Limit("a file of jobs", 200 * 1_048_576, "413", "bytes")
FILE_BYTES_MAX = FILE.most
AT_ONCE = Limit("imports at once", 4, "503", shares={PERSON: 1, ORGANIZATION: 2}, over_share="429")
WAITING = Limit(
    "imports in the background that are not over, of all instances",
    100,
    "503",
    shares={PERSON: 3, ORGANIZATION: 6},
    over_share="429",
)
RETRY_LATER = {"Retry-After": "5"}
ROLES = ("enterprise", "organizer")
PATH = "/v1/fairs/{fair}/jobs/import"
CLIENT_LEFT = 499  # for the log of requests; nobody gets it
RESPOND_ASYNC = "respond-async"

_MAP: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Received:
    """An upload on disk."""

    path: Path
    upload: Upload
    columns: dict[str, str] | None


class JobImport:
    """The import as an ASGI endpoint. An instance runs at most four at a time, one for each person, two of each org.

    The limits are taken only after the caller was authorized, so that strangers cannot exhaust them.
    """

    def __init__(
        self,
        means: Means,
        fairs: FairAccess,
        booths: BoothAccess,
        background: Background,
        at_once_max: int = AT_ONCE.most,
    ) -> None:
        self._means, self._background = means, background
        self._fairs, self._booths = fairs, booths
        self._importing = Shares(replace(AT_ONCE, bound=at_once_max))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        facts_of(request).route = PATH
        order = await self._allowed(request)
        try:
            with self._place(order.person):
                answer = await self._import(request, order)
        except ClientDisconnect:
            facts_of(request).status = CLIENT_LEFT
            log.info("import_left", fair=str(order.fair), request_id=order.request_id)
        else:
            await answer(scope, receive, send)

    @contextmanager
    def _place(self, person: Person) -> Iterator[None]:
        """Count this import against the limits while the block runs. Raises Problem 429, 503."""
        who = named(person)
        over = self._importing.take(who)
        if over == ALL:
            raise overloaded()
        if over is not None:
            raise Problem(429, "Another import of yours is under way: wait for it.", headers=RETRY_LATER)
        try:
            yield
        finally:
            self._importing.give_back(who)

    async def _import(self, request: Request, order: Order) -> JSONResponse:
        with tempfile.NamedTemporaryFile(prefix="livefair-import-") as file:
            upload = await receive_upload(
                request, file, file_part="file", text_parts=("map",), bytes_max=FILE_BYTES_MAX
            )
            file.flush()
            columns = _columns(upload.texts["map"]) if "map" in upload.texts else None
            received = _Received(Path(file.name), upload, columns)
            if prefers_async(request):
                return await self._accept(order, received)
            return JSONResponse(await self._awaited(request, order, received))

    async def _awaited(self, request: Request, order: Order, received: _Received) -> dict[str, Any]:
        source = JobFile(received.path, received.upload.filename, received.columns, order.fair, order.org)
        try:
            result = await unless_client_leaves(request.receive, Run(self._means, order).over(source))
        except UnfitMap as unfit:
            raise Problem.at("map", str(unfit)) from None
        except UnreadableFile as unreadable:
            raise Problem.at("file", str(unreadable)) from None
        return result.told()

    async def _accept(self, order: Order, received: _Received) -> JSONResponse:
        """Store the file and answer 202. Raises Problem 429, 503."""
        person = order.person
        waiting = Waiting(
            id=new_id(),
            fair=order.fair,
            sub=person.sub,
            role=person.role,
            unit=person.org,
            org=order.org,
            dry_run=order.dry_run,
            filename=received.upload.filename,
            columns=received.columns,
            bytes=received.path.stat().st_size,
            request_id=order.request_id,
            ordered_at=datetime.now(UTC),
        )
        with away():
            await self._check_room(named(person))
            await self._background.add(waiting, received.path)
        event_id, receipt = await started(self._means, waiting)
        with away():
            await self._background.begin(waiting)
        told = {"id": str(waiting.id), "event_id": str(event_id), "receipt": receipt_of(receipt)}
        return JSONResponse(told, 202, {"Preference-Applied": RESPOND_ASYNC, "Location": f"/v1/imports/{waiting.id}"})

    async def _check_room(self, who: Mapping[str, str]) -> None:
        counted = Shares(WAITING)
        async for other in self._background.waiting():
            counted.take(named(other.person()))
        over = counted.over(who)
        if over == ALL:
            raise overloaded()
        if over is not None:
            raise Problem(429, "Other imports of yours are not over: wait for them.", headers=RETRY_LATER)

    async def _allowed(self, request: Request) -> Order:
        person = self._means.writer.admit(request, ROLES)
        self._means.catalog.check_complete()  # duplicates and refused booths are found in it
        fair, dry_run = path_id(request.path_params, "fair"), request.query_params.get("dry_run", "false")
        if dry_run not in ("true", "false"):
            raise Problem.at("dry_run", "must be true or false")
        org = None
        if person.role == "organizer":
            await self._fairs.own_fair(fair, person, "jobs")
        else:
            await self._fairs.fair(fair, person)
            org = await self._booths.approved_booth(fair, person)
            await self._fairs.fair(fair, person, "jobs")
        return Order(fair, person, org, dry_run == "true", facts_of(request).request_id)


def prefers_async(request: Request) -> bool:
    """Whether a `Prefer` header asks for an answer before the work is done (RFC 7240)."""
    asked = ",".join(request.headers.getlist("prefer")).split(",")
    return RESPOND_ASYNC in (one.partition(";")[0].strip().lower() for one in asked)


def _columns(text: str) -> dict[str, str]:
    """The map from fields to columns. Raises Problem 400 or 422 with the path `map`."""
    try:
        return parse(_MAP, text.encode())
    except Problem as problem:
        reason = problem.detail.removeprefix("The body").lstrip(": ")
        raise Problem(problem.status, f"map: {reason}", errors=[{"path": "map", "reason": reason}]) from None
