"""Bounds on what many share: how much there is, how much of it one of them may have, and what the one over it gets.

Each bound is declared as a `Limit` in the module that keeps it, and `docs/limits.md` is drawn from these declarations.
`Shares` counts what is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

ALL: Final = "all"
"""The name of the bound that all share, beside those of each person, organization or address."""
PERSON, ORGANIZATION, ADDRESS = "person", "organization", "address"


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound of one instance, unless `unit` says otherwise. `bound` is None where only the shares bound it.

    `shares` is what each person, organization or address may have of it. `over` is what happens beyond the bound, and
    `over_share` beyond a share: an HTTP status first where it is one.
    """

    what: str
    bound: int | None
    over: str = ""
    unit: str = ""
    shares: Mapping[str, int] | None = None
    over_share: str = ""

    @property
    def most(self) -> int:
        """The bound, of a limit that has one."""
        assert self.bound is not None, self.what
        return self.bound

    def share(self, each: str) -> int:
        """What each of this kind may have."""
        assert self.shares is not None, self.what
        return self.shares[each]


class Shares:
    """Counts what is taken of a limit, in all and by each. Nothing is remembered of those who gave all back."""

    def __init__(self, limit: Limit, *, limited: bool = True) -> None:
        """`limited`: shares count; without it only the bound does."""
        self._limit = limit
        self._shares = dict(limit.shares or {}) if limited else {}
        self.taken = 0
        self.of: dict[tuple[str, str], int] = {}

    def over(self, who: Mapping[str, str], amount: int = 1) -> str | None:
        """Which bound the next `amount` would exceed: ALL, or the kind of a share; None where there is room.

        `who` names the person, organization or address that would take it, by kind.
        """
        if self._limit.bound is not None and self.taken + amount > self._limit.bound:
            return ALL
        for kind, name in who.items():
            share = self._shares.get(kind)
            if share is not None and self.of.get((kind, name), 0) + amount > share:
                return kind
        return None

    def take(self, who: Mapping[str, str], amount: int = 1) -> str | None:
        """Take `amount` where there is room; else return which bound it would exceed."""
        over = self.over(who, amount)
        if over is None:
            self.taken += amount
            for named in who.items():
                self.of[named] = self.of.get(named, 0) + amount
        return over

    def give_back(self, who: Mapping[str, str], amount: int = 1) -> None:
        """Return what was taken."""
        self.taken -= amount
        for named in who.items():
            left = self.of[named] - amount
            if left:
                self.of[named] = left
            else:
                del self.of[named]
