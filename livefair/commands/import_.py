"""The command `livefair import`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn, TransferSpeedColumn
from rich.progress import Progress as Bar

from livefair.client.column_map import read_map
from livefair.client.upload import Account, Importer, Ordered, Progress, Rejected
from livefair.commands.options import HOME, HomeOption
from livefair.failure import Failure
from livefair.system.home import Home
from livefair.system.keys import Signer

FORMATS = "CSV (UTF-8, UTF-16, GB18030, Big5 or cp1252), XLSX, XLS or ODS, up to 200 MB."
TOKEN_S = 3_600
SHOWN_MAX = 10
LINE_EVERY_S = 5.0
REJECTED_KINDS = (".csv", ".xlsx")
INTERRUPTED = 130  # the exit status of what Ctrl-C ended
HAS_REJECTED = 3  # with --strict
MINUTES_FROM_S = 90
UNREAD = {
    "hidden": "it is hidden",
    "blank": "it is blank",
    "no_header": "no row names the columns that are needed",
    "other_header": "the letters and numbers of the map hold for the first sheet's columns",
}


class Role(StrEnum):
    ORGANIZER = "organizer"
    ENTERPRISE = "enterprise"


def command(
    file: Annotated[
        Path,
        typer.Argument(help=FORMATS, dir_okay=False),
    ],
    fair: Annotated[str, typer.Option(help="The id of the fair.")],
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="FIELD=COLUMN|FILE", help="Our field and its column, or JSON of these; may be repeated."
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Only say what would become of the rows.")] = False,
    rejected: Annotated[
        Path | None, typer.Option(help="Write the rejected rows, with what is wrong, to this .csv or .xlsx.")
    ] = None,
    strict: Annotated[bool, typer.Option(help="Exit status 3 where a row was rejected.")] = False,
    home: HomeOption = HOME,
    ingest: Annotated[str | None, typer.Option(help="URL; without it, the ingest of the running system.")] = None,
    reads: Annotated[str | None, typer.Option(help="URL of the read API; without it, where ingest is.")] = None,
    token: Annotated[str | None, typer.Option(help="Whose import it is; or say --org.")] = None,
    org: Annotated[str | None, typer.Option(help="Sign a token for it with the local system's key.")] = None,
    role: Annotated[Role, typer.Option(help="With --org: what it is.")] = Role.ORGANIZER,
) -> None:
    """Import a file of jobs into a fair, show its progress, and print the account.

    An organizer's file may hold jobs of many enterprises, an enterprise's only its own. A bad row is rejected
    with its field and reason, and the import goes on. Ctrl-C cancels it: the rows so far stay. Exit status 1: the
    file as a whole was refused; 2: an option is wrong; 3: with --strict, rows were rejected; 130: it was cancelled.
    """
    run = {} if ingest else Home(home).read_run()
    ingest = ingest or str(run["ingest"])
    importer = Importer(ingest, reads or str(run.get("fair", ingest)), token or _sign(home, org, role))
    if rejected:
        _may_write(rejected)
    ordered = _send(importer, fair, file, read_map(maps or ()), dry_run)
    account = _follow(importer, ordered, dry_run)
    _print(account, file.name, dry_run)
    if rejected:
        _write(importer, ordered, rejected)
    if account.cancelled:
        raise typer.Exit(INTERRUPTED)
    if strict and account.rejected_count:
        raise typer.Exit(HAS_REJECTED)


def _sign(home: Path, org: str | None, role: Role) -> str:
    if org is None:
        raise Failure("who imports? Say --token TOKEN, or --org ORG of the fair's organizer (or --role enterprise)")
    claims = {"sub": f"import-{org}", "role": role.value, "org": org}
    return Signer(Home(home)).token(claims, TOKEN_S)


def _send(importer: Importer, fair: str, file: Path, mapping: str | None, dry_run: bool) -> Ordered:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        try:
            with bar.open(file, "rb", description=f"sending {file.name}") as stream:
                return importer.order(fair, stream, file.name, mapping, dry_run=dry_run)
        except KeyboardInterrupt:
            print("stopped while sending: nothing is imported unless the whole file had arrived", file=sys.stderr)
            raise
        except OSError as problem:
            raise Failure(f"cannot read {file}: {problem.strerror}") from None


def _follow(importer: Importer, ordered: Ordered, dry_run: bool) -> Account:
    """Show the progress until the end. Ctrl-C cancels the import, and a second one stops waiting for its end."""
    with _shown(ordered.name) as heard:
        try:
            return importer.follow(ordered, heard)
        except KeyboardInterrupt:
            what = "check: nothing is written" if dry_run else "import: the rows so far stay"
            print(f"cancelling the {what}", file=sys.stderr)
            importer.cancel(ordered)
        try:
            return importer.follow(ordered, heard)
        except KeyboardInterrupt:
            print(f"not waiting for the end: ingest was asked to cancel the import {ordered.id}", file=sys.stderr)
            raise


@contextmanager
def _shown(name: str) -> Iterator[Callable[[Progress], None]]:
    """A bar on a terminal; elsewhere a line every few seconds. Both go to stderr."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(name)
        return
    with Bar(TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}"), console=console) as bar:
        task = bar.add_task(f"importing {name}", total=None, told="waiting for its turn")
        yield lambda far: bar.update(task, total=far.bytes, completed=far.bytes_read, told=describe(far))


