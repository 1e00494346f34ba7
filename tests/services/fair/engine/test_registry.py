"""Completeness of the registered nouns: nothing can be left out unnoticed.

Each check is also run on nouns from which the thing was removed, and must fail.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from schemas.catalog import CATALOG_ENTRY
from schemas.topics import CATALOG, FAIRS
from services.fair.engine import documents
from services.fair.engine.deciding import new_state
from services.fair.engine.registry import NOUNS
from services.fair.kernel.noun import Noun
from services.fair.kernel.port import Write
from tests.services.fair.deciding import World
from tests.services.fair.dictionary import Dictionary
from tests.services.fair.engine.completeness import missing
from tests.services.fair.everything import Everything
from tests.services.fair.story import told


class Recording(Dictionary):
    """Also counts the rows of each statement."""

    def __init__(self) -> None:
        super().__init__()
        self.written: Counter[str] = Counter()

    async def write(self, write: Write) -> None:
        rows = list(write.rows)
        self.written[write.statement.sql] += len(rows)
        await super().write(Write(write.statement, rows))


@pytest.fixture(scope="module")
def decided() -> tuple[World, Recording]:
    """The log of everything, decided in one batch: its port, and what was sent."""
    port = Recording()
    world = World(port)
    world.apply(told(entry for entry in Everything().entries() if entry.topic == FAIRS.name))
    return world, port


def test_no_noun_forgets_anything() -> None:
    """Every event has a noun, every command a rule, every outcome a keeper and a teller, every entry its noun."""
    assert missing(NOUNS) == []


def without(name: str, **fields: Any) -> tuple[Noun, ...]:
    """The nouns, with one thing removed from one of them."""
    return tuple(replace(noun, **fields) if noun.name == name else noun for noun in NOUNS)


FORGOTTEN: dict[str, tuple[tuple[Noun, ...], str]] = {
    "an event": (without("jobs", events={}), "event JobPublished: nouns []"),
    "a rule": (without("booths", rules=()), "rule of ApproveBooth: nouns []"),
    "what a command touches": (without("fairs", touches={}), "touch of AmendFair: no noun"),
    "a keeper": (without("cards", keeps={}), "keeper of CardShown: no noun"),
    "an observer": (without("closing_round", observes={}), "keeper of ClosingRoundHeld: no noun"),
    "a teller": (without("staff", tells={}), "teller of StaffJoined: neither told nor a written silence"),
    "an entry": (without("sessions", entry_models=()), "entry DropEntry: no noun"),
    "its loading": (without("cards", load=None), "loading of cards: neither in the plan nor registered"),
    "its reads": (without("staff", reads=None), "reads of staff: not registered"),
    "its ids": (without("cards", named=()), "refusal of ApproachCard: its card is not repeated"),
    "that an event is another's": (
        (*NOUNS, replace(NOUNS[0], name="twin")),
        "event FairOpened: nouns ['fairs', 'twin']",
    ),
}


@pytest.mark.parametrize("what", FORGOTTEN)
def test_what_is_forgotten_is_found(what: str) -> None:
    """The check names the noun and what is missing."""
    nouns, finding = FORGOTTEN[what]
    assert finding in missing(nouns)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)
def test_every_statement_of_a_noun_is_written(noun: Noun, decided: tuple[World, Recording]) -> None:
    """After the log of everything, every statement of every noun has written rows, but for those of old rows."""
    _, port = decided
    of_old_rows = [noun.indexed.statement] if noun.indexed else []
    assert [one.sql for one in noun.statements if not port.written[one.sql] and one not in of_old_rows] == []
    assert set(noun.statements) >= {write.statement for write in noun.writes(new_state())}


def test_a_forgotten_writer_is_found(decided: tuple[World, Recording]) -> None:
    """A statement that nothing uses has no rows, and the check finds it."""
    _, port = decided
    unsent = NOUNS[0].statements[0].table.update("title")
    assert not port.written[unsent.sql]


def test_every_entry_of_the_catalog_is_documented(decided: tuple[World, Recording]) -> None:
    """Every entry written to the catalog has a model that its noun lists and that AsyncAPI describes."""
    world, _ = decided
    models = {model.__name__ for noun in NOUNS for model in noun.entry_models}
    values = [record.value for record in world.records if record.topic == CATALOG.name and record.value]
    written = {type(CATALOG_ENTRY.validate_json(value)).__name__ for value in values}
    assert written == models
    assert models <= _catalog_messages(documents.asyncapi())


def test_every_event_is_documented() -> None:
    """AsyncAPI has a message for each event of each noun."""
    messages = documents.asyncapi()["components"]["messages"]
    assert {event.wire_type() for noun in NOUNS for event in noun.events} <= messages.keys()


def _catalog_messages(document: dict[str, Any]) -> set[str]:
    channels = (of for name, of in document["channels"].items() if name.startswith(CATALOG.name))
    return {message for of in channels for message in of["messages"]}
