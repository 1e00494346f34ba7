"""The baseline of the write edge: the same work done the usual way, with Starlette and aiokafka's `send_and_wait`.

It verifies the token, validates the body, looks up the job, reads the resume card, and answers when the broker has
acknowledged the record, with the plain call of each library. `python -m livefair.bench.plain_ingest` is configured as a
service is, and by `PLAIN_FAIR`, `PLAIN_JOBS` (ids, separated by commas) and `PLAIN_WORKERS`, the number of processes
that share the port.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import obstore
import uvicorn
from aiokafka import AIOKafkaProducer
from joserfc import jwt
from joserfc.jwk import KeySet
from obstore.store import LocalStore
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from schemas.application import ResumeSubmitted, application_id
from schemas.envelope import Envelope
from schemas.resume import ResumeCard, card_path, resume_id
from schemas.topics import FAIRS
from services.ingest.applications.bodies import ApplicationBody


class PlainIngest:
    """One endpoint: a student submits a resume."""

    def __init__(self) -> None:
        self._keys = KeySet.import_key_set(json.loads(Path(os.environ["LIVEFAIR_JWKS"]).read_text()))
        self._objects = LocalStore(prefix=Path(os.environ["LIVEFAIR_OBJECTS"]))
        self._jobs = dict.fromkeys(map(UUID, os.environ["PLAIN_JOBS"].split(",")), UUID(os.environ["PLAIN_FAIR"]))
        self._producer: AIOKafkaProducer | None = None

    @contextlib.asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        bootstrap = os.environ["LIVEFAIR_KAFKA"]
        self._producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
        await self._producer.start()
        yield
        await self._producer.stop()

    async def submit(self, request: Request) -> Response:
        student = self._student(request)
        body = ApplicationBody.model_validate_json(await request.body())
        job = UUID(request.path_params["job"])
        fair, application = self._jobs[job], application_id(job, student)
        found = await obstore.get_async(self._objects, card_path(resume_id(student)))
        card = ResumeCard.model_validate_json(bytes(await found.bytes_async()))
        if card.resume != body.resume_id:
            return JSONResponse({"detail": "There is no such resume of yours."}, 404)
        event = ResumeSubmitted(fair=fair, job=job, application=application, student=student, resume=card)
        envelope = Envelope(uuid4(), event.wire_type(), "/plain", datetime.now(UTC), student, "student")
        assert self._producer is not None
        sent = await self._producer.send_and_wait(
            FAIRS.name, event.wire_value(), str(fair).encode(), headers=envelope.to_headers()
        )
        at = datetime.fromtimestamp(sent.timestamp / 1000, UTC).isoformat()
        receipt = {"position": f"{sent.topic}:{sent.partition}:{sent.offset}", "accepted_at": at}
        return JSONResponse({"id": str(application), "event_id": str(envelope.id), "receipt": receipt}, 202)

    def _student(self, request: Request) -> str:
        """The owner of the token, verified each time, as the library's documentation shows it."""
        token = request.headers["authorization"].removeprefix("Bearer ")
        claims = jwt.decode(token, self._keys, algorithms=["EdDSA"]).claims
        if claims["role"] != "student" or claims["exp"] < time.time():
            raise PermissionError
        return str(claims["sub"])


async def ready(request: Request) -> Response:
    return PlainTextResponse("ready\n")


def app() -> Starlette:
    """The application, in each of its processes."""
    plain = PlainIngest()
    routes = [
        Route("/v1/jobs/{job}/applications", plain.submit, methods=["POST"]),
        Route("/readyz", ready),
    ]
    return Starlette(routes=routes, lifespan=plain.lifespan)


def main() -> None:
    uvicorn.run(
        "livefair.bench.plain_ingest:app",
        factory=True,
        host=os.environ["LIVEFAIR_HOST"],
        port=int(os.environ["LIVEFAIR_PORT"]),
        workers=int(os.environ["PLAIN_WORKERS"]),
        access_log=False,
    )


if __name__ == "__main__":
    main()
