"""A canary that people typed everywhere is found nowhere after their erasure, and the books stay right.

On Apache Kafka and PostgreSQL. Before the erasure readers find it, and a word that is not personal is found in every
place that is searched, so the search would find it.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio
from websockets.asyncio.client import ClientConnection, connect

from tests.e2e.hosting import Session, planned
from tests.e2e.running import System, running
from tests.e2e.stage import Person, Stage, Student, Written, set_stage
from tests.e2e.waiting import until

SEEN_S, GONE_S = 20.0, 2.0  # viewers see no text of an erased person after two seconds
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
CANARY = f"canary{uuid.uuid4().hex}"
PLAIN = f"plain{uuid.uuid4().hex}"


@pytest_asyncio.fixture(loop_scope="session")
async def stage(servers_folder: Path, http: httpx.AsyncClient) -> AsyncIterator[Stage]:
    """On a system of its own: its whole folder is searched."""
    async with running(servers_folder / "erasure", "--kafka", "apache", "--ingest", "2") as system:
        yield await set_stage(system, http, f"Fair {PLAIN}")


@dataclass
class Life:
    """What a student and a recruiter have typed."""

    stage: Stage
    session: Session
    job: str
    application: str
    student: Student
    newest: Written

    async def reads(self) -> dict[str, str]:
        """What people read who may."""
        student, recruiter, after = self.student.person, self.stage.enterprise, self.newest.position
        one = f"/jobs/{self.job}/applications/{self.application}"
        paths = {
            "comments": (self.stage.guest, f"/sessions/{self.session.id}/comments"),
            "questions": (self.stage.guest, f"/sessions/{self.session.id}/questions"),
            "replay": (self.stage.guest, f"/sessions/{self.session.id}/replay"),
            "application": (student, one),
            "queue": (recruiter, f"/jobs/{self.job}/applications"),
            "resume": (recruiter, f"{one}/resume"),
            "my resume": (student, "/me/resume"),
            "my approaches": (student, "/me/approaches"),
        }
        answers = {name: await person.look(path, after=after) for name, (person, path) in paths.items()}
        answers["export"] = await self.stage.organizer.look(f"/fairs/{self.stage.fair}/exports/applications.csv")
        return {name: answer.text for name, answer in answers.items()}


async def live(stage: Stage) -> Life:
    """Comment, question, answer, message, reason, note, invitation, approach, resume and attachment hold the canary."""
    job, other = await stage.publish(f"Job {PLAIN}"), await stage.publish("Another")
    session = await planned(stage, job)
    await session.does("start")
    (student,) = await stage.students(1)
    person, room = student.person, f"/sessions/{session.id}"
    resume = {"basics": {"name": CANARY, "summary": CANARY}}
    await person.write("/me/resume", resume, method="PUT")
    headers = {"Authorization": f"Bearer {person.token}", "Content-Type": "application/pdf"}
    attachment = f"{stage.system.ingest}/v1/me/resume/attachment"
    assert (await stage.http.put(attachment, content=f"%PDF-1.4 {CANARY}", headers=headers)).status_code == 202
    submission = {"resume_id": student.resume, "message": f"Hello {CANARY}"}
    application = (await person.write(f"/jobs/{job}/applications", submission)).id
    await person.write(f"{room}/comments", {"text": f"I {CANARY}"}, ingest=1)
    question = (await person.write(f"{room}/questions", {"text": f"What {CANARY}?"})).id
    recruiter, of = stage.enterprise, f"/jobs/{job}/applications/{application}"
    await recruiter.write(f"{room}/questions/{question}/answer", {"text": f"Because {CANARY}"})
    await recruiter.write(f"{of}/assign", {"to": recruiter.sub, "note": f"Knows {CANARY}"})
    await recruiter.write(f"{of}/shortlist", {"reason": f"Since {CANARY}"}, ingest=1)
    await recruiter.write(f"{of}/invite", {"message": f"Come {CANARY}", "reason": f"Because {CANARY}"})
    await approach(stage, person, other)
    newest = await person.write(f"{room}/questions", {"text": f"Again {CANARY}?"})
    return Life(stage, session, job, application, student, newest)


async def approach(stage: Stage, student: Person, job: str) -> None:
    """The student shows a card, and the enterprise writes to its owner."""
    fair = f"/fairs/{stage.fair}"
    shown = await student.write(f"{fair}/card", {"wants": {}}, method="PUT")
    (card,) = (await stage.enterprise.read(f"{fair}/cards", after=shown.position))["items"]
    deadline = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    body = {"job": job, "message": f"Dear {CANARY}", "deadline": deadline}
    await stage.enterprise.write(f"{fair}/cards/{card['id']}/approach", body)


@dataclass
class Viewer:
    """Somebody in a room with an open socket, and what their page shows."""

    socket: ClientConnection
    items: list[Any]
    comments: dict[str, str]

    @property
    def shown(self) -> str:
        return json.dumps([self.items, self.comments])

    async def look(self) -> None:
        """Fold frames in as they come."""
        async for text in self.socket:
            frame = json.loads(text)
            if frame["type"] == "snapshot":
                self.items, self.comments = frame["items"], {}
            self.comments |= {one["id"]: one["text"] for one in frame.get("comments", ())}
            self.comments = {id: text for id, text in self.comments.items() if id not in frame.get("hidden", ())}
            if frame["type"] == "update":
                self.items = [*self.items, *frame["items"]]


async def entered(system: System, room: str, token: str | None, socket: ClientConnection) -> Viewer:
    for said in ({"type": "hello"} | ({"token": token} if token else {}), {"type": "subscribe", "room": room}):
        await socket.send(json.dumps(said))
    return Viewer(socket, [], {})


def places_of(folder: Path, text: str) -> set[str]:
    """The folders of a system's home in whose files this text stands."""
    wanted = text.encode()
    files = [path for path in folder.rglob("*") if path.is_file() and "postgres" not in path.relative_to(folder).parts]
    return {path.relative_to(folder).parts[0] for path in files if wanted in path.read_bytes()}


