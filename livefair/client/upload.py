"""Sends a file of jobs to ingest, streamed, and parses the account of the import. Prints nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import httpx

from livefair.failure import Failure

TIMEOUT = httpx.Timeout(10.0, read=900.0, write=900.0)  # the answer to a large file comes after it was read to its end


@dataclass(frozen=True, slots=True)
class Rejected:
    """What is wrong with a row, or with one of its cells. `sheet` is set where the workbook has several."""

    row: int
    field: str | None
    reason: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """The result of an import. `rejected` holds the first 1,000 of `rejected_count`, and so do `warnings`.

    `columns` are the file's headers by field, `ignored` the columns without a field, `unread` the sheets without a
    known header and the hidden ones.
    """

    accepted: int
    duplicates: int
    rejected_count: int
    rejected: tuple[Rejected, ...]
    position: str | None  # of the last event in the log
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    warnings_count: int = 0
    warnings: tuple[Rejected, ...] = ()


def import_jobs(
    ingest: str, token: str, fair: str, file: BinaryIO, name: str, mapping: str | None = None, dry_run: bool = False
) -> Account:
    """Import the file. Raises Failure where the file as a whole is refused."""
    try:
        answer = httpx.post(
            f"{ingest}/v1/fairs/{fair}/jobs/import",
            params={"dry_run": "true"} if dry_run else {},
            data={"map": mapping} if mapping else {},
            files={"file": (name, file, "application/octet-stream")},
            headers={"Authorization": f"Bearer {token}"},
            timeout=TIMEOUT,
            trust_env=False,
        )
    except (httpx.InvalidURL, UnicodeEncodeError) as problem:  # the token is a header, which holds ASCII only
        raise Failure(f"the address of ingest or the token is none: {problem}") from None
    except httpx.HTTPError as problem:
        raise Failure(f"ingest at {ingest} does not answer ({problem}): is the system up?") from problem
    if answer.status_code != 200:
        raise Failure(f"{name} was refused: {describe_problem(answer)}")
    return _account(answer.json())


def describe_problem(answer: httpx.Response) -> str:
    """A problem+json answer in one line: title, detail, and the places in the body."""
    try:
        body: Mapping[str, Any] = answer.json()
    except ValueError:
        return f"{answer.status_code} {answer.reason_phrase}"
    told = [str(body[part]) for part in ("title", "detail") if body.get(part)]
    told += [f"{error.get('path')}: {error.get('reason')}" for error in body.get("errors") or ()]
    return f"{answer.status_code} {'; '.join(told)}"


def _account(body: Mapping[str, Any]) -> Account:
    return Account(
        *(body["accepted"], body["duplicates"], body["rejected_count"], _rows(body["rejected"])),
        position=(body.get("receipt") or {}).get("position"),
        columns=body.get("columns", {}),
        ignored=tuple(body.get("ignored", ())),
        unread=tuple(sheet["name"] for sheet in body.get("sheets", ()) if not sheet["read"]),
        warnings_count=body.get("warnings_count", 0),
        warnings=_rows(body.get("warnings", ())),
    )


def _rows(listed: Sequence[Mapping[str, Any]]) -> tuple[Rejected, ...]:
    return tuple(Rejected(row["row"], row.get("field"), row["reason"], row.get("sheet", "")) for row in listed)
