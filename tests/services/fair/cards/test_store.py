"""Cards and approaches on PostgreSQL: the same rows for every batching."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from livefair.audit.verify import audit
from services.fair.cards.store import CARDS_OF, WRITE_CARDS
from services.fair.kernel.postgres import Postgres
from tests.conftest import RunningPostgres
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.cards.story import approached, hidden, shown, taken_up, time_over, turned_away
from tests.services.fair.deciding import World, decide
from tests.services.fair.story import Entry, Teller, told
from tests.services.fair.tables import contents, filled

STUDENTS = [f"stu-{n}" for n in range(12)]
SAYS: dict[Callable[..., Entry], int] = {approached: 8, taken_up: 4, turned_away: 2, time_over: 1, Teller.submitted: 1}


def a_log(seed: int) -> list[Entry]:
    """Two fairs with cards, approaches and answers in random order."""
    chance, tellers = random.Random(seed), (Teller(), Teller())
    log = [entry for teller in tellers for entry in teller.ready("a", "b")]
    for number in range(200):
        teller, student, name = chance.choice(tellers), chance.choice(STUDENTS), chance.choice("ab")
        if number < 40 or chance.random() < 0.2:
            log.append(shown(teller, student, regions=chance.sample(["杭州", "宁波", "上海"], 2)))
        elif chance.random() < 0.1:
            log.append(hidden(teller, student))
        say = chance.choices(list(SAYS), list(SAYS.values()))[0]
        log.append(say(teller, student, name))
    return log


@pytest.mark.parametrize("seed", range(2))
async def test_the_rows_are_the_same_in_any_batching(postgres: RunningPostgres, database: str, seed: int) -> None:
    """The rows also equal those in memory, and the audit finds no difference."""
    log, found = a_log(seed), []
    another = await postgres.create()
    try:
        for dsn, size in ((another, 3), (database, 1_000)):
            await filled(dsn, log, size=size)
            found.append(await contents(dsn))
            assert (await audit(dsn)).differences == []
    finally:
        await postgres.drop(another)
    assert found[0] == found[1]
    world = World()
    for one in told(log):
        decide(world, one)
    async with connection_to(database) as connection:
        cards = {card.id: card for card in await Postgres(connection).select(CARDS_OF, list(world.cards), [], [])}
        states = dict(await connection.fetch("SELECT id, state FROM approaches"))
    assert cards == world.cards
    assert states == {one.id: one.state for one in world.approaches.values()}
    assert len(set(states.values())) > 2


def test_the_words_by_which_a_card_is_found() -> None:
    """Words of the major are stored separately, since they rank higher; wishes are searchable too."""
    world, teller = World(), Teller()
    for one in told([*teller.ready(), shown(teller, regions=["杭州"], industries=["软件"])]):
        decide(world, one)
    [card] = world.cards.values()
    row, without = json.loads(WRITE_CARDS.json_of([card, replace(card, facets=replace(card.facets, major=None))]))
    assert row["major_words"] == ["数", "学", "数学"]
    assert {"上海", "杭州", "软件"} <= set(row["words"])
    assert without["major_words"] == []
