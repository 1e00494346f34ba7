"""How large the JSON of a model can be: its bytes and its number of values, from its JSON Schema. No I/O.

A body with more of either cannot fit its model, so it is refused before it is read or parsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pydantic import TypeAdapter

CHARACTER_BYTES = 12
"""Of one character as two escapes, `\\ud83d\\ude00`."""
SCALAR_BYTES = 100
"""Of a number, a time, a UUID or a word of the API, with the comma and some blanks."""
UNBOUNDED = float("inf")


class Extent(NamedTuple):
    """Bytes and values; infinite where the schema does not bound them. Names of members count as values."""

    size: float
    values: float

    def __add__(self, other: object) -> Extent:
        assert isinstance(other, Extent)
        return Extent(self.size + other.size, self.values + other.values)


SCALAR = Extent(SCALAR_BYTES, 1)
NONE, BOUNDLESS = Extent(0, 0), Extent(UNBOUNDED, UNBOUNDED)


def extent_of(adapter: TypeAdapter[Any]) -> Extent:
    """The extent of the largest JSON value that the adapter can accept."""
    schema = adapter.json_schema()
    return _extent(schema, schema.get("$defs", {}), ())


def _extent(schema: Mapping[str, Any], named: Mapping[str, Any], within: tuple[str, ...]) -> Extent:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return BOUNDLESS if name in within else _extent(named[name], named, (*within, name))
    choices = [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
    if choices:
        return _largest(_extent(choice, named, within) for choice in choices)
    match schema.get("type"):
        case "object":
            return _object(schema, named, within)
        case "array":
            item = _extent(schema.get("items", {}), named, within)
            most = schema.get("maxItems", UNBOUNDED)
            return SCALAR + Extent(item.size * most, item.values * most)
        case "string" if "maxLength" in schema:
            return SCALAR + Extent(CHARACTER_BYTES * schema["maxLength"], 0)
        case "string" if not {"format", "enum", "const"} & schema.keys():
            return Extent(UNBOUNDED, 1)
        case "string" | "integer" | "number" | "boolean" | "null":
            return SCALAR
    return BOUNDLESS


def _object(schema: Mapping[str, Any], named: Mapping[str, Any], within: tuple[str, ...]) -> Extent:
    if schema.get("additionalProperties", True) is not False:
        return BOUNDLESS
    total = SCALAR
    for member in schema.get("properties", {}).values():
        total += SCALAR + _extent(member, named, within)
    return total


def _largest(extents: Iterable[Extent]) -> Extent:
    sizes, values = zip(*extents, strict=True)
    return Extent(max(sizes), max(values))


def has_more_values(raw: bytes, most: float) -> bool:
    """Whether JSON has more than `most` values and names, without parsing it: in a few milliseconds for a megabyte.

    First an upper bound, since texts hold commas too; if that exceeds `most`, only what stands outside of texts counts.
    """
    if _values_at_most(raw) <= most:
        return False
    parts = raw.replace(rb"\\", b"").replace(rb"\"", b"").split(b'"', 2 * int(most) + 2)
    return len(parts) > 2 * most + 1 or _values_at_most(b"".join(parts[::2])) > most


def _values_at_most(raw: bytes) -> int:
    """Each value but the outermost stands behind a comma or colon, or is the first of its container."""
    return len(raw) - len(raw.translate(None, b",:[{")) + 1
