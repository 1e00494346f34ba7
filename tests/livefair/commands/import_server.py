"""An HTTP server in place of ingest and fair, which takes one import and tells of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

POSITION = "livefair.fairs:3:17"
ACCEPTED = {"id": "i-1", "event_id": "e-1", "receipt": {"position": POSITION, "accepted_at": "2026-01-01T00:00:00Z"}}
ACCOUNT = {
    "state": "done",
    "reason": None,
    "rows": 1_203,
    "accepted": 2,
    "duplicates": 1,
    "rejected_count": 1_200,
    "rejected": [{"row": row, "field": "headcount", "reason": "at least 1"} for row in range(4, 1_004)],
    "warnings_count": 0,
    "warnings": [],
    "columns": {},
    "ignored": [],
    "sheets": [],
    "bytes_read": 40,
    "bytes": 40,
    "rows_per_s": 1_000.0,
    "seconds_left": None,
    "receipt": {"position": POSITION, "accepted_at": "2026-01-01T00:00:00Z"},
}
REJECTED = b"title,What is wrong\nCook,headcount\n"


@dataclass
class Service:
    """An HTTP server in place of ingest and fair. It keeps the requests; `told` are the answers about the import."""

    status: int = 202
    body: dict[str, Any] = field(default_factory=lambda: dict(ACCEPTED))
    account: dict[str, Any] = field(default_factory=lambda: dict(ACCOUNT))
    told: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    rejected: tuple[int, bytes] = (200, REJECTED)
    missing_bytes: int = 0
    """Of the rejected rows: promised and never sent."""
    asked: list[str] = field(default_factory=list)
    path: str = ""
    token: str = ""
    prefer: str = ""
    sent: bytes = b""
    url: str = ""

    def read(self, path: str) -> tuple[int, bytes]:
        if "/rejected." in path:
            return self.rejected
        status, body = self.told.pop(0) if self.told else (200, self.account)
        return status, json.dumps(body).encode()


@contextmanager
def serving() -> Iterator[Service]:
    """The server, for the duration of the block."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            service.path, service.token = self.path, self.headers["Authorization"]
            service.prefer = self.headers["Prefer"]
            service.sent = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(service.status, json.dumps(service.body).encode())

        def do_GET(self) -> None:
            service.asked.append(f"GET {self.path}")
            missing = service.missing_bytes if "/rejected." in self.path else 0
            self._answer(*service.read(self.path), missing)

        def do_DELETE(self) -> None:
            service.asked.append(f"DELETE {self.path}")
            service.account["state"] = "cancelled"
            self._answer(202, json.dumps(ACCEPTED).encode())

        def _answer(self, status: int, body: bytes, missing: int = 0) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body) + missing))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
