"""The OpenAPI and the AsyncAPI document of notify."""

from __future__ import annotations

import json
import re
from typing import Any

from schemas.topics import CHAT, PRESENCE, ROOMS
from services.notify.documents import asyncapi, openapi


def test_every_endpoint_is_described() -> None:
    """OpenAPI lists every HTTP endpoint."""
    assert set(openapi()["paths"]) == {"/healthz", "/readyz", "/metrics", "/openapi.json", "/asyncapi.json"}


def test_the_topic_and_the_live_channel_are_described() -> None:
    """AsyncAPI lists the topic, and every WebSocket frame with its direction."""
    document = asyncapi()
    assert {channel["address"] for channel in document["channels"].values()} == {
        ROOMS.name,
        PRESENCE.name,
        CHAT.name,
        "/v1/live",
    }
    assert told(document, "live:receive") == {"hello", "subscribe", "unsubscribe", "ping"}
    assert told(document, "live:send") == {"welcome", "snapshot", "update", "resumed", "reload", "pong", "error"}


def test_every_reference_leads_somewhere() -> None:
    """Every `$ref` can be resolved."""
    document = asyncapi()
    for reference in re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document)):
        at: Any = document
        for step in reference.split("/"):
            at = at[step]
        assert at, reference


def told(document: dict[str, Any], operation: str) -> set[str]:
    return {message["$ref"].rsplit("/", 1)[1] for message in document["operations"][operation]["messages"]}
