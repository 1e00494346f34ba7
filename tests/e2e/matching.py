"""An independent model of double selection: the expected result, simulated from the order of the receipts.

It knows the rules of the contract, and nothing of the implementation. Its clock is log time: an invitation without an
answer by its deadline has expired before the next record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

END = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Fact:
    """One record of the log, from its receipt; `number` orders the items of one bulk action."""

    offset: int
    number: int
    at: datetime
    what: str
    job: str
    application: str = ""
    student: str = ""
    event_id: str = ""
    ranking: tuple[str, ...] = ()
    deadline: datetime = END
    overbook: bool = False


@dataclass(slots=True)
class Candidate:
    """An application in the model."""

    student: str
    place: int
    state: str = "submitted"
    invited_at: datetime = END
    deadline: datetime = END
    was_shortlisted: bool = False
    was_invited: bool = False


@dataclass(slots=True)
class Desk:
    """One job: its openings, its ranking, its candidates."""

    headcount: int
    ranking: tuple[str, ...] = ()
    candidates: dict[str, Candidate] = field(default_factory=dict)

    def in_state(self, *states: str) -> list[Candidate]:
        return [one for one in self.candidates.values() if one.state in states]

    def take(self, fact: Fact) -> str:
        """Apply a fact; returns `applied` or the reason of a refusal."""
        self.pass_deadlines(fact.at)
        candidate = self.candidates.get(fact.application)
        if fact.what == "rank":
            self.ranking = fact.ranking
        elif fact.what == "submit":
            self.candidates[fact.application] = Candidate(fact.student, len(self.candidates) + 1)
        elif candidate is not None:
            return self._step(candidate, fact)
        return "applied"

    def pass_deadlines(self, now: datetime) -> None:
        """Invitations expire, earliest deadline first, and the next alternate is invited at that moment."""
        while due := [one for one in self.in_state("invited") if one.deadline < now]:
            first = min(due, key=lambda one: one.deadline)
            first.state = "expired"
            self._move_up(first, first.deadline)

    def _step(self, one: Candidate, fact: Fact) -> str:
        match fact.what:
            case "shortlist":
                one.state, one.was_shortlisted = "shortlisted", True
            case "refuse":
                one.state = "refused"
            case "invite":
                return self._invite(one, fact)
            case "accept":
                return self._accept(one)
            case "decline" if one.state == "invited":
                one.state = "declined"
                self._move_up(one, fact.at)
            case "withdraw":
                freed = one.state in ("invited", "accepted")
                one.state = "withdrawn"
                if freed:
                    self._move_up(one, fact.at)
        return "applied"

    def _invite(self, one: Candidate, fact: Fact) -> str:
        if len(self.in_state("accepted")) >= self.headcount:
            return "places_filled"
        if self._taken() >= self.headcount and not fact.overbook:
            return "no_place_left"
        self._invited(one, fact.at, fact.deadline)
        return "applied"

    def _accept(self, one: Candidate) -> str:
        if one.state != "invited":
            return "place_taken" if one.state == "shortlisted" else one.state
        one.state = "accepted"
        if len(self.in_state("accepted")) >= self.headcount:
            for other in self.in_state("invited"):
                other.state, other.was_shortlisted = "shortlisted", True
        return "applied"

    def _move_up(self, freed: Candidate, now: datetime) -> None:
        """The best-ranked shortlisted candidate is invited, with the same time to answer."""
        waiting = [self.candidates[name] for name in self.ranking if self.candidates[name].state == "shortlisted"]
        if waiting and self._taken() < self.headcount:
            self._invited(waiting[0], now, now + (freed.deadline - freed.invited_at))

    @staticmethod
    def _invited(one: Candidate, now: datetime, deadline: datetime) -> None:
        one.state, one.was_invited, one.invited_at, one.deadline = "invited", True, now, deadline

    def _taken(self) -> int:
        return len(self.in_state("invited", "accepted"))


class Model:
    """A fair: its desks, and the outcome of each acceptance."""

    def __init__(self, headcounts: dict[str, int], facts: Iterable[Fact]) -> None:
        self.desks = {job: Desk(headcount) for job, headcount in headcounts.items()}
        self.acceptances: dict[str, str] = {}
        for fact in sorted(facts, key=lambda one: (one.offset, one.number)):
            verdict = self.desks[fact.job].take(fact)
            if fact.what == "accept":
                self.acceptances[fact.event_id] = verdict
        for desk in self.desks.values():
            desk.pass_deadlines(END)

    @property
    def candidates(self) -> dict[str, Candidate]:
        return {name: one for desk in self.desks.values() for name, one in desk.candidates.items()}

    @property
    def matches(self) -> dict[str, set[str]]:
        """The students who matched with each job."""
        return {job: {one.student for one in desk.in_state("accepted")} for job, desk in self.desks.items()}

    @property
    def counters(self) -> dict[str, int]:
        """The expected counters of the fair."""
        all_of = [*self.candidates.values()]
        standing = [one for one in all_of if one.state != "withdrawn"]
        return {
            "applications": len(standing),
            "applicants": len({one.student for one in standing}),
            "shortlisted": sum(one.was_shortlisted for one in all_of),
            "invited": sum(one.was_invited for one in all_of),
            "matches": sum(map(len, self.matches.values())),
            "refused": Counter(one.state for one in all_of)["refused"],
        }
