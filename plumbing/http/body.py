"""Request bodies: read within a limit, then parsed as JSON that fits its model, or a problem that names the path.

Stricter than usual JSON parsers: duplicate names, NaN, NUL and lone surrogates are refused, so that every later reader
understands the stored value in the same way.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from types import CoroutineType
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.types import Message, Receive

from plumbing.http.extent import UNBOUNDED, has_more_values
from plumbing.http.problem import FieldError, Problem
from plumbing.limits import Limit

DEPTH_MAX = 32
ERRORS_MAX = 100
ERRORS_SPELT_MAX = 5_000
PATH_CHARACTERS_MAX = 500
WITHIN_S, BYTES_PER_S = 30.0, 65_536  # a whole body has half a minute, and more by its limit
PACE = Limit("bodies that arrive", None, unit="bytes every 10 s at least", shares={"request": 16_384}, over_share="408")
PACE_S = 10.0
SMALL_BYTES = 16_384
_BAD_TEXT = re.compile("[\x00\ud800-\udfff]")
_TEXT = rb'"[ !#-\[\]-~]*"'
_PLAIN = re.compile(rb'\{\s*"(\w{1,40})"\s*:\s*%b\s*(?:,\s*"(?!\1")\w{1,40}"\s*:\s*%b\s*)?\}' % (_TEXT, _TEXT))
"""One or two members with different names and plain text: such a body needs no further check, and most are like it."""

T = TypeVar("T")


class _NameTwice(ValueError):
    """An object has a duplicate name."""


def announced_bytes(request: Request) -> int | None:
    """The announced length of the body; None if it is not announced."""
    announced = request.headers.get("content-length", "")
    return int(announced[:20]) if announced.isascii() and announced.isdigit() else None


async def read_body(
    request: Request, limit_bytes: int, pace_s: float = PACE_S, arrived: Callable[[int], None] = lambda _: None
) -> bytes:
    """The whole body. Raises Problem 413 above `limit_bytes`, at once if the length is announced; 408; 400.

    It is too slow, 408, where no 16 KiB come in `pace_s`, or the whole takes more than half a minute and the time for
    `limit_bytes` at 64 KiB a second.

    `arrived` is called with the sizes of what has arrived, and may raise Problem; a small body that is there as a whole
    is not worth the call.
    """
    if (announced_bytes(request) or 0) > limit_bytes:
        raise _too_large(limit_bytes)
    body = bytearray()
    message = _at_hand(request.receive)
    if message is None or _takes(message, body, limit_bytes):
        try:
            await _rest(request, body, limit_bytes, pace_s, arrived)
        except TimeoutError:
            pace = f"{PACE.share('request'):,} bytes every {pace_s:.0f} s"
            raise Problem(408, f"The body came too slowly: send {pace}.") from None
    elif len(body) > SMALL_BYTES:
        arrived(len(body))
    return bytes(body)


async def _rest(
    request: Request, body: bytearray, limit_bytes: int, pace_s: float, arrived: Callable[[int], None]
) -> None:
    """Append what comes. Raises TimeoutError where it comes too slowly, and what `arrived` and `_takes` raise."""
    clock = asyncio.get_running_loop().time
    until = clock() + WITHIN_S + limit_bytes / BYTES_PER_S
    counted, paced, more = 0, len(body), True
    async with asyncio.timeout(pace_s) as pace:
        while more:
            arrived(len(body) - counted)
            counted = len(body)
            if counted - paced >= PACE.share("request"):
                paced = counted
                pace.reschedule(min(until, clock() + pace_s))
            more = _takes(await request.receive(), body, limit_bytes)
        arrived(len(body) - counted)


def _at_hand(receive: Receive) -> Message | None:
    """The next message if it is available, as for nearly every body: a timer would cost more than the check.

    A message that is not available yet is requested again: the closed coroutine has consumed nothing.
    """
    coming = receive()
    if not isinstance(coming, CoroutineType):
        return None
    try:
        coming.send(None)
    except StopIteration as there:
        return cast(Message, there.value)
    coming.close()
    return None


def _takes(message: Message, body: bytearray, limit_bytes: int) -> bool:
    """Append a message's part of the body; whether more follows. Raises Problem 413; 400 if the body ends too early."""
    if message["type"] == "http.disconnect":
        raise Problem(400, "The body ended before its time.")
    body += message.get("body", b"")
    if len(body) > limit_bytes:
        raise _too_large(limit_bytes)
    return bool(message.get("more_body"))


