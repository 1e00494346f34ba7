"""What is published about an import: its progress, to the person who started it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from schemas.rooms import person_room
from services.fair.imports.job_import import ImportReported
from services.fair.kernel.commands import Command
from services.fair.kernel.context import Context
from services.fair.kernel.items import Item


def of_report(outcome: ImportReported, command: Command, context: Context) -> Iterator[Item]:
    one = outcome.job_import
    ids = {"fair": one.fair, "import": one.id, "started_at": one.started_at}
    yield Item(person_room(one.person), "ImportReported", {**ids, **asdict(one.progress)})
