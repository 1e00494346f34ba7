"""The command `livefair roles`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from livefair.commands.options import HOME, HomeOption, PostgresOption
from livefair.failure import Failure
from livefair.system.roles import Login, make_roles
from livefair.system.security import postgres_of


def command(
    urls: Annotated[list[Path], typer.Argument(help="Files, each with the URL that a role connects with.")],
    home: HomeOption = HOME,
    postgres: PostgresOption = None,
) -> None:
    """Make the database's roles, as its superuser: the owner of the tables, and each service with its rights alone.

    Run it before `livefair migrate`, which the owner runs. Run again, it sets the passwords of the files anew.
    """
    logins = [Login.of(_content(url)) for url in urls]
    asyncio.run(make_roles(postgres_of(home, postgres), logins))
    for login in logins:
        print(f"made  {login.role}")


def _content(url: Path) -> str:
    try:
        return url.read_text().strip()
    except (OSError, ValueError) as problem:
        raise Failure(f"{url} cannot be read: {problem}") from None
