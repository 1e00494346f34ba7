"""A fair from its draft to its archive, with staff who joined by a link, over HTTP and WebSocket only."""

from __future__ import annotations

import asyncio
import json
import uuid
from datetime import UTC, datetime, timedelta

import httpx
from playwright.async_api import expect
from websockets.asyncio.client import connect

from tests.e2e.browsing import Line, Look
from tests.e2e.hosting import begun
from tests.e2e.running import System
from tests.e2e.stage import Person, Stage, accepted
from tests.e2e.viewing import snapshot
from tests.e2e.waiting import until

FINAL = {"en": "Archived: these figures are final", "zh": "已归档，数据不再更新"}


async def person(system: System, http: httpx.AsyncClient, role: str, org: str | None = None) -> Person:
    """A new person whose token has this `org`, or none."""
    sub = f"{role}-{uuid.uuid4().hex[:8]}"
    (token,) = await system.tokens(role, sub, org=org)
    return Person(http, system, sub, token)


async def room_of(system: System, room: str, token: str) -> str:
    """The first frame of a new viewer: `snapshot`, or the error's code."""
    async with connect(f"{system.notify}/v1/live", compression=None) as socket:
        await socket.send(json.dumps({"type": "hello", "token": token}))
        await socket.recv()
        await socket.send(json.dumps({"type": "subscribe", "room": room}))
        frame = json.loads(await asyncio.wait_for(socket.recv(), 10))
        return str(frame.get("code", frame["type"]))


async def is_forbidden(who: Person, path: str, body: object, state: str) -> None:
    """The edge refuses and names the state, or the log does if the edge did not know it yet.

    An archived fair does not exist for the edge.
    """
    answer = await who.send(path, body)
    if state == "archived" and answer.status_code == 404:
        return
    if answer.status_code == 409:
        assert answer.json()["detail"].startswith(f"The fair is {state}")
    else:
        written = accepted(answer)
        outcome = await who.read(f"/outcomes/{written.event_id}", after=written.position)
        assert (outcome["outcome"], outcome["reason"]) == ("refused", f"fair_{state}")


async def test_a_draft_is_seen_when_it_is_published(system: System, http: httpx.AsyncClient) -> None:
    """Before that, only its organizer can read it, write to it or join its room."""
    unit = f"unit-{uuid.uuid4().hex[:8]}"
    organizer = await person(system, http, "organizer", unit)
    enterprise = await person(system, http, "enterprise", f"ent-{unit}")
    now = datetime.now(UTC)
    times = {"starts_at": (now - timedelta(hours=1)).isoformat(), "ends_at": (now + timedelta(hours=8)).isoformat()}
    drafted = await organizer.write("/fairs", {"title": "A draft", "host": "We", "draft": True, **times})
    fair, address = drafted.id, f"/fairs/{drafted.id}"
    assert (await organizer.read(address, after=drafted.position))["state"] == "draft"
    assert fair in [one["id"] for one in (await organizer.read("/fairs", state="draft"))["items"]]
    for path in (address, f"{address}/counters", f"{address}/jobs", f"{address}/booths", f"{address}/timeline"):
        assert (await enterprise.look(path)).status_code == 404, path
    assert fair not in [one["id"] for one in (await enterprise.read("/fairs", limit="100"))["items"]]
    assert (await enterprise.send(f"{address}/booths", {"name": "Too early"})).status_code == 404
    planned = await organizer.write(f"{address}/sessions", {"title": "A plan", "starts_at": times["starts_at"]})
    await organizer.read(f"/sessions/{planned.id}", after=planned.position)
    assert (await enterprise.look(f"/sessions/{planned.id}")).status_code == 404
    rooms = (f"fair:{fair}", f"session:{planned.id}")
    assert [await room_of(system, room, enterprise.token) for room in rooms] == ["unknown_room"] * 2
    await organizer.write(f"{address}/publish")
    await enterprise.write(f"{address}/booths", {"name": "In time"})
    assert [await room_of(system, room, enterprise.token) for room in rooms] == ["snapshot"] * 2


