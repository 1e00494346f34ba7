"""The import of a job file: streamed to disk, read by a child process, published in batches; each row has a result.

The ids of jobs and booths derive from their content, so a repeated import has no second effect. Event ids are random:
a job that the log refused, because of the fair's state at that time, may be sent again. An import whose client leaves
ends: the rows up to there are in the log, and are duplicates when the file is sent again.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

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
from plumbing.http.upload import receive_upload
from plumbing.ids import new_id
from plumbing.kafka.publisher import Receipt
from plumbing.limits import ALL, ORGANIZATION, PERSON, Limit, Shares
from schemas.booth import BoothApproved, BoothRequested
from schemas.event import Event
from schemas.job import JobPublished
from services.ingest.booths.access import BoothAccess
from services.ingest.catalog import Catalog
from services.ingest.edge.access import org_of, path_id
from services.ingest.edge.daily import Daily
from services.ingest.edge.write import Draft, overloaded
from services.ingest.edge.writing import Writer
from services.ingest.fairs.access import FairAccess
from services.ingest.imports import Layout, UnfitMap, UnreadableFile
from services.ingest.jobs.checking import GoodRow
from services.ingest.jobs.file_reader import JobFile, batches_of
from services.ingest.jobs.import_rows import Account, Acknowledged, Sorting
from services.ingest.jobs.pacing import Pace

FILE = Limit("a file of jobs", 200 * 1_048_576, "413", "bytes")
FILE_BYTES_MAX = FILE.most
AT_ONCE = Limit("imports at once", 4, "503", shares={PERSON: 1, ORGANIZATION: 2}, over_share="429")
RETRY_LATER = {"Retry-After": "5"}
BATCHES_IN_FLIGHT_MAX = 4  # of 500 rows each
ROLES = ("enterprise", "organizer")
PATH = "/v1/fairs/{fair}/jobs/import"
CLIENT_LEFT = 499  # for the log of requests; nobody gets it

_MAP: TypeAdapter[dict[str, str]] = TypeAdapter(dict[str, str])
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Order:
    """An import that is allowed. `org` is that of the enterprise; None where the organizer imports for all."""

    fair: UUID
    person: Person
    org: str | None
    dry_run: bool
    request_id: str


class JobImport:
    """The import as an ASGI endpoint. An instance runs at most four at a time, one for each person, two of each org.

    The limits are taken only after the caller was authorized, so that strangers cannot exhaust them.
    """

    def __init__(
        self,
        writer: Writer,
        fairs: FairAccess,
        booths: BoothAccess,
        catalog: Catalog,
        daily: Daily,
        at_once_max: int = AT_ONCE.most,
    ) -> None:
        self._writer = writer
        self._fairs = fairs
        self._booths = booths
        self._catalog, self._daily = catalog, daily
        self._importing = Shares(replace(AT_ONCE, bound=at_once_max))
        self._acknowledged = Acknowledged()

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
            await JSONResponse(answer)(scope, receive, send)

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

    async def _import(self, request: Request, order: _Order) -> dict[str, Any]:
        with tempfile.NamedTemporaryFile(prefix="livefair-import-") as file:
            upload = await receive_upload(
                request, file, file_part="file", text_parts=("map",), bytes_max=FILE_BYTES_MAX
            )
            file.flush()
            columns = _columns(upload.texts["map"]) if "map" in upload.texts else None
            try:
                source = JobFile(Path(file.name), upload.filename, columns, order.fair, order.org)
                layout = Layout()
                account, receipt = await unless_client_leaves(request.receive, self._rows(order, source, layout))
            except UnfitMap as unfit:
                raise Problem.at("map", str(unfit)) from None
            except UnreadableFile as unreadable:
                raise Problem.at("file", str(unreadable)) from None
        return _answer(account, layout, receipt)

    async def _allowed(self, request: Request) -> _Order:
        person = self._writer.admit(request, ROLES)
        self._catalog.check_complete()  # duplicates and refused booths are found in it
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
        return _Order(fair, person, org, dry_run == "true", facts_of(request).request_id)

    async def _rows(self, order: _Order, source: JobFile, layout: Layout) -> tuple[Account, Receipt | None]:
        """Sort and publish all rows. The next batch is read while the last one is being published."""
        account, sorting = Account(), Sorting(self._catalog, order.fair, self._acknowledged)
        batches, pace = _Batches(self._writer, order, self._acknowledged), Pace(self._catalog)
        try:
            async with aclosing(batches_of(source, layout)) as read:
                async for found in read:
                    new = sorting.sort(found, account)
                    if not order.dry_run:
                        booths, org = sorting.without_booth(new), order.org or org_of(order.person)
                        self._catalog.check_room()
                        self._daily.jobs.spend(org, len(new))
                        self._daily.entries.spend(org, len(booths))
                        await batches.booths(booths)
                        await batches.jobs(new)
                        await pace.sent([row.job for row in new])
            await batches.drained()
        finally:
            batches.cancel()
        await pace.all_listed()  # so that the same file, sent again to any instance, finds its jobs in the catalog
        return account, batches.receipt


def _answer(account: Account, layout: Layout, receipt: Receipt | None) -> dict[str, Any]:
    told = {"position": str(receipt.position), "accepted_at": receipt.time.isoformat()} if receipt else None
    return {**asdict(account), **asdict(layout), "receipt": told}


def _columns(text: str) -> dict[str, str]:
    """The map from fields to columns. Raises Problem 400 or 422 with the path `map`."""
    try:
        return parse(_MAP, text.encode())
    except Problem as problem:
        reason = problem.detail.removeprefix("The body").lstrip(": ")
        raise Problem(problem.status, f"map: {reason}", errors=[{"path": "map", "reason": reason}]) from None


class _Batches:
    """Publishes for one import, in the order of the file, with a bound on the batches in flight."""

    def __init__(self, writer: Writer, order: _Order, acknowledged: Acknowledged) -> None:
        self._writer = writer
        self._order = order
        self._acknowledged = acknowledged
        self._flying: deque[tuple[asyncio.Future[list[Receipt]], list[UUID]]] = deque()
        self.receipt: Receipt | None = None

    async def booths(self, enterprises: Mapping[str, str]) -> None:
        """Create approved booths, and wait for the acknowledgement before any of their jobs is published."""
        fair = self._order.fair
        events: list[Event] = []
        for org, name in enterprises.items():
            requested = BoothRequested(fair=fair, org=org, name=name)
            events += [requested, BoothApproved(fair=fair, org=org)]
        if events:
            self._send(events, [])
            await self.drained()

    async def jobs(self, rows: list[GoodRow]) -> None:
        """Publish these rows. Backpressure: waits for older batches where too many are in flight."""
        fair = self._order.fair
        published = [JobPublished(fair=fair, org=row.org, job=row.job, **dict(row.fields)) for row in rows]
        if published:
            self._send(published, [row.job for row in rows])
        while len(self._flying) > BATCHES_IN_FLIGHT_MAX:
            await self._landed()

    async def drained(self) -> None:
        while self._flying:
            await self._landed()

    def cancel(self) -> None:
        """Cancel the batches in flight after a failure."""
        for flying, _ in self._flying:
            if not flying.cancel() and not flying.cancelled():
                flying.exception()  # retrieved, so that asyncio does not log it: the first failure is reported

    def _send(self, events: Sequence[Event], jobs: list[UUID]) -> None:
        fair, person, request_id = str(self._order.fair), self._order.person, self._order.request_id
        publishing = [self._writer.publish(Draft(fair, event, fair), new_id(), person, request_id) for event in events]
        self._flying.append((asyncio.gather(*publishing), jobs))

    async def _landed(self) -> None:
        """Wait for the oldest batch to reach the log. Raises Problem 503 where it fails: the file may be sent again."""
        flying, jobs = self._flying.popleft()
        receipts = await flying
        self.receipt = receipts[-1]
        self._acknowledged.add(jobs)
