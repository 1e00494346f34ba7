"""Builds `/openapi.json` and `/asyncapi.json`: the HTTP endpoints, the topics, and the frames of `/v1/live`."""

from __future__ import annotations

from typing import Any

import msgspec

from plumbing.kafka.asyncapi import SCHEMAS, Carried, description
from plumbing.release import released
from schemas.envelope import HEADERS_SCHEMA
from schemas.presence import PresenceRecord
from schemas.registry import CHAT_EVENTS
from schemas.rooms import RoomRecord
from schemas.topics import CHAT, PRESENCE, ROOMS
from services.notify.edge.endpoints import LIVE_PATH
from services.notify.rooms.frames import Hello, Ping, Subscribe, Unsubscribe
from services.notify.rooms.protocol import CloseCode

_CLIENT_FRAMES = (Hello, Subscribe, Unsubscribe, Ping)
_TEXT: dict[str, Any] = {"type": "string"}
_TEXT_OR_NULL: dict[str, Any] = {"type": ["string", "null"]}
_STATE: dict[str, Any] = {
    "room": _TEXT,
    "position": _TEXT,
    "decided": _TEXT_OR_NULL,
    "counters": {"type": "object", "additionalProperties": {"type": "integer"}},
    "items": {"type": "array", "items": {"$ref": f"{SCHEMAS}RoomItem"}},
    "comments": {"type": "array", "items": {"$ref": f"{SCHEMAS}comment"}},
}
_BESIDE: dict[str, Any] = {
    "hidden": {"type": "array", "items": {"type": "string", "format": "uuid"}},
    "comments_skipped": {"type": "integer"},
}
_COMMENT: dict[str, Any] = {
    "id": {"type": "string", "format": "uuid"},
    "text": _TEXT,
    "role": _TEXT,
    "at": {"type": "string", "format": "date-time"},
}
_SERVER_FRAMES: dict[str, dict[str, Any]] = {
    "welcome": {"user": _TEXT_OR_NULL, "heartbeat_s": {"type": "number"}},
    "snapshot": _STATE,
    "update": _STATE | _BESIDE,
    "resumed": {"room": _TEXT, "position": _TEXT},
    "reload": {"room": _TEXT, "reason": _TEXT},
    "pong": {},
    "error": {"code": _TEXT, "message": _TEXT, "room": _TEXT},
}
_OPTIONAL = {("error", "room"), ("snapshot", "comments"), *(("update", name) for name in ("comments", *_BESIDE))}


def openapi() -> dict[str, Any]:
    """OpenAPI of the HTTP endpoints. `asyncapi()` describes the WebSocket."""
    problem = {"description": "Not ready", "content": {"application/problem+json": {}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Livefair notify", "version": released()},
        "paths": {
            "/healthz": _get("Alive", "text/plain"),
            "/readyz": _get("Ready to serve", "text/plain", {"503": problem}),
            "/metrics": _get("Prometheus metrics", "text/plain"),
            "/openapi.json": _get("This document", "application/json"),
            "/asyncapi.json": _get("The log that is read, and the frames of the WebSocket", "application/json"),
        },
    }


def asyncapi() -> dict[str, Any]:
    """AsyncAPI of the topics, as in every service, and of the live channel."""
    presence = Carried(PRESENCE.name, PRESENCE.key, {PresenceRecord.__name__: PresenceRecord})
    chat = Carried(CHAT.name, CHAT.key, {event.wire_type(): event for event in CHAT_EVENTS}, HEADERS_SCHEMA)
    reads = [Carried(ROOMS.name, ROOMS.key, {RoomRecord.__name__: RoomRecord}), presence, chat]
    document = description("Livefair notify", reads, [presence])
    document["components"]["schemas"] |= _client_schemas() | _server_schemas()
    channel = "live"
    document["channels"][channel] = _live_channel()
    reference = {"$ref": f"#/channels/{channel}"}
    for action, names in (("receive", _client_names()), ("send", [*_SERVER_FRAMES])):
        messages = [{"$ref": f"#/channels/{channel}/messages/{name}"} for name in names]
        document["operations"][f"{channel}:{action}"] = {"action": action, "channel": reference, "messages": messages}
    return document


def _client_schemas() -> dict[str, Any]:
    _, schemas = msgspec.json.schema_components(_CLIENT_FRAMES, ref_template=SCHEMAS + "{name}")
    return schemas


def _server_schemas() -> dict[str, Any]:
    schemas = {f"{name}_frame": _server_schema(name, fields) for name, fields in _SERVER_FRAMES.items()}
    return schemas | {"comment": {"type": "object", "properties": _COMMENT, "required": [*_COMMENT]}}


def _server_schema(name: str, fields: dict[str, Any]) -> dict[str, Any]:
    required = ["type", *(field for field in fields if (name, field) not in _OPTIONAL)]
    return {"type": "object", "properties": {"type": {"const": name}, **fields}, "required": required}


def _client_names() -> list[str]:
    return [str(frame.__struct_config__.tag) for frame in _CLIENT_FRAMES]


def _live_channel() -> dict[str, Any]:
    client = dict(zip(_client_names(), (frame.__name__ for frame in _CLIENT_FRAMES), strict=True))
    server = {name: f"{name}_frame" for name in _SERVER_FRAMES}
    messages = {name: {"payload": {"$ref": SCHEMAS + schema}} for name, schema in (client | server).items()}
    codes = ", ".join(f"{code.value} {code.name.lower().replace('_', ' ')}" for code in CloseCode)
    description = f"WebSocket, JSON text frames. The server closes with {codes}, 1009 frame over 16 KiB."
    return {"address": LIVE_PATH, "description": description, "messages": messages, "bindings": {"ws": {}}}


def _get(summary: str, media_type: str, more: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = {"description": summary, "content": {media_type: {}}}
    return {"get": {"summary": summary, "responses": {"200": answer, **(more or {})}}}
