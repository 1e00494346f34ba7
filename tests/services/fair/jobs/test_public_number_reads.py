"""Up to which submission public numbers count."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from services.fair.jobs.public_number_reads import FAIRS_MAX, KEPT_S, QUICK_S, Cuts


class Slow:
    """A reader whose query takes so long, on a clock of its own."""

    def __init__(self, takes_s: float) -> None:
        self.takes_s, self.clock, self.asked = takes_s, 0.0, 0

    async def row(self, sql: str, *arguments: Any) -> dict[str, int]:
        self.clock += self.takes_s
        self.asked += 1
        return {"cut": self.asked}

    def cuts(self) -> Cuts:
        return Cuts(self, lambda: self.clock)  # type: ignore[arg-type]  # all of it that is used


async def test_a_quick_answer_is_never_kept() -> None:
    """In most fairs the number is that of the moment."""
    reader, fair = Slow(QUICK_S / 2), uuid4()
    cuts = reader.cuts()
    assert [await cuts.of(fair), await cuts.of(fair)] == [1, 2]


async def test_a_slow_answer_is_kept_for_a_moment() -> None:
    """Where there are very many jobs the sum is not made for each read, and no longer kept than a few seconds."""
    reader, fair = Slow(10 * QUICK_S), uuid4()
    cuts = reader.cuts()
    assert [await cuts.of(fair), await cuts.of(fair), await cuts.of(uuid4())] == [1, 1, 2]
    reader.clock += KEPT_S
    assert await cuts.of(fair) == 3
    for _ in range(FAIRS_MAX):
        await cuts.of(uuid4())
    asked = reader.asked
    await cuts.of(fair)
    assert reader.asked == asked + 1
