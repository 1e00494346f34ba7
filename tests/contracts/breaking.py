"""What breaks those who rely on a committed contract: compares OpenAPI, AsyncAPI and JSON Schema documents.

Adding is free. Taking away, renaming, requiring more and meaning something else need a new version.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.contracts.shapes import Comparison, Side, resolved

Document = dict[str, Any]
METHODS = ("get", "put", "post", "patch", "delete")


def breaks(old: Document, new: Document) -> list[str]:
    """Each way in which `new` breaks `old`, in words; empty where it does not."""
    if "openapi" in old:
        return list(_openapi(old, new))
    if "asyncapi" in old:
        return list(_asyncapi(old, new))
    return list(Comparison(old, new, Side.KEPT).breaks(old, new, "value"))


def _openapi(old: Document, new: Document) -> Iterator[str]:
    for path, methods in old["paths"].items():
        for method in (method for method in METHODS if method in methods):
            at = f"{method.upper()} {path}"
            after = new["paths"].get(path, {}).get(method)
            if after is None:
                yield f"{at}: is gone"
                continue
            yield from _parameters(old, new, methods[method], after, at)
            yield from _body(old, new, methods[method], after, at)
            yield from _responses(old, new, methods[method], after, at)
            if not _needs_token(methods[method]) and _needs_token(after):
                yield f"{at}: needs a token now"


def _needs_token(operation: Document) -> bool:
    allowed = operation.get("security", [])
    return bool(allowed) and {} not in allowed


def _parameters(old: Document, new: Document, before: Document, after: Document, at: str) -> Iterator[str]:
    compared = Comparison(old, new, Side.TAKEN)
    earlier = {(one["in"], one["name"]): one for one in before.get("parameters", ())}
    later = {(one["in"], one["name"]): one for one in after.get("parameters", ())}
    for key, parameter in earlier.items():
        if key not in later:
            yield f"{at}: {key[0]} parameter {key[1]} is gone"
        else:
            yield from compared.breaks(parameter["schema"], later[key]["schema"], f"{at}?{key[1]}")
    for key, parameter in later.items():
        if parameter.get("required") and not earlier.get(key, {}).get("required"):
            yield f"{at}: {key[0]} parameter {key[1]} is required now"


def _body(old: Document, new: Document, before: Document, after: Document, at: str) -> Iterator[str]:
    was, now = before.get("requestBody", {}), after.get("requestBody", {})
    if now.get("required") and not was.get("required"):
        yield f"{at}: a body is required now"
    yield from _contents(Comparison(old, new, Side.TAKEN), was, now, f"{at} body")


def _responses(old: Document, new: Document, before: Document, after: Document, at: str) -> Iterator[str]:
    for status, response in before.get("responses", {}).items():
        if status not in after.get("responses", {}):
            yield f"{at}: does not answer {status} any more"
            continue
        was, now = resolved(old, response), resolved(new, after["responses"][status])
        yield from _contents(Comparison(old, new, Side.TOLD), was, now, f"{at} {status}")


def _contents(compared: Comparison, before: Document, after: Document, at: str) -> Iterator[str]:
    for media_type, content in before.get("content", {}).items():
        if media_type not in after.get("content", {}):
            yield f"{at}: {media_type} is gone"
        elif "schema" in content and "schema" in after["content"][media_type]:
            yield from compared.breaks(content["schema"], after["content"][media_type]["schema"], at)
        elif "schema" in content:
            yield f"{at}: {media_type} is not described any more"


def _asyncapi(old: Document, new: Document) -> Iterator[str]:
    for name, channel in old["channels"].items():
        after = new["channels"].get(name)
        if after is None:
            yield f"channel {name}: is gone"
            continue
        if channel["address"] != after["address"]:
            yield f"channel {name}: is at {after['address']} now"
        for kind, message in channel["messages"].items():
            if kind not in after["messages"]:
                yield f"channel {name}: {kind} is gone"
            else:
                yield from _message(old, new, message, after["messages"][kind], f"{name} {kind}")
    for name, operation in old["operations"].items():
        if new["operations"].get(name, {}).get("action") != operation["action"]:
            yield f"operation {name}: does not {operation['action']} any more"


def _message(old: Document, new: Document, before: Document, after: Document, at: str) -> Iterator[str]:
    compared = Comparison(old, new, Side.KEPT)
    before, after = resolved(old, before), resolved(new, after)
    for part in ("payload", "headers"):
        if part in before and part in after:
            yield from compared.breaks(before[part], after[part], f"{at} {part}")
        elif part in before:
            yield f"{at}: its {part} is not described any more"
