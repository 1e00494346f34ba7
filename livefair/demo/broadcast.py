"""The demo's livestream: a host who drops jobs one after the other, viewers who ask, comment and react. HTTP only.

The session stays live when the crowd has finished: it can be continued with the host's link.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from livefair.client.caller import Caller
from livefair.demo.crowd import Crowd
from livefair.demo.people import student

ORG, NAME = "studio-1", "向阳新能源"
JOBS = (
    ("电池研发工程师", 6),
    ("海外销售专员", 4),
    ("智能制造工程师", 8),
    ("供应链管培生", 5),
)  # and the cap of its drop
QUESTION, ANSWER = "应届生可以申请研发岗位吗？", "可以，入职后有半年的导师带教。"
UPVOTES = 5
COMMENTS = (
    *(("来了来了", "主播好！", "终于等到了"), ("这个岗位在哪个城市？", "英语要求高吗？", "已投递")),
    *(("薪资看着不错", "可以转专业投吗？", "冲！"), ("谢谢主播", "已收藏", "期待面试")),
)
"""The comments on each dropped job."""
REACTIONS = (("like", 5), ("applause", 3), ("love", 2))
"""How often each commenting viewer presses which reaction."""


@dataclass(slots=True)
class Broadcast:
    """The session of one enterprise of the fair."""

    crowd: Crowd
    session: str = ""
    shown: list[dict[str, Any]] = field(default_factory=list)
    """The run of show: `{job, cap}`."""
    host: Caller = field(init=False)

    def __post_init__(self) -> None:
        self.host = self.crowd.caller("enterprise", "host-1", ORG, NAME)

    async def begin(self) -> str:
        """Start the session and return its id. Raises Refused."""
        fair, host = f"/fairs/{self.crowd.fair}", self.host
        await host.write("POST", f"{fair}/booths", {"name": NAME, "nature": "private"})
        await self.crowd.organizer().write("POST", f"{fair}/booths/{ORG}/approve")
        for title, cap in JOBS:
            job = {"title": f"{NAME} · {title}", "headcount": cap, "degree": "bachelor", "region": "浙江"}
            self.shown.append({"job": (await host.write("POST", f"{fair}/jobs", job))["id"], "cap": cap})
        now = datetime.now(UTC).isoformat()
        plan = {"title": f"{NAME} 直播带岗", "starts_at": now, "run_of_show": self.shown}
        self.session = (await host.write("POST", f"{fair}/sessions", plan))["id"]
        await host.write("POST", f"{self._path}/start")
        return self.session

    async def drop_all(self, within_s: float) -> None:
        """Drop the run of show, spread evenly over this time; the crowd then prefers what was dropped."""
        self.crowd.progress.expect("drops", len(JOBS))
        for number, slot in enumerate(self.shown):
            dropped = await self.crowd.attempt(self.host, f"{self._path}/drops", slot)
            if dropped:
                self.crowd.drops[slot["job"]] = f"{self._path}/drops/{dropped['id']}"
                self.crowd.wanted.insert(0, slot["job"])
            self.crowd.progress.advance("drops")
            await self._be_talked_of(COMMENTS[number])
            if number == 0:
                await self._be_asked()
            await asyncio.sleep(within_s / len(JOBS))

    async def _be_talked_of(self, comments: Sequence[str]) -> None:
        """Let several viewers comment and react at once."""
        attempt, saying = self.crowd.attempt, []
        for number, (text, (reaction, times)) in enumerate(zip(comments, REACTIONS, strict=True), start=1):
            viewer, pressed = self._viewer(number), {"reaction": reaction, "times": times}
            saying.append(attempt(viewer, f"{self._path}/comments", {"text": text}))
            saying.append(attempt(viewer, f"{self._path}/reactions", pressed))
        await asyncio.gather(*saying)

    async def _be_asked(self) -> None:
        """Let one viewer ask, others vote, and the host answer."""
        asking, *others = [self._viewer(number) for number in range(1, UPVOTES + 2)]
        asked = await self.crowd.attempt(asking, f"{self._path}/questions", {"text": QUESTION})
        if asked:
            question = f"{self._path}/questions/{asked['id']}"
            for other in others:
                await self.crowd.attempt(other, f"{question}/upvote")
            await self.crowd.attempt(self.host, f"{question}/answer", {"text": ANSWER})

    def _viewer(self, number: int) -> Caller:
        viewer = student(number)
        return self.crowd.caller("student", viewer.sub, None, viewer.name)

    @property
    def _path(self) -> str:
        return f"/sessions/{self.session}"
