"""The contracts as the code has them now, and where each is committed under `docs/contracts/`.

`make contracts` runs this file: it rewrites what is stale, and refuses what breaks unless it is told `--breaking`.
`make check` runs it with `--check`, which writes nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from schemas import deadletter, envelope
from schemas.catalog import CATALOG_ENTRY
from schemas.presence import PresenceRecord
from schemas.registry import EVENT_TYPES
from schemas.resume import ResumeCard
from schemas.rooms import RoomRecord
from services.notify import documents as notify
from tests.contracts import served
from tests.contracts.breaking import breaks

FOLDER = Path(__file__).parents[2] / "docs" / "contracts"
Document = dict[str, Any]


@cache
def contracts() -> dict[str, Document]:
    """Every contract by its path below the folder, without `.json`."""
    made: dict[str, Callable[[], Document]] = {
        "openapi/ingest": lambda: served.document(served.of_ingest(), "openapi"),
        "openapi/fair": lambda: served.document(served.of_fair(), "openapi"),
        "openapi/notify": notify.openapi,
        "asyncapi/fair": lambda: served.document(served.of_fair(), "asyncapi"),
        "asyncapi/notify": notify.asyncapi,
        "records/envelope": lambda: dict(envelope.HEADERS_SCHEMA),
        "records/dead-letter": lambda: dict(deadletter.HEADERS_SCHEMA),
        "records/catalog": CATALOG_ENTRY.json_schema,
        "records/presence": PresenceRecord.model_json_schema,
        "records/room": RoomRecord.model_json_schema,
        "records/resume-card": ResumeCard.model_json_schema,
        **{f"events/{name}": TypeAdapter(model).json_schema for name, model in EVENT_TYPES.items()},
    }
    return {name: json.loads(json.dumps(make())) for name, make in made.items()}


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.json"


def committed(name: str) -> Document | None:
    """The contract as it is committed, None where it is not yet."""
    path = path_of(name)
    document: Document | None = json.loads(path.read_text()) if path.exists() else None
    return document


def left_over() -> list[str]:
    """What is committed and does not exist any more, which breaks those who rely on it."""
    kept = (path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.json"))
    return sorted(set(kept) - contracts().keys())


def broken() -> list[str]:
    """Each way in which the code breaks what is committed."""
    gone = [f"{name}: is gone" for name in left_over()]
    for name, now in contracts().items():
        before = committed(name)
        gone += [f"{name}: {said}" for said in breaks(before, now)] if before is not None else []
    return gone


def stale() -> list[str]:
    """The names of contracts whose committed file says something else than the code."""
    return [name for name, now in contracts().items() if committed(name) != now]


def in_order_of(before: Any, now: Any) -> Any:
    """`now` with its keys in the order of `before`, new ones last: a diff shows what changed, not what moved."""
    if isinstance(before, dict) and isinstance(now, dict):
        names = sorted(now, key=[*before, *(name for name in now if name not in before)].index)
        return {name: in_order_of(before.get(name), now[name]) for name in names}
    return now


def main(arguments: list[str]) -> int:
    """Rewrite what is stale. Exit status 1: something breaks, or is stale with `--check`, and nothing was written."""
    breaking = broken()
    if "--check" in arguments:
        for said in (*breaking, *(f"{name}: is stale, run `make contracts` and commit it" for name in stale())):
            print(said)
        return 1 if breaking or stale() else 0
    if breaking and "--breaking" not in arguments:
        print(*breaking, sep="\n")
        print("This breaks who relies on it: give it a new version, or say `make contracts BREAKING=yes`.")
        return 1
    for name in left_over():
        path_of(name).unlink()
    for name in stale():
        path_of(name).parent.mkdir(parents=True, exist_ok=True)
        document = in_order_of(committed(name), contracts()[name])
        path_of(name).write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        print(f"written  {path_of(name).relative_to(FOLDER.parents[1])}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
