"""A session of a stage's enterprise, and the actions of its host."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.e2e.stage import Person, Stage, Written

AUDIENCE = ("viewers", "viewers_peak")
"""Counters that no log record has: the current viewers."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session that the stage's enterprise hosts."""

    stage: Stage
    id: str

    @property
    def room(self) -> str:
        return f"session:{self.id}"

    def page(self, person: Person | None = None) -> str:
        """Its page as seen by a person, or by a guest."""
        return f"{self.stage.system.fair}/live?session={self.id}" + (f"#token={person.token}" if person else "")

    async def does(self, what: str, **body: Any) -> Written:
        """One action of the host, which must be accepted."""
        return await self.stage.enterprise.write(f"/sessions/{self.id}/{what}", body or None)

    async def fails(self, what: str, **body: Any) -> str:
        """The reason for which the host may not do it, from the edge or from the outcome."""
        answer = await self.stage.enterprise.send(f"/sessions/{self.id}/{what}", body or None)
        if answer.status_code == 409:
            return str(answer.json()["detail"])
        assert answer.status_code == 202, answer.text
        told = answer.json()
        outcome = f"/outcomes/{told['event_id']}"
        return str((await self.stage.enterprise.read(outcome, after=told["receipt"]["position"])).get("reason"))

    async def read(self, after: str, part: str = "", *, fair: int = 0) -> dict[str, Any]:
        return await self.stage.guest.read(f"/sessions/{self.id}{part}", fair=fair, after=after)

    async def told(self, after: str, part: str = "", *, fair: int = 0) -> dict[str, Any]:
        """The session as its host reads it."""
        return await self.stage.enterprise.read(f"/sessions/{self.id}{part}", fair=fair, after=after)

    async def replay(self, after: str) -> list[dict[str, Any]]:
        """The replay without the sums of each second."""
        page = await self.stage.guest.read(f"/sessions/{self.id}/replay", after=after, limit="100")
        assert page["next_cursor"] is None
        return [one for one in page["items"] if one.get("event_id")]


async def planned(stage: Stage, *run_of_show: str | dict[str, Any]) -> Session:
    body = {"title": "云栖科技直播送岗", "starts_at": datetime.now(UTC).isoformat(), "run_of_show": list(run_of_show)}
    return Session(stage, (await stage.enterprise.write(f"/fairs/{stage.fair}/sessions", body)).id)


async def begun(stage: Stage, *run_of_show: str | dict[str, Any]) -> Session:
    """A live session."""
    session = await planned(stage, *run_of_show)
    await session.does("start")
    return session
