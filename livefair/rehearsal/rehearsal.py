"""A rehearsal: plays a finished session again in a fresh fair, with invented students.

It only speaks HTTP. It repeats what the host did, the submissions and reactions of each second, questions, answers and
comments. Nobody withdraws, votes or watches.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from livefair.client.caller import Caller, Refused
from livefair.demo.people import student
from livefair.failure import Failure
from livefair.rehearsal.score import ASKED, CLOSED, COMMENTED, DROPPED, ENDED, REACTED, SUBMITTED, Score
from livefair.rehearsal.show import Moment

AT_ONCE = 24  # requests in flight
NOBODY = ("enterprises", "jobs", "applications", "sessions")
"""Counters that are zero in an unused fair."""
BOOTH = "彩排 Rehearsal"
BESIDE = {SUBMITTED, COMMENTED, REACTED}
"""The steps that people do concurrently."""
UNTOLD = {SUBMITTED, REACTED}
PLAIN = {
    "FairSessionStarted": "start",
    "FairSessionPaused": "pause",
    "FairSessionResumed": "resume",
    "FairSessionEnded": "end",
}
"""The host's steps that need no body."""
Speaks = Callable[[dict[str, Any]], Caller]
"""Makes a caller for a person with these claims."""


def why_not(fair: dict[str, Any], counters: dict[str, int], org: str) -> str | None:
    """Why a rehearsal may not run in this fair; None where it may."""
    if fair["org"] != org:
        return f"this fair is not {org}'s: say --into with one of its own"
    if fair["state"] not in ("scheduled", "open"):
        return f"this fair is {fair['state']}: say --into with one that is scheduled or open"
    people = ", ".join(f"{counters[name]} {name}" for name in NOBODY if counters.get(name))
    return f"this fair has people in it ({people}): say --into with a fresh one" if people else None


@dataclass(frozen=True, slots=True)
class Done:
    """The result. `counted` are the submissions through each drop, by its number; `expected` those of the score."""

    expected: dict[int, int]
    counted: dict[int, int]
    refused: Sequence[str]
    late_s: float
    """The largest delay of a step."""

    @property
    def same(self) -> bool:
        return self.expected == self.counted and not self.refused


