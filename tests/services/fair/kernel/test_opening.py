"""The last step of every read: sealed texts of the answer are opened."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from plumbing.objects.store import Objects
from plumbing.sealing.box import SealedFields
from plumbing.sealing.keys import Keys
from services.fair.kernel.opening import opened

NAME = "0" * 32 + "/" + "a" * 32
FIELDS = SealedFields(["text", "reason"])
REQUEST = Request({"type": "http", "method": "GET", "path": "/", "headers": []})


async def read(keys: Keys, body: Any) -> Response:
    async def handler(_: Request) -> Response:
        return Response(json.dumps(body), media_type="application/json", headers={"X-Kept": "yes"})

    return await opened(handler, keys, FIELDS)(REQUEST)


async def test_answers_hold_the_texts(tmp_path: Path) -> None:
    """With the length of what is sent, and the headers of the handler."""
    keys = Keys(Objects(str(tmp_path)))
    response = await read(keys, {"text": await keys.seal(NAME, "说")})
    assert json.loads(bytes(response.body)) == {"text": "说"}
    assert response.headers["content-length"] == str(len(response.body))
    assert (response.headers["x-kept"], response.media_type) == ("yes", "application/json")


async def test_a_text_without_its_key_is_empty(tmp_path: Path) -> None:
    """The row is still there."""
    keys = Keys(Objects(str(tmp_path)), fresh_s=0)
    word = await keys.seal(NAME, "canary")
    (tmp_path / "keys" / NAME).unlink()
    assert json.loads(bytes((await read(keys, {"id": 1, "reason": word})).body)) == {"id": 1, "reason": ""}


async def test_other_answers_are_not_touched(tmp_path: Path) -> None:
    """The same bytes."""
    assert bytes((await read(Keys(Objects(str(tmp_path))), {"text": "plain"})).body) == b'{"text": "plain"}'
