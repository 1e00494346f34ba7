"""The command `livefair erase`."""

from __future__ import annotations

from typing import Annotated

import typer

from livefair.client.erasure import erase
from livefair.commands.options import HOME, HomeOption
from livefair.failure import Failure
from livefair.system.home import Home
from livefair.system.keys import Signer

TOKEN_S = 600


def command(
    person: Annotated[str, typer.Option(help="Whom to erase: the sub of their tokens.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    home: HomeOption = HOME,
    ingest: Annotated[str | None, typer.Option(help="URL; without it, the ingest of the running system.")] = None,
    token: Annotated[str | None, typer.Option(help="A token of that person; else one is signed.")] = None,
) -> None:
    """Erase a person: destroy the keys of their texts in all fairs, and delete their resume.

    Their applications stay, without texts. It cannot be undone. Exit status 1: not complete; repeat it.
    """
    if not yes and not typer.confirm(f"Erase {person} for good?"):
        raise Failure("nobody was erased")
    ingest = ingest or Home(home).read_run()["ingest"]
    position = erase(ingest, token or Signer(Home(home)).token({"sub": person, "role": "student"}, TOKEN_S))
    print(f"{person} is erased: the keys of their texts are destroyed, their resume is deleted")
    print(f"  after={position} reads what includes it")