async def test_a_whole_life(stage: Stage) -> None:
    """Paused, resumed, closing, closed with an open invitation, reopened, closed and archived; staff act in it."""
    system, http, fair, organizer, enterprise = stage.system, stage.http, stage.fair, stage.organizer, stage.enterprise
    job, (one, two) = await stage.publish("热处理工程师", headcount=2), await stage.students(2)
    first = await one.submit(job)

    booth = f"/fairs/{fair}/booths/{stage.org}"
    link = await enterprise.send(f"{booth}/staff-links")
    assert link.status_code == 202, link.text
    staff = await person(system, http, "enterprise")
    assert (await staff.send(f"/jobs/{job}/applications/{first.id}/shortlist")).status_code == 403
    joined = await staff.write(f"/staff-links/{link.json()['secret']}/join")
    assert joined.id == stage.org
    handed = await enterprise.write(f"/jobs/{job}/applications/{first.id}/assign", {"to": staff.sub, "note": "Call!"})
    mine = (await staff.read(f"/jobs/{job}/applications", after=handed.position, assignee=staff.sub))["items"]
    assert [(each["id"], each["assignment"]["note"]) for each in mine] == [(first.id, "Call!")]
    invited = await staff.write(f"/jobs/{job}/applications/{first.id}/invite")
    history = (await one.person.read(f"/jobs/{job}/applications/{first.id}", after=invited.position))["history"]
    assert (history[-1]["event"], history[-1]["by"]) == ("ApplicantInvited", staff.sub)

    await organizer.write(f"/fairs/{fair}/pause")
    await is_forbidden(two.person, f"/jobs/{job}/applications", {"resume_id": two.resume}, "paused")
    await organizer.write(f"/fairs/{fair}/resume")
    await two.submit(job)
    await organizer.write(f"/fairs/{fair}/wind-down")
    await is_forbidden(enterprise, f"/fairs/{fair}/jobs", {"title": "Late", "headcount": 1}, "closing")

    closed = await organizer.write(f"/fairs/{fair}/close")
    told = await one.person.read(f"/jobs/{job}/applications/{first.id}", after=closed.position)
    assert (told["state"], told["reason"]) == ("expired", "fair_closed")
    rooms = await snapshot(system.notify, ["me"], closed.position, one.person.token)
    last = rooms["me"].items[-1]
    assert (last["event"], last["data"]["reason"]) == ("InvitationExpired", "fair_closed")
    await is_forbidden(one.person, f"/jobs/{job}/applications/{first.id}/accept", {}, "closed")

    later = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    reopened = await organizer.write(f"/fairs/{fair}/reopen", {"ends_at": later})
    assert (await stage.guest.read(f"/fairs/{fair}", after=reopened.position))["state"] == "open"
    await organizer.write(f"/fairs/{fair}/close")
    await organizer.write(f"/fairs/{fair}/archive")
    await is_forbidden(enterprise, f"{booth}/staff-links", {}, "archived")
    await system.balances()


async def archived(stage: Stage) -> None:
    """Close and archive the fair, and wait until its room is gone."""
    await stage.organizer.write(f"/fairs/{stage.fair}/close")
    await stage.organizer.write(f"/fairs/{stage.fair}/archive")

    async def is_gone() -> bool:
        return await room_of(stage.system, f"fair:{stage.fair}", stage.organizer.token) == "unknown_room"

    await until(is_gone, "the end of the fair's room", 30)


async def test_pages_of_an_archived_fair_show_its_final_figures(stage: Stage, look: Look) -> None:
    """The wall, also one that was open, the organizer's desk and the session's page say so and do not connect."""
    job, session = await stage.publish("热处理工程师", headcount=4), await begun(stage)
    await stage.submit(job)
    await session.does("end")
    open_before, line = await look("about:blank"), Line()
    await line.lay(open_before.page)
    await open_before.page.goto(stage.wall)
    await open_before.counter("applications", 1)
    await line.cut()
    await archived(stage)
    line.is_down = False
    desk = f"{stage.system.fair}/fair?fair={stage.fair}#token={stage.organizer.token}"
    pages = [open_before, await look(stage.wall, locale="zh-CN"), await look(desk, locale="zh-CN")]
    told = (await stage.guest.read(f"/fairs/{stage.fair}/counters"))["counters"]
    assert (told["applications"], told["jobs"], told["positions"], told["sessions"]) == (1, 1, 4, 1)
    for page in pages:
        await page.connection("over", within_s=40)
    for page, names in zip(pages, (told, told, ("jobs", "applications")), strict=True):
        for name in names:
            await page.counter(name, told[name])
    for wall in pages[:2]:
        await expect(wall.page.locator(".wall[data-stale], .stale-note")).to_have_count(0)
    said = [page.page.locator("[data-connection] .state") for page in pages]
    for shown, words in zip(said, (FINAL["en"], FINAL["zh"], FINAL["zh"]), strict=True):
        await expect(shown).to_have_text(words)
    watched = await look(session.page())
    await watched.connection("over")
