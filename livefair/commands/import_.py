"""The command `livefair import`."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from livefair.client.upload import Account, Rejected, import_jobs
from livefair.commands.options import HOME, HomeOption
from livefair.failure import Failure
from livefair.system.home import Home
from livefair.system.keys import Signer

TOKEN_S = 3_600
SHOWN_MAX = 10


class Role(StrEnum):
    ORGANIZER = "organizer"
    ENTERPRISE = "enterprise"


def command(
    file: Annotated[Path, typer.Argument(help="CSV (UTF-8 or GB18030) or XLSX, up to 200 MB.", dir_okay=False)],
    fair: Annotated[str, typer.Option(help="The id of the fair.")],
    map_file: Annotated[Path | None, typer.Option("--map", help="JSON: our field -> the file's column.")] = None,
    dry_run: Annotated[bool, typer.Option(help="Only say what would become of the rows.")] = False,
    rejected: Annotated[Path | None, typer.Option(help="Write the rejected rows to this CSV.")] = None,
    home: HomeOption = HOME,
    ingest: Annotated[str | None, typer.Option(help="URL; without it, the ingest of the running system.")] = None,
    token: Annotated[str | None, typer.Option(help="Whose import it is; or say --org.")] = None,
    org: Annotated[str | None, typer.Option(help="Sign a token for it with the local system's key.")] = None,
    role: Annotated[Role, typer.Option(help="With --org: what it is.")] = Role.ORGANIZER,
) -> None:
    """Import a file of jobs into a fair and print the account.

    An organizer's file may hold jobs of many enterprises, an enterprise's only its own. A bad row is rejected
    with its field and reason, and the import goes on. Exit status 1: the file as a whole was refused.
    """
    ingest = ingest or Home(home).read_run()["ingest"]
    if rejected:
        _may_write(rejected)
    account = _upload(ingest, token or _sign(home, org, role), fair, file, _read(map_file), dry_run)
    _print(account, file.name, dry_run)
    if rejected:
        _write(account, rejected)


def _sign(home: Path, org: str | None, role: Role) -> str:
    if org is None:
        raise Failure("who imports? Say --token TOKEN, or --org ORG of the fair's organizer (or --role enterprise)")
    claims = {"sub": f"import-{org}", "role": role.value, "org": org}
    return Signer(Home(home)).token(claims, TOKEN_S)


def _read(map_file: Path | None) -> str | None:
    try:
        return map_file.read_text("utf-8") if map_file else None
    except OSError as problem:
        raise Failure(f"cannot read the map {map_file}: {problem.strerror}") from None
    except UnicodeDecodeError:
        raise Failure(f"the map {map_file} is not UTF-8: save it as such") from None


def _upload(ingest: str, token: str, fair: str, file: Path, mapping: str | None, dry_run: bool) -> Account:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, transient=True) as progress:
        try:
            with progress.open(file, "rb", description=f"importing {file.name}") as stream:
                return import_jobs(ingest, token, fair, stream, file.name, mapping, dry_run)
        except OSError as problem:
            raise Failure(f"cannot read {file}: {problem.strerror}") from None


def _print(account: Account, name: str, dry_run: bool) -> None:
    print(f"{name}{' (dry run: nothing was written)' if dry_run else ''}")
    print(f"  accepted    {account.accepted:>9,}")
    print(f"  duplicates  {account.duplicates:>9,}")
    print(f"  rejected    {account.rejected_count:>9,}")
    _print_rows(account.rejected, account.rejected_count, "; --rejected FILE writes the first 1,000")
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
    if account.ignored:
        more = f" and {len(account.ignored) - SHOWN_MAX} more" if len(account.ignored) > SHOWN_MAX else ""
        print(f"  not used: {', '.join(account.ignored[:SHOWN_MAX])}{more}")
    if account.unread:
        print(f"  sheets not read: {', '.join(account.unread)}")


def _may_write(path: Path) -> None:
    """Check before sending that the file of rejected rows can be written: a second import would not list them again."""
    try:
        path.open("a").close()
    except OSError as problem:
        raise Failure(f"cannot write {path}: {problem.strerror}; nothing was imported") from None


def _write(account: Account, path: Path) -> None:
    try:
        with path.open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            sheets = any(each.sheet for each in account.rejected)
            rows.writerow((*(["sheet"] if sheets else []), "row", "field", "reason"))
            for each in account.rejected:
                rows.writerow((*([each.sheet] if sheets else []), each.row, each.field or "", each.reason))
    except OSError as problem:
        again = "with --dry-run and another --rejected it tells them again"
        raise Failure(f"cannot write {path}: {problem.strerror}; the import is done, and {again}") from None
