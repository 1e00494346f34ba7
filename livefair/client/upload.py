"""Imports a file of jobs in the background: sends it to ingest, follows the import, and parses its account.

Prints nothing. The import goes on without this process: anyone who stops following it has not cancelled it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import httpx

from livefair.client.problem import describe_problem
from livefair.failure import Failure

TIMEOUT = httpx.Timeout(10.0, read=900.0, write=900.0)  # a large file takes its time until it is stored
LOOK_S = 0.5
SILENCE_S_MAX = 120.0  # without an answer, while a service is restarted
LATER = frozenset({429, 502, 503, 504})


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

    `columns` are the file's headers by field, `ignored` the columns that no field uses; `doubly_claimed` has the field
    of those for which another column was taken. `unread` has the reason of each sheet that was not read.
    """

    accepted: int
    duplicates: int
    rejected_count: int
    rejected: tuple[Rejected, ...]
    position: str | None  # of the last event in the log
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    doubly_claimed: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
    warnings_count: int = 0
    warnings: tuple[Rejected, ...] = ()
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come. `rows` are those that hold anything; the rate and the time left are None at first."""

    rows: int
    accepted: int
    rejected: int
    bytes_read: int
    bytes: int
    rows_per_s: float | None
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class Ordered:
    """An import that ingest has taken. `position` is that of its first record."""

    id: str
    name: str
    position: str


def nobody(progress: Progress) -> None:
    """For those who do not watch."""


@dataclass(frozen=True, slots=True)
class Importer:
    """The imports of one person. `ingest` takes them, and `fair`, the read API, tells of them."""

    ingest: str
    fair: str
    token: str

    def order(
        self, fair: str, file: BinaryIO, name: str, mapping: str | None = None, *, dry_run: bool = False
    ) -> Ordered:
        """Send the file. Raises Failure where it is refused, or ingest does not answer."""
        answer = self._asked(
            "POST",
            f"{self.ingest}/v1/fairs/{fair}/jobs/import",
            params={"dry_run": "true"} if dry_run else {},
            data={"map": mapping} if mapping else {},
            files={"file": (name, file, "application/octet-stream")},
            headers={"Prefer": "respond-async"},
        )
        if answer.status_code != 202:
            raise Failure(f"{name} was refused: {describe_problem(answer)}")
        told = answer.json()
        return Ordered(told["id"], name, told["receipt"]["position"])

    def follow(self, ordered: Ordered, heard: Callable[[Progress], None] = nobody) -> Account:
        """Wait until the import is over. Raises Failure where it failed, or its progress cannot be read."""
        answered = time.monotonic()
        while True:
            told, why = self._told(ordered)
            if told is not None:
                answered = time.monotonic()
                heard(_progress(told))
                if told["state"] == "failed":
                    raise Failure(f"{ordered.name} was refused: {told['reason']}")
                if told["state"] != "running":
                    return _account(told)
            elif time.monotonic() - answered > SILENCE_S_MAX:
                raise Failure(f"the import {ordered.id} goes on, but its progress cannot be read: {why}")
            time.sleep(LOOK_S)

    def cancel(self, ordered: Ordered) -> None:
        """The rows so far stay, and the others are not read. Raises Failure."""
        answer = self._asked("DELETE", f"{self.ingest}/v1/imports/{ordered.id}")
        if answer.status_code not in (202, 409):  # 409: it has come to its end meanwhile
            raise Failure(f"the import {ordered.id} goes on: {describe_problem(answer)}")

    def write_rejected(self, ordered: Ordered, path: Path) -> None:
        """Write all rejected rows, with what is wrong with each, as CSV or as XLSX. Raises Failure, OSError.

        A file that stands there is replaced once all rows have arrived.
        """
        kind = "xlsx" if path.suffix.lower() == ".xlsx" else "csv"
        url = f"{self.fair}/v1/imports/{ordered.id}/rejected.{kind}"
        try:
            with httpx.stream(
                "GET", url, params={"lang": "en"}, headers=self._allowed, timeout=TIMEOUT, trust_env=False
            ) as got:
                if got.status_code != 200:
                    got.read()
                    raise Failure(f"the rejected rows cannot be read: {describe_problem(got)}")
                with _replacing(path) as file:
                    for piece in got.iter_bytes():
                        file.write(piece)
        except httpx.HTTPError as problem:
            silent = f"fair at {self.fair} does not answer to the end ({problem})"
            raise Failure(f"the rejected rows cannot be read: {silent}") from None

    def _told(self, ordered: Ordered) -> tuple[Mapping[str, Any] | None, str]:
        """What fair tells of the import; None, with the reason, where it cannot at the moment. Raises Failure."""
        url = f"{self.fair}/v1/imports/{ordered.id}"
        try:
            answer = httpx.get(
                url, params={"after": ordered.position}, headers=self._allowed, timeout=TIMEOUT, trust_env=False
            )
        except httpx.HTTPError as problem:
            return None, f"fair at {self.fair} does not answer ({problem})"
        if answer.status_code in LATER:
            return None, describe_problem(answer)
        if answer.status_code != 200:
            hint = "; say --reads URL where the read API has another address" if answer.status_code == 404 else ""
            raise Failure(f"the import {ordered.id} goes on, but cannot be followed: {describe_problem(answer)}{hint}")
        told: Mapping[str, Any] = answer.json()
        return told, ""

    def _asked(self, method: str, url: str, headers: Mapping[str, str] | None = None, **what: Any) -> httpx.Response:
        try:
            return httpx.request(
                method, url, headers={**self._allowed, **(headers or {})}, timeout=TIMEOUT, trust_env=False, **what
            )
        except (httpx.InvalidURL, UnicodeEncodeError) as problem:  # the token is a header, which holds ASCII only
            raise Failure(f"the address of ingest or the token is none: {problem}") from None
        except httpx.HTTPError as problem:
            raise Failure(f"ingest at {self.ingest} does not answer ({problem}): is the system up?") from problem

    @property
    def _allowed(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `path` when the block ends, and is deleted where it fails.

    What is no plain file, such as a pipe, is written itself.
    """
    path = path.resolve()
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            yield file
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _progress(told: Mapping[str, Any]) -> Progress:
    names = ("rows", "accepted", "rejected_count", "bytes_read", "bytes", "rows_per_s", "seconds_left")
    return Progress(*(told[name] for name in names))


def _account(told: Mapping[str, Any]) -> Account:
    return Account(
        *(told["accepted"], told["duplicates"], told["rejected_count"], _rows(told["rejected"])),
        position=(told.get("receipt") or {}).get("position"),
        columns=told["columns"],
        ignored=tuple(told["ignored"]),
        doubly_claimed={one["column"]: one["field"] for one in told.get("doubly_claimed", ())},
        unread=_unread(told),
        warnings_count=told["warnings_count"],
        warnings=_rows(told["warnings"]),
        cancelled=told["state"] == "cancelled",
    )


def _unread(told: Mapping[str, Any]) -> dict[str, str]:
    reasons = {sheet["name"]: sheet["reason"] for sheet in told.get("unread_sheets", ())}
    return {sheet["name"]: reasons.get(sheet["name"], "") for sheet in told["sheets"] if not sheet["read"]}


def _rows(listed: Sequence[Mapping[str, Any]]) -> tuple[Rejected, ...]:
    return tuple(Rejected(row["row"], row.get("field"), row["reason"], row.get("sheet", "")) for row in listed)