def require_type(request: Request, media_type: str) -> None:
    """Raises Problem 415 unless the request declares a body of `media_type`."""
    given = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if given != media_type:
        raise Problem(415, f"The body must be {media_type}.", headers={"Accept": media_type})


def parse(adapter: TypeAdapter[T], raw: bytes, values_max: float = UNBOUNDED) -> T:
    """Parse a JSON body strictly with `adapter`. Raises Problem 400 (no JSON) or 422 (JSON that does not fit).

    A body with more than `values_max` values is refused before it is parsed, which would take most of a second.
    """
    if not _PLAIN.fullmatch(raw):
        if has_more_values(raw, values_max):
            raise unfit([{"path": "", "reason": f"holds more than {values_max:,.0f} values"}])
        strict_json(raw)
    try:
        return adapter.validate_json(raw, strict=True)
    except ValidationError as error:
        raise unfit(field_errors(error, json.loads(raw))) from None


def strict_json(raw: bytes) -> Any:
    """The JSON value in `raw`. Raises Problem 400 if it is invalid, 422 if readers would interpret it differently."""
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
    errors = list(islice(oddities(value), ERRORS_MAX))
    if errors:
        raise unfit(errors)
    return value


def unfit(errors: list[FieldError]) -> Problem:
    """422 with each path, truncated if a name in it is very long, and reason."""
    told: list[FieldError] = [{**error, "path": error["path"][:PATH_CHARACTERS_MAX]} for error in errors[:ERRORS_MAX]]
    return Problem(422, f"{told[0]['path'] or 'The body'}: {told[0]['reason']}", errors=told)


def field_errors(error: ValidationError, given: Any) -> list[FieldError]:
    """A pydantic error about `given` as paths and reasons, without the values.

    Above a limit errors are only counted: to format the half million errors of a bad megabyte takes seconds.
    """
    if error.error_count() > ERRORS_SPELT_MAX:
        return [{"path": "", "reason": f"does not fit in {error.error_count():,} places"}]
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return [
        {
            "path": ".".join(map(str, _steps(given, one["loc"], missing=one["type"] == "missing"))),
            "reason": one["msg"].removeprefix("Value error, "),
        }
        for one in found
    ]


def _steps(value: Any, place: Sequence[int | str], *, missing: bool) -> Iterator[int | str]:
    """The steps from `value` down to the position of an error. Pydantic also adds which of several types it tried
    there; that is skipped. `missing`: the last step leads to a member that does not exist."""
    for number, step in enumerate(place, 1):
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            if not (missing and number == len(place)):
                continue
        yield step


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise _NameTwice(name)
            seen.add(name)
    return members


_DECODER = json.JSONDecoder(object_pairs_hook=_object)


def _too_large(limit_bytes: int) -> Problem:
    return Problem.at("", f"is larger than {limit_bytes} bytes", 413)


def oddities(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[FieldError]:
    """What the JSON grammar allows but readers interpret differently.

    A path is formatted only if it is reported: a name may be as long as the body, with as many items below it.
    """
    if len(path) > DEPTH_MAX:
        yield _odd(path, "is nested too deep")
    elif isinstance(value, str):
        if _BAD_TEXT.search(value):
            yield _odd(path, "holds NUL or half of a surrogate pair")
    elif isinstance(value, float):
        if not math.isfinite(value):
            yield _odd(path, "is no finite number")
    elif isinstance(value, dict):
        for name, member in value.items():
            if _BAD_TEXT.search(name):
                yield _odd(path, "holds a name with NUL or half of a surrogate pair")
            else:
                yield from oddities(member, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from oddities(item, (*path, index))


def _odd(path: tuple[str | int, ...], reason: str) -> FieldError:
    return {"path": ".".join(map(str, path)), "reason": reason}