async def dump(system: System) -> str:
    """Every row of the database as text. PostgreSQL's own files hold older versions of rows, too."""
    tables = [row["tablename"] for row in await system.rows(TABLES)]
    rows = [await system.rows(f'SELECT r::text FROM "{table}" r') for table in tables]
    return "\n".join(row["r"] for of_table in rows for row in of_table)


async def test_a_canary_is_found_nowhere(stage: Stage) -> None:
    """Readers and viewers find it until its authors are erased; the log and the tables never hold it in plain."""
    system, life = stage.system, await live(stage)
    before = await life.reads()
    assert {name for name, text in before.items() if CANARY not in text} == set()
    async with connect(f"{system.notify}/v1/live") as one, connect(f"{system.notify}/v1/live") as two:
        viewers = [await entered(system, life.session.room, None, one)]
        viewers.append(await entered(system, "me", life.student.person.token, two))
        looking = [asyncio.create_task(viewer.look()) for viewer in viewers]

        async def all_see_it() -> bool:
            return all(CANARY in viewer.shown for viewer in viewers) and bool(viewers[0].comments)

        await until(all_see_it, "both viewers to see the canary", SEEN_S)
        assert (places_of(system.home, CANARY), CANARY in await dump(system)) == ({"objects"}, False)

        erased = await system.livefair("erase", "--person", life.student.sub, "--yes")
        assert erased.status == 0, erased.output
        life.newest = await stage.enterprise.write("/me", method="DELETE")

        async def nobody_sees_it() -> bool:
            return not any(CANARY in viewer.shown for viewer in viewers)

        await until(nobody_sees_it, "viewers to see the canary no longer", GONE_S)
        for task in looking:
            task.cancel()
    assert {name for name, text in (await life.reads()).items() if CANARY in text} == set()
    assert (places_of(system.home, CANARY), CANARY in await dump(system)) == (set(), False)
    assert {"kafka"} <= places_of(system.home, PLAIN)
    assert PLAIN in await dump(system)
    assert "logs" in places_of(system.home, "/v1/me")
    await system.balances()
    assert (await stage.counters(life.newest.position))["applications"] == 1
