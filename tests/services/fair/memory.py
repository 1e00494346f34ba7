"""A fair decided in memory: the world and the domain without a store."""

from __future__ import annotations

from collections.abc import Iterable

from services.fair.domain.case import Case, Outcome
from services.fair.domain.said import Said
from services.fair.translate import Told, command_of
from services.fair.world import World
from tests.services.fair.story import Entry, told


def decide(world: World, one: Told) -> tuple[Case, Outcome]:
    """Decide one record, as the store does."""
    command, envelope = command_of(one.event), one.envelope
    now = world.now(command.fair, one.log_time)
    said = Said(envelope.id, envelope.actor, envelope.role, envelope.org, now, one.offset, one.position)
    answer = world.take(command, said)
    world.advance(command.fair, said)
    return answer


def decide_all(entries: Iterable[Entry]) -> tuple[World, list[Outcome]]:
    """Decide a log from its beginning."""
    world = World()
    return world, [decide(world, one)[1] for one in told(entries)]
