"""Erasing through ingest: what its answers mean."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from livefair.client.erasure import erase
from livefair.failure import Failure


@pytest.fixture
def ingest() -> Iterator[str]:
    """Accepts the token `good` alone."""

    class Handler(BaseHTTPRequestHandler):
        def do_DELETE(self) -> None:
            known = (self.path, self.headers["Authorization"]) == ("/v1/me", "Bearer good")
            self.send_response(202 if known else 401)
            self.end_headers()
            receipt = {"position": "livefair.people:3:17"}
            self.wfile.write(json.dumps({"receipt": receipt} if known else {"title": "Unauthorized"}).encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_answer_names_the_record(ingest: str) -> None:
    """Its position in the log."""
    assert erase(ingest, "good") == "livefair.people:3:17"


def test_a_refusal_is_a_failure(ingest: str) -> None:
    """Another status, and a token that no header can hold."""
    with pytest.raises(Failure, match="nobody was erased: 401 Unauthorized"):
        erase(ingest, "bad")
    with pytest.raises(Failure, match="none"):
        erase(ingest, "好")
