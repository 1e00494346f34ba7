"""Request bodies: read within a limit, then JSON that fits its model or a problem that names the path.

Stricter than a JSON parser usually is: a name given twice, NaN, NUL and lone surrogates are refused, so that what is
stored means the same to every later reader.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from starlette.requests import ClientDisconnect, Request

from plumbing.http.problem import FieldError, Problem

DEPTH_MAX = 32
ERRORS_MAX = 100
WITHIN_S = 30.0
_BAD_TEXT = re.compile("[\x00\ud800-\udfff]")

T = TypeVar("T")


class _NameTwice(ValueError):
    """An object names one of its members twice."""


def announced_bytes(request: Request) -> int | None:
    """How long the body is said to be. None where it is not said."""
    announced = request.headers.get("content-length", "")
    return int(announced[:20]) if announced.isascii() and announced.isdigit() else None


async def read_body(request: Request, limit_bytes: int, within_s: float = WITHIN_S) -> bytes:
    """The whole body. Raises Problem 413 beyond `limit_bytes`, at once where the length is announced; 408; 400."""
    if (announced_bytes(request) or 0) > limit_bytes:
        raise _too_large(limit_bytes)
    chunks, size = [], 0
    try:
        async with asyncio.timeout(within_s):
            async for chunk in request.stream():
                size += len(chunk)
                if size > limit_bytes:
                    raise _too_large(limit_bytes)
                chunks.append(chunk)
    except TimeoutError:
        raise Problem(408, f"The body did not come within {within_s:.0f} s.") from None
    except ClientDisconnect:
        raise Problem(400, "The body ended before its time.") from None
    return b"".join(chunks)


def require_type(request: Request, media_type: str) -> None:
    """Raises Problem 415 unless the request says that its body is of `media_type`."""
    given = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if given != media_type:
        raise Problem(415, f"The body must be {media_type}.", headers={"Accept": media_type})


def parse(adapter: TypeAdapter[T], raw: bytes) -> T:
    """What `adapter` makes of a JSON body, strictly. Raises Problem 400 (no JSON) or 422 (JSON that does not fit)."""
    strict_json(raw)
    try:
        return adapter.validate_json(raw, strict=True)
    except ValidationError as error:
        raise unfit(field_errors(error)) from None


def strict_json(raw: bytes) -> Any:
    """The JSON value in `raw`. Raises Problem 400 where it is none, 422 for what means different things to readers."""
    try:
        value = _DECODER.decode(raw.decode())
    except UnicodeDecodeError:
        raise Problem(400, "The body is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise Problem(400, f"The body is not JSON: {error.msg} at character {error.pos}.") from None
    except _NameTwice as twice:
        raise unfit([{"path": str(twice), "reason": "is given twice"}]) from None
    except RecursionError:
        raise unfit([{"path": "", "reason": "is nested too deep"}]) from None
    except ValueError:  # Python's limit for the digits of an integer
        raise unfit([{"path": "", "reason": "holds a number with too many digits"}]) from None
    errors = list(oddities(value))
    if errors:
        raise unfit(errors)
    return value


def unfit(errors: list[FieldError]) -> Problem:
    """422 with each path and reason."""
    first = errors[0]
    where = first["path"] or "The body"
    return Problem(422, f"{where}: {first['reason']}", errors=errors[:ERRORS_MAX])


def field_errors(error: ValidationError) -> list[FieldError]:
    """A pydantic error as paths and reasons, without the values that were given."""
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [
        {"path": ".".join(map(str, one["loc"])), "reason": one["msg"].removeprefix("Value error, ")} for one in found
    ]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        raise _NameTwice(next(name for name in names if names.count(name) > 1))
    return members


_DECODER = json.JSONDecoder(object_pairs_hook=_object)


def _too_large(limit_bytes: int) -> Problem:
    return Problem(413, f"The body is larger than {limit_bytes} bytes.")


def oddities(value: Any, path: str = "", depth: int = 0) -> Iterator[FieldError]:
    """What JSON's grammar lets pass and its readers disagree on."""
    if depth > DEPTH_MAX:
        yield {"path": path, "reason": "is nested too deep"}
    elif isinstance(value, str):
        if _BAD_TEXT.search(value):
            yield {"path": path, "reason": "holds NUL or half of a surrogate pair"}
    elif isinstance(value, float):
        if not math.isfinite(value):
            yield {"path": path, "reason": "is no finite number"}
    elif isinstance(value, dict):
        for name, member in value.items():
            if _BAD_TEXT.search(name):
                yield {"path": path, "reason": "holds a name with NUL or half of a surrogate pair"}
            else:
                yield from oddities(member, f"{path}.{name}" if path else name, depth + 1)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from oddities(item, f"{path}.{index}" if path else str(index), depth + 1)