def _lines(name: str) -> Callable[[Progress], None]:
    next_s = time.monotonic() + LINE_EVERY_S

    def heard(far: Progress) -> None:
        nonlocal next_s
        if time.monotonic() >= next_s:
            next_s = time.monotonic() + LINE_EVERY_S
            print(f"importing {name}: {describe(far)}", file=sys.stderr)

    return heard


def describe(far: Progress) -> str:
    """How far an import has come, in one line."""
    told = [f"{far.rows:,} rows", f"{far.accepted:,} accepted", f"{far.rejected:,} rejected"]
    if far.rows_per_s is not None:
        told.append(f"{far.rows_per_s:,.0f} rows/s")
    if far.seconds_left is not None:
        told.append(f"about {_span(far.seconds_left)} left")
    return ", ".join(told)


def _span(seconds: float) -> str:
    return f"{seconds:,.0f} s" if seconds < MINUTES_FROM_S else f"{seconds / 60:,.0f} min"


def _print(account: Account, name: str, dry_run: bool) -> None:
    print(f"{name}{' (dry run: nothing was written)' if dry_run else ''}{' (cancelled)' if account.cancelled else ''}")
    print(f"  accepted    {account.accepted:>9,}")
    print(f"  duplicates  {account.duplicates:>9,}")
    print(f"  rejected    {account.rejected_count:>9,}")
    _print_rows(account.rejected, account.rejected_count, "; --rejected FILE.csv or .xlsx writes all of them")
    if account.warnings_count:
        print(f"  left out    {account.warnings_count:>9,}  cells that are optional and could not be understood")
        _print_rows(account.warnings, account.warnings_count, "")
    _print_layout(account)
    if account.position:
        print(f"  after={account.position} reads what includes them")


def _print_rows(rows: Sequence[Rejected], count: int, hint: str) -> None:
    for each in rows[:SHOWN_MAX]:
        sheet = f"{each.sheet}, " if each.sheet else ""
        print(f"    {sheet}row {each.row}: {each.field or 'row'}: {each.reason}")
    if count > SHOWN_MAX:
        print(f"    ... {count - SHOWN_MAX:,} more{hint}")


def _print_layout(account: Account) -> None:
    """Which columns hold which field, and what was not read."""
    for field, header in account.columns.items():
        print(f"  {field} is read from {header}")
    for column, of in account.doubly_claimed.items():
        print(f"  not used: {column}, since {of} is read from another column; --map can say which")
    if account.ignored:
        more = f" and {len(account.ignored) - SHOWN_MAX} more" if len(account.ignored) > SHOWN_MAX else ""
        print(f"  not used: {', '.join(account.ignored[:SHOWN_MAX])}{more}")
    for sheet, reason in account.unread.items():
        print(f"  sheet not read: {sheet}{f': {UNREAD.get(reason, reason)}' if reason else ''}")


def _may_write(path: Path) -> None:
    """Check before sending that the file of rejected rows can be written: a second import would not list them again."""
    if path.suffix.lower() not in REJECTED_KINDS:
        raise Failure(f"cannot write {path}: call it .csv or .xlsx; nothing was imported")
    is_new = not os.path.lexists(path)
    try:
        path.open("a").close()
        if is_new:
            path.unlink()  # an import that is refused leaves no empty file
    except OSError as problem:
        raise Failure(f"cannot write {path}: {problem.strerror}; nothing was imported") from None


def _write(importer: Importer, ordered: Ordered, path: Path) -> None:
    again = "the import is done, and with --dry-run and another --rejected it tells them again"
    try:
        importer.write_rejected(ordered, path)
    except OSError as problem:
        raise Failure(f"cannot write {path}: {problem.strerror}; {again}") from None
    except Failure as problem:
        raise Failure(f"{problem}; {again}") from None
