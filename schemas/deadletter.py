"""A dead letter: a record that no reader could parse. Its value is the raw bytes; the rest is in its headers."""

from __future__ import annotations

from dataclasses import dataclass

Headers = list[tuple[str, bytes]]
_PLACE = ("dlq_topic", "dlq_partition", "dlq_offset", "dlq_reason")
HEADERS_SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in _PLACE},
    "patternProperties": {"^orig_": {"type": "string"}},
    "required": [*_PLACE],
}
"""The JSON Schema of the headers of a dead letter's record."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A bad record's position, the reason, and its raw key, value and headers."""

    topic: str
    partition: int
    offset: int
    reason: str
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...] = ()

    def to_headers(self) -> Headers:
        """The position and the reason as `dlq_*` headers, then the original headers with the prefix `orig_`."""
        place = [("dlq_topic", self.topic), ("dlq_partition", str(self.partition)), ("dlq_offset", str(self.offset))]
        ours = [(name, text.encode()) for name, text in [*place, ("dlq_reason", self.reason[:1_000])]]
        return ours + [(f"orig_{name}", value) for name, value in self.headers if value is not None]
