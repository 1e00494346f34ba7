"""No client gets a sealed text: every field that may hold one is in the list of `schemas/personal.py`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from plumbing.eventlog.outbox import unpack
from plumbing.sealing.box import SealedFields
from plumbing.sealing.keys import Keys
from schemas.personal import SEALED_FIELDS, Worded, person_key
from schemas.topics import ROOMS
from services.fair.report.columns import EXPORTS
from services.notify.rooms.opened import SEALED
from tests.contracts.sealed import typed_fields
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.everything import Everything, asked
from tests.services.fair.site import Site
from tests.services.fair.story import Entry

OUTBOX = "SELECT records FROM outbox ORDER BY id"


def sealed(entry: Entry, word: str) -> Entry:
    """The entry with this sealed text in each field of its event that may hold one."""
    fields = dict.fromkeys(typed_fields(type(entry.event)), word)
    if isinstance(entry.event, Worded):
        fields["text"] = None  # type: ignore[assignment]  # new events have none
    return replace(entry, event=entry.event.model_copy(update=fields))


def named(found: Any, name: str = "") -> Iterator[str]:
    """The names of the fields in a JSON document whose value is a sealed text."""
    if isinstance(found, dict):
        yield from (one for key, value in found.items() for one in named(value, key))
    elif isinstance(found, list):
        yield from (one for value in found for one in named(value, name))
    elif isinstance(found, str) and found.startswith("sealed:"):
        yield name


async def frames(dsn: str) -> list[bytes]:
    """The records of rooms that were written."""
    async with connection_to(dsn) as connection:
        rows = await connection.fetch(OUTBOX)
    records = (record for row in rows for record in unpack(row["records"]))
    return [record.value for record in records if record.topic == ROOMS.name and record.value]


async def test_every_field_that_may_hold_a_sealed_text_is_opened(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fair in which everything happened, with a sealed text wherever an event may have one: no answer, exported file
    or frame has it as it is, and each listed field has one somewhere."""
    happened, before = Everything(), list[bytes]()
    open_json = Keys.open_json

    async def noted(keys: Keys, body: bytes, fields: SealedFields) -> bytes:
        before.append(body)
        return await open_json(keys, body, fields)

    monkeypatch.setattr(Keys, "open_json", noted)
    word = await site.api.keys.seal(person_key(happened.fair, "a" * 32), "typed")
    await site.fill([sealed(entry, word) for entry in happened.entries()])
    exports = [f"/v1/fairs/{happened.fair}/exports/{name}.csv" for name in EXPORTS]
    answers = [(path, one.text) async for path, _, one in asked(site, [*happened.paths(), *exports])]
    rooms = await frames(site.api.settings.postgres)
    shown = [SEALED.with_texts(value, {word: "typed"}) for value in rooms]
    assert {path for path, text in answers if "sealed:" in text} == set()
    assert {name for value in shown for name in named(json.loads(value))} == set()
    assert {name for body in (*before, *rooms) for name in named(json.loads(body))} == set(SEALED_FIELDS)
