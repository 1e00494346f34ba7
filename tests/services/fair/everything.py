"""A fair in which something of each kind happened, and every JSON read of it by every role."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4, uuid5

import httpx

from schemas.application import application_id
from schemas.booth import Opening
from schemas.job_import import account_path
from schemas.resume import Facets, ResumeCard, document_path, resume_id
from schemas.session import JobPinned, Slot, ViewersCounted
from tests.services.fair.chatting import Room
from tests.services.fair.hosting import Host
from tests.services.fair.imports.story import import_of
from tests.services.fair.selecting import applied
from tests.services.fair.site import PEOPLE, Site
from tests.services.fair.staff.story import by_person
from tests.services.fair.stories import events_of_nouns, paths_of_nouns
from tests.services.fair.story import ORG, SHA, START, Entry, at, saved, says

MESSAGE, INVITATION = "messages/message.txt", "messages/invitation.txt"
FACETS = Facets(degree="master", major="数学", region="上海")
STUDENT_CARD = ResumeCard(resume=resume_id("stu-1"), sha256=SHA, facets=FACETS, attachment="a" * 64)
ORG_2 = "org-2"
NARROWED = ("", "?counts=true", "?limit=2", "?state=invited")
SEARCHED = (
    "q=工程师&facets=true&highlights=true",
    "q=龙江重工&highlights=true",
    "q=哈尔滨&highlights=true",
    "q=男性&highlights=true",
    "q=工成师",
)
IN_NAMES = ("q=龙江重工&highlights=true", "q=龙江重共")
IN_TITLES = ("q=工程师&highlights=true", "q=工成师")
ACCOUNT: Mapping[str, Any] = {
    "filename": "jobs.xlsx",
    "rejected": [{"row": 2, "field": "title", "reason": "it is empty", "code": "empty", "params": {}, "sheet": "A"}],
    "warnings": [{"row": 3, "field": "degree", "reason": "it is no degree"}],
    "columns": {"title": "岗位"},
    "ignored": ["备注"],
    "doubly_claimed": [{"column": "备注", "field": "title"}],
    "header": ["岗位", "备注"],
    "sheets": [{"name": "A", "read": True}],
    "unread_sheets": [{"name": "B", "reason": "hidden"}],
    "receipt": {"position": "livefair.fairs:0:1", "accepted_at": "2026-11-01T09:00:00Z"},
}
BOOTH = {
    "name": "龙江重工",
    "uscc": "91230199MA18XXXX0K",
    "nature": "private",
    "industry": "装备制造",
    "region": "哈尔滨",
    "intro": "Since 1950",
    "website": "https://www.example.com",
}
JOB: Mapping[str, Any] = {
    "title": "工程师",
    "headcount": 3,
    "region": "哈尔滨",
    "industry": "装备制造",
    "degree": "master",
    "majors": ["力学"],
    "salary": {"min": 1, "max": 2.5, "period": "month", "currency": "CNY"},
    "employment_type": "full_time",
    "description": "仅限男性",
    "code": "a-1",
}


class Everything(Host):
    """The log of one fair, and the entries whose outcomes can be read."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Room(self.session())
        sent: dict[str, Any] = {"message": MESSAGE, "resume": STUDENT_CARD}
        self.bulk, self.items = uuid4(), uuid4()
        self.first = self.submitted(id=uuid5(self.bulk, "0"), drop=self.drop(), **sent)
        self.too_early = self.accepted("stu-1", "b")
        self.refused_job = self._by_hr(self.published("refused", description="仅限男性"), 0)
        self.hired_too_early = self._by_hr(self.hired("stu-7"), 1)

    def _by_hr(self, entry: Entry, number: int) -> Entry:
        """The same entry as an item of a bulk action, sent by the enterprise's person."""
        entry = by_person(entry, "hr", ORG)
        return replace(entry, envelope=replace(entry.envelope, id=uuid5(self.items, str(number))))

    def entries(self) -> list[Entry]:
        wishes = [self.wished("stu-1", "b", "a"), self.wished("stu-2", "d", "a"), self.wished("stu-8", "d")]
        ranked = [self.ranked("stu-5", "stu-2"), self.ranked("stu-8", "stu-2", name="d")]
        return [
            *[*self._booths_and_jobs(), *self._on_stage(), *self._applied(), *events_of_nouns(self)],
            *[*wishes, *ranked, self.ended(), self.round_held(), *self._still_live()],
            *[self.too_early, self.fair_amended(ads="refuse"), self.refused_job, self.hired_too_early, *self._said()],
        ]

    def _booths_and_jobs(self) -> list[Entry]:
        told = {"campaign": "autumn-2026", "region": "230000", "description": "For all", "ads": "warn"}
        hours = [Opening(begins=at(0), ends=at(60))]
        return [
            *[self.scheduled(**told, offers="keep"), self.opened(), self.requested(**BOOTH), self.approved()],
            *[self.booth_amended(hours=hours), self.requested(ORG_2), self.approved(ORG_2), self.requested("org-3")],
            *[self.requested("org-4"), self.refused("org-4"), self.published("a", **JOB), self.published("b", ORG_2)],
            *[self.published("c"), self.published("d", headcount=1), self.published("e")],
        ]

    def _on_stage(self) -> list[Entry]:
        run = [Slot(job=self.job("a"), minutes=20, cap=1), Slot(job=self.job("c"))]
        minute = ViewersCounted(fair=self.fair, session=self.session(), minute=START, viewers=4, peak=9)
        return [
            self.planned(run_of_show=run, stream_url="https://live.example.org/a.m3u8"),
            *[self.started(), self.dropped(cap=1), self.asked(), self.upvoted(), self.answered()],
            *[self.asked("stu-2", "q2"), self.muted("stu-9"), self.of(JobPinned, job=self.job("a"))],
            says(minute, "livefair", "system"),
        ]

    def _still_live(self) -> list[Entry]:
        """A second session, in which a student waits in the line of a drop."""
        return [
            *[self.planned("e", name="s2"), self.started("s2"), self.dropped("e", "d2", 1, name="s2")],
            *[self.through("stu-7", "d2", "e"), self.through("stu-2", "d2", "e")],
            self.of(JobPinned, "s2", job=self.job("e")),
        ]

    def _applied(self) -> list[Entry]:
        crowd = [applied(self, f"stu-{n}", "b", degree="master", region="上海") for n in range(20, 32)]
        more = [self.submitted(f"stu-{n}") for n in range(3, 9)]
        steps = [self.viewed(f"stu-{n}") for n in range(3, 9)]
        invited = self.invited("stu-3", deadline=at(9_000), message=INVITATION)
        return [
            *[self.first, self.through("stu-2"), self.submitted("stu-1", "b", message=MESSAGE), *more, *crowd],
            *[self.submitted("stu-2", "d"), self.submitted("stu-8", "d"), *steps],
            *[self.shortlisted("stu-3"), invited, self.declined("stu-3"), self.turned_down("stu-4", reason="no")],
            *[self.shortlisted("stu-1"), self.invited("stu-1", deadline=at(9_000), message=INVITATION)],
            *[self.shortlisted("stu-2"), self.shortlisted("stu-5"), self.withdrawn("stu-6"), self.resume_read()],
        ]

    def _said(self) -> list[Entry]:
        counted = self.room.counted({self.drop(): 7}, like=2, love=1)
        return [*(self.room.said(str(n), f"stu-{n}") for n in range(4)), counted, self.room.hidden("3")]

    def paths(self) -> list[str]:
        """Every JSON read, with each parameter that changes its answer."""
        fair, session = f"/v1/fairs/{self.fair}", f"/v1/sessions/{self.session()}"
        second = f"/v1/sessions/{self.session('s2')}"
        mine = ("closing-rounds", "consents", "reads", "applications", "resume")
        outcomes = (self.first, self.too_early, self.refused_job)
        return [
            *[f"/v1/outcomes/{entry.envelope.id}" for entry in outcomes],
            *[f"/v1/outcomes/{action}/items" for action in (self.bulk, self.items)],
            *["/v1/fairs", "/v1/fairs?limit=1", fair, f"{fair}/counters", f"{fair}/timeline", f"{fair}/booths"],
            *[f"{fair}/booths?counts=true&sort=name&limit=1", *paths_of_nouns(self)],
            *[f"{fair}/jobs", f"{fair}/jobs?counts=true&limit=1", f"{fair}/jobs?flagged=true"],
            *[f"{fair}/jobs?{asked}" for asked in SEARCHED],
            *[f"{fair}/applications{asked}" for asked in (*NARROWED, "?q=b", "?state=waitlisted")],
            *[f"{fair}/applications?{asked}" for asked in IN_TITLES],
            *[f"{fair}/booths?{asked}" for asked in IN_NAMES],
            *[f"{fair}/breakdown?by={by}" for by in ("region", "degree", "industry")],
            *[f"{fair}/report", f"{fair}/ranking", f"{fair}/sessions"],
            *[f"{fair}/closing-round", f"{fair}/closing-round?dry_run=true", session, second, f"{session}/funnel"],
            *[f"{session}/questions", f"{session}/comments", f"{session}/replay?limit=100"],
            *[path for name in ("a", "b", "e") for path in self._paths_of_job(name)],
            *[f"/v1/me/{name}" for name in mine],
            *["/v1/me/applications?limit=1", "/.well-known/jwks.json", "/pages/config.json"],
        ]

    def _paths_of_job(self, name: str) -> list[str]:
        job = f"/v1/jobs/{self.job(name)}"
        ones = [f"{job}/applications/{application_id(self.job(name), student)}" for student in ("stu-1", "stu-2")]
        return [
            *[job, f"{job}/ranking", f"{job}/closing-round", f"{job}/closing-rounds"],
            *[f"{job}/applications{asked}" for asked in (*NARROWED, "?assignee=other+hr")],
            *[*ones, *(f"{one}/resume" for one in ones)],
        ]


async def decide(site: Site, of: Everything) -> None:
    """Decide the whole log."""
    facets = FACETS.model_dump()
    log = of.entries()
    await site.fill(log, saved("stu-1", attachment="a" * 64, facets=facets), saved("stu-2"))
    for event in (entry.event for entry in log):
        for path in (getattr(event, name, None) for name in ("message", "note")):
            if path is not None:
                await site.api.reader.objects.put(path, path.encode())
    for name in ("i", "failed"):
        await site.api.reader.objects.put(account_path(import_of(of, name)), json.dumps(ACCOUNT).encode())
    for student in ("stu-1", "stu-2", "stu-3"):
        await site.api.reader.objects.put(document_path(resume_id(student), SHA), b'{"basics": {"name": "L"}}')


async def asked(site: Site, paths: Iterable[str]) -> AsyncIterator[tuple[str, str, httpx.Response]]:
    """Each read by every role: the path, the role, and the answer with any status."""
    for path in paths:
        for who in PEOPLE:
            plain, _, query = path.partition("?")
            yield path, who, await site.get(plain, who, **dict(parse_qsl(query)))
