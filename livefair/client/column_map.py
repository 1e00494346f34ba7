"""Reads which columns of a file of jobs hold which fields, as people name them on a command line.

What a column or a field may be called is for ingest to say.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from livefair.failure import Failure


def read_map(given: Sequence[str]) -> str | None:
    """The map as JSON, from files of JSON and `FIELD=COLUMN`; the later one counts. None where nothing is given.

    A single file is left as it is, so that ingest says what is wrong with it. What is the name of an existing file is
    that file, also with `=` in it. Raises Failure.
    """
    if len(given) == 1 and not _is_pair(given[0]):
        return _text(given[0])
    merged: dict[str, object] = {}
    for each in given:
        field, _, column = each.partition("=")
        merged |= {field: column} if _is_pair(each) else _object(each)
    return json.dumps(merged, ensure_ascii=False) if merged else None


def _is_pair(given: str) -> bool:
    try:
        return given.find("=") > 0 and not Path(given).is_file()
    except OSError:  # too long for the name of a file
        return True


def _object(name: str) -> dict[str, object]:
    try:
        found = json.loads(_text(name))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Failure(f"the map {name} is no JSON object of our field -> its column")
    return found


def _text(name: str) -> str:
    try:
        return Path(name).read_text("utf-8")
    except OSError as problem:
        raise Failure(f"cannot read the map {name}: {problem.strerror}; or say --map FIELD=COLUMN") from None
    except UnicodeDecodeError:
        raise Failure(f"the map {name} is not UTF-8: save it as such") from None
