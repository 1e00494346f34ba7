"""CloudEvents 1.0 in binary mode over Kafka: the attributes as `ce_*` headers, the event as the value.

Source: CloudEvents 1.0.2 and its Kafka protocol binding, section 3.2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

Headers = list[tuple[str, bytes]]
_REQUIRED = ("ce_id", "ce_source", "ce_type", "ce_time", "ce_actor", "ce_role")
_TEXT: dict[str, object] = {"type": "string"}
HEADERS_SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "content-type": {"const": "application/json"},
        "ce_specversion": {"const": "1.0"},
        "ce_id": {"type": "string", "format": "uuid"},
        "ce_time": {"type": "string", "format": "date-time"},
        **dict.fromkeys(("ce_type", "ce_source", "ce_actor", "ce_role", "ce_org", "ce_request"), _TEXT),
    },
    "required": [*_REQUIRED],
}
"""The JSON Schema of the headers of an event's record."""


class BadEnvelope(ValueError):
    """The headers are not one of our CloudEvents envelopes; the message names the header and the reason."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """The sender, the edge's time and the request of an event.

    `actor`, `role` and `org` are the token's; `time` is the edge's clock and decides nothing (the log time does).
    """

    id: UUID
    type: str
    source: str
    time: datetime
    actor: str
    role: str
    org: str | None = None
    request: str | None = None

    def to_headers(self) -> Headers:
        headers = [
            ("content-type", b"application/json"),
            ("ce_specversion", b"1.0"),
            ("ce_id", str(self.id).encode()),
            ("ce_type", self.type.encode()),
            ("ce_source", self.source.encode()),
            ("ce_time", self.time.isoformat().encode()),
            ("ce_actor", self.actor.encode()),
            ("ce_role", self.role.encode()),
        ]
        if self.org is not None:
            headers.append(("ce_org", self.org.encode()))
        if self.request is not None:
            headers.append(("ce_request", self.request.encode()))
        return headers

    @classmethod
    def from_headers(cls, headers: Iterable[tuple[str, bytes | None]]) -> Envelope:
        """Parse the attributes. Raises BadEnvelope if one is missing, null, not UTF-8 or malformed."""
        given = _decoded(headers)
        for name in _REQUIRED:
            if not given.get(name):
                raise BadEnvelope(f"header {name} is missing")
        try:
            return cls(
                id=UUID(given["ce_id"]),
                type=given["ce_type"],
                source=given["ce_source"],
                time=datetime.fromisoformat(given["ce_time"]),
                actor=given["ce_actor"],
                role=given["ce_role"],
                org=given.get("ce_org"),
                request=given.get("ce_request"),
            )
        except ValueError as error:
            raise BadEnvelope(f"a header is malformed: {error}") from error


def _decoded(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    given = {}
    for name, value in headers:
        if value is None:
            raise BadEnvelope(f"header {name} is null")
        try:
            given[name] = value.decode()
            if "\0" in given[name]:
                raise BadEnvelope(f"header {name} holds NUL")
        except UnicodeDecodeError as error:
            raise BadEnvelope(f"header {name} is not UTF-8") from error
    return given
