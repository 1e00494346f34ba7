"""What one JSON Schema demands of a value, compared with what its predecessor demanded.

Knows only what pydantic, msgspec and we ourselves write into schemas. What it does not know it does not compare.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

Schema = dict[str, Any]
LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems")
UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
FORMS = ("pattern", "format", "const")


class Side(Enum):
    """Who depends on the schema. What is taken must not be narrowed, what is told not be widened, what is kept neither.

    A bound or an enum that grows is no break of what is kept: readers are deployed before writers.
    """

    TAKEN = "taken"
    TOLD = "told"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents, each with the definitions that its schemas refer to."""

    old: Schema
    new: Schema
    side: Side

    def breaks(self, old: Schema, new: Schema, at: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
        """Each way in which `new` breaks who relies on `old`."""
        reference = f"{old.get('$ref')} {new.get('$ref')}"
        if "$ref" in old and "$ref" in new:
            if reference in seen:
                return
            seen |= {reference}
        old, new = resolved(self.old, old), resolved(self.new, new)
        if choices(old) or choices(new):
            yield from self._choices(old, new, at, seen)
            return
        yield from self._type(old, new, at)
        yield from self._fields(old, new, at, seen)
        yield from self._bounds(old, new, at)
        if isinstance(old.get("items"), dict) and isinstance(new.get("items"), dict):
            yield from self.breaks(old["items"], new["items"], f"{at}[]", seen)
        if isinstance(old.get("additionalProperties"), dict) and isinstance(new.get("additionalProperties"), dict):
            yield from self.breaks(old["additionalProperties"], new["additionalProperties"], f"{at}.*", seen)

    def _choices(self, old: Schema, new: Schema, at: str, seen: frozenset[str]) -> Iterator[str]:
        before = {kind(self.old, choice): choice for choice in choices(old) or [old]}
        after = {kind(self.new, choice): choice for choice in choices(new) or [new]}
        for name in before.keys() - after.keys():
            if self.side is not Side.TOLD or name != "null":
                yield f"{at}: may not be {name} any more"
        for name in sorted(after.keys() - before.keys()):
            if self.side is not Side.TAKEN:
                yield f"{at}: may be {name} now"
        for name in sorted(before.keys() & after.keys()):
            yield from self.breaks(before[name], after[name], at, seen)

    def _type(self, old: Schema, new: Schema, at: str) -> Iterator[str]:
        if set(types(old)) != set(types(new)):
            yield f"{at}: was {' or '.join(types(old)) or 'anything'}, is {' or '.join(types(new)) or 'anything'}"

    def _fields(self, old: Schema, new: Schema, at: str, seen: frozenset[str]) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        for name in before:
            if name not in after:
                yield f"{at}.{name}: is gone"
            else:
                yield from self.breaks(before[name], after[name], f"{at}.{name}", seen)
        needed, needs = set(old.get("required", ())), set(new.get("required", ()))
        if self.side is not Side.TOLD:
            yield from (f"{at}.{name}: is required now" for name in sorted(needs - needed))
        if self.side is not Side.TAKEN:
            yield from (f"{at}.{name}: may be missing now" for name in sorted((needed - needs) & after.keys()))
        if self.side is not Side.TOLD and _is_open(old) and not _is_open(new):
            yield f"{at}: takes no unknown field any more"

    def _bounds(self, old: Schema, new: Schema, at: str) -> Iterator[str]:
        known = [old["const"]] if "const" in old else old.get("enum")  # the only value may become one of several
        if known is not None and "enum" in new:
            yield from (f"{at}: {value!r} is gone" for value in known if value not in new["enum"])
        elif self.side is not Side.TOLD and "enum" in new:
            yield f"{at}: takes only {new['enum']} now"
        if self.side is Side.TOLD:
            return
        for word in FORMS:
            if word in new and new[word] != old.get(word):
                yield f"{at}: {word} is {new[word]!r} now"
        for word in LOWER_BOUNDS:
            if word in new and new[word] > old.get(word, float("-inf")):
                yield f"{at}: {word} is {new[word]} now"
        for word in UPPER_BOUNDS:
            if word in new and new[word] < old.get(word, float("inf")):
                yield f"{at}: {word} is {new[word]} now"


def resolved(document: Schema, schema: Schema) -> Schema:
    """What a `$ref` within the document stands for, or the schema itself."""
    while "$ref" in schema:
        found: Any = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        schema = found
    return schema


def _is_open(schema: Schema) -> bool:
    return schema.get("additionalProperties", True) is not False


def choices(schema: Schema) -> list[Schema]:
    return [*schema.get("anyOf", ()), *schema.get("oneOf", ())]


def types(schema: Schema) -> list[str]:
    """The JSON types that a schema names; those of its constants where it names none."""
    named = schema.get("type")
    if isinstance(named, str):
        return [named]
    return sorted(named) if named else []


def kind(document: Schema, choice: Schema) -> str:
    """What makes one choice of several the same as one of the predecessor: its discriminator, else its type."""
    found = resolved(document, choice)
    constants = [str(field["const"]) for field in found.get("properties", {}).values() if "const" in field]
    return constants[0] if constants else " or ".join(types(found)) or "anything"