@dataclass(slots=True)
class Rehearsal:
    """One score in one fair of the unit `org`."""

    fair: str
    org: str
    score: Score
    speaks: Speaks
    session: str = ""
    _crowd: list[tuple[Caller, str]] = field(default_factory=list)
    """The students, each with the id of their resume."""
    _ids: dict[str, str] = field(default_factory=dict)
    """The ids here of the jobs, drops and questions of the score."""
    _turn: Counter[str] = field(default_factory=Counter)
    """How many turns students have had, for each job, and for questions, comments and reactions."""
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)
    _refused: list[str] = field(default_factory=list)
    _newest: str = ""

    @property
    def host(self) -> Caller:
        return self.speaks({"role": "organizer", "sub": f"host-{self.fair}", "org": self.org})

    async def prepare(self, title: str, advance: Callable[[], object]) -> None:
        """Open the fair, publish the jobs, create the students, plan the session. Raises Failure, Refused."""
        host = self.host
        fair = await host.read(f"/fairs/{self.fair}")
        told = await host.read(f"/fairs/{self.fair}/counters")
        if reason := why_not(fair, told["counters"], self.org):
            raise Failure(reason)
        if fair["state"] == "scheduled":
            await host.write("POST", f"/fairs/{self.fair}/open")
        await self._publish(host)
        numbers = iter(range(self.score.crowd))

        async def enrol() -> None:
            for number in numbers:
                self._crowd.append(await self._student(number))
                advance()

        await asyncio.gather(*(enrol() for _ in range(AT_ONCE)))
        run_of_show = [self._ids[job] for job in self.score.jobs]
        plan = {"title": title, "starts_at": fair["starts_at"], "run_of_show": run_of_show}
        self.session = (await host.write("POST", f"/fairs/{self.fair}/sessions", plan))["id"]

    async def play(self, speed: float, tell: Callable[[Moment], object]) -> Done:
        """Do each step at its time, `speed` times as fast as the original; 0 is without pauses. Raises Failure, and
        Refused where the host may not do a step."""
        clock, host, late_s = asyncio.get_running_loop(), self.host, 0.0
        steps = self.score.steps
        began, first = clock.time(), steps[0].after
        for step in steps:
            due = began + (step.after - first).total_seconds() / speed if speed else clock.time()
            await asyncio.sleep(max(0.0, due - clock.time()))
            late_s = max(late_s, clock.time() - due)
            if step.event in BESIDE:
                await self._beside(step)
            else:
                await self._acts(step, host)
            if step.event not in UNTOLD:
                tell(step)
        await self._answered()
        told = await host.read(f"/sessions/{self.session}", after=self._newest)
        counted = {drop["number"]: drop["applications"] for drop in told["drops"]}
        return Done(self.score.submissions, counted, self._refused, late_s)

    async def _publish(self, host: Caller) -> None:
        """Give one enterprise a booth and all jobs."""
        org = f"rehearsal-{self.fair}"
        enterprise = self.speaks({"role": "enterprise", "sub": org, "org": org})
        await enterprise.write("POST", f"/fairs/{self.fair}/booths", {"name": BOOTH})
        await host.write("POST", f"/fairs/{self.fair}/booths/{org}/approve")
        for job, title in self.score.jobs.items():
            body = {"title": title or BOOTH, "headcount": 1}
            self._ids[job] = (await enterprise.write("POST", f"/fairs/{self.fair}/jobs", body))["id"]

    async def _student(self, number: int) -> tuple[Caller, str]:
        person = student(number)
        me = self.speaks({"role": "student", "sub": f"rehearsal-{self.fair}-{number}", "name": person.name})
        return me, (await me.write("PUT", "/me/resume", person.resume))["id"]

    def _next(self, what: str) -> tuple[Caller, str]:
        """The student whose turn it is."""
        self._turn[what] += 1
        return self._crowd[(self._turn[what] - 1) % len(self._crowd)]

    async def _beside(self, step: Moment) -> None:
        """Do a step concurrently. Backpressure: waits while too many requests are in flight."""
        if len(self._under_way) >= AT_ONCE:
            await self._ended(asyncio.FIRST_COMPLETED)
        job, drop = (self._ids.get(step.data.get(name, ""), "") for name in ("job", "drop"))
        me, resume = self._next(job or step.event)
        if step.event == SUBMITTED:
            saying = self._say(me, f"/jobs/{job}/applications", {"resume_id": resume, "drop": drop})
        elif step.event == REACTED:
            saying = self._say(me, f"/sessions/{self.session}/reactions", step.data)
        else:
            saying = self._say(me, f"/sessions/{self.session}/comments", {"text": step.data["text"]})
        self._under_way.add(asyncio.create_task(saying))

    async def _say(self, me: Caller, path: str, body: dict[str, Any]) -> None:
        try:
            await me.write("POST", path, body)
        except Refused as refusal:
            self._refused.append(str(refusal))

    async def _acts(self, step: Moment, host: Caller) -> None:
        """Do a step of the host, or a question. A step that ends a drop first waits for the requests in flight."""
        if step.event in (CLOSED, ENDED):
            await self._answered()
        who = self._next(ASKED)[0] if step.event == ASKED else host
        call = self._call(step.event, step.data)
        if call is None:
            return
        path, body = call
        told = await who.write("POST", f"/sessions/{self.session}/{path}", body)
        self._newest = told["receipt"]["position"]
        if step.event == DROPPED:
            self._ids[step.data["drop"]] = told["id"]
        elif step.event == ASKED:
            self._ids[step.data["question"]] = told["id"]

    def _call(self, event: str, data: dict[str, Any]) -> tuple[str, dict[str, Any] | None] | None:
        """The path and body of a step; None where it needs no request."""
        here = {name: self._ids.get(str(data.get(name)), "") for name in ("job", "drop", "question")}
        match event:
            case _ if event in PLAIN:
                return PLAIN[event], None
            case "HostAnnounced":
                return "announce", {"text": data["text"]}
            case "JobPinned" if here["job"] or data.get("job") is None:
                return "pin", {"job": here["job"] or None}
            case "JobDropped":
                return "drops", {"job": here["job"]} | ({"cap": data["cap"]} if "cap" in data else {})
            case "DropExtended":
                return f"drops/{here['drop']}/extend", {"cap": data["cap"]}
            case "DropClosed":
                return f"drops/{here['drop']}/close", None
            case "QuestionAsked":
                return "questions", {"text": data["text"]}
            case "QuestionAnswered":
                return f"questions/{here['question']}/answer", {"text": data["answer"]}
            case "QuestionHidden":
                return f"questions/{here['question']}/hide", None
        return None

    async def _answered(self) -> None:
        """Wait for all requests in flight. Raises Failure where one had no answer."""
        if self._under_way:
            await self._ended(asyncio.ALL_COMPLETED)

    async def _ended(self, until: str) -> None:
        """Wait for the first request in flight, or for all. Raises the error of one that failed."""
        done, self._under_way = await asyncio.wait(self._under_way, return_when=until)
        for failure in [one.exception() for one in done]:
            if failure is not None:
                raise failure
