"""The things of the matrix: fairs in every state, with everything that a route may name."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4, uuid5

from tests.e2e.rights.people import Thing, World
from tests.e2e.stage import Person, Written, accepted
from tests.e2e.waiting import until

DECIDED_S = 20.0
MARKERS = 24
PDF = b"%PDF-1.4\n%%EOF\n"
CSV = "title,headcount,enterprise,code\r\nA job of a draft,1,Globex,d-1\r\nA closed job,1,Globex,d-2\r\n"


async def build(world: World) -> None:
    """Make the things, one fair at a time, each decided before the next step that rests on it."""
    for student in ("student", "other student"):
        world.resumes[student] = await world[student].save_resume()
        await _attached(world[student])
    own = await _fair_of(world, "own")
    world.things["own"] = own
    world.other = await _fair_of(world, "other")
    world.things["staged by the organizer"] = await _staged(world, own)
    world.things["refused"] = await _refused(world, own)
    world.things["closed"] = await _closed(world, "closed")
    world.things["archived"] = await _archived(world)
    for thing in await _drafts(world):
        world.things[thing.name] = thing
    ids = {**own.ids, "org": "no-such-org"}
    world.things["no booth"] = replace(own, name="no booth", ids=ids, org="no-such-org", booth=None)
    world.things["absent"] = _absent(world, own)
    await _settled(world)


async def _attached(student: Person) -> None:
    address = f"{student.system.ingest}/v1/me/resume/attachment"
    headers = {"Authorization": f"Bearer {student.token}", "Content-Type": "application/pdf"}
    accepted(await student.http.put(address, content=PDF, headers=headers))


async def _settled(world: World) -> None:
    """Wait until the edge has read what the log has decided: its catalog follows the outbox."""
    organizer = world["organizer"]

    async def is_sent() -> bool:
        return not await organizer.system.rows("SELECT 1 FROM outbox LIMIT 1")

    await until(is_sent, "the outbox to be sent", DECIDED_S)
    for number in range(MARKERS):  # each on one of the catalog's partitions, behind everything before it
        fair = (await organizer.write("/fairs", _fair_body(f"marker {number}"))).id
        await organizer.write(f"/fairs/{fair}/open")


async def _fair_of(world: World, name: str, booth: str = "enterprise") -> Thing:
    """An open fair in which the enterprise has everything, and another enterprise has a booth and a job too."""
    organizer, ours = world["organizer"], world[booth]
    fair = (await organizer.write("/fairs", _fair_body(name))).id
    await organizer.write(f"/fairs/{fair}/open")
    orgs = [_org(world, one) for one in (booth, "other enterprise")]
    for who, org in zip((booth, "other enterprise"), orgs, strict=True):
        await world[who].write(f"/fairs/{fair}/booths", {"name": f"{who} {name}"})
        await organizer.write(f"/fairs/{fair}/booths/{org}/approve")
    job, second = [await _published(ours, fair, title) for title in ("A job", "Another job")]
    theirs = await _published(world["other enterprise"], fair, "A job of theirs")
    ids = {"fair": fair, "org": orgs[0], "job": job, "second": second, "theirs": theirs, **_always(world)}
    ids |= await _staffed(world, ids, booth)
    ids |= await _applied(world, ids)
    ids |= await _on_stage(ours, world, ids)
    ids |= await _approached(world, ours, ids)
    ids |= await _round(world, ours, ids)
    ids |= await _imported(ours, fair)
    approved = frozenset(orgs)
    return Thing(name, ids, _org(world, "organizer"), orgs[0], approved, host=("enterprise", orgs[0]))


async def _staffed(world: World, ids: dict[str, str], booth: str) -> dict[str, str]:
    """The booth's staff, one of whom is removed again, and a link that is still open."""
    ours, path = world[booth], f"/fairs/{ids['fair']}/booths/{ids['org']}"
    joining = {"enterprise": ("recruiter", "lead", "removed lead"), "refused enterprise": ("recruiter of the refused",)}
    for name in joining[booth]:
        role = "lead" if "lead" in name else "recruiter"
        answer = (await ours.send(f"{path}/staff-links", {"role": role})).json()
        await world[name].write(f"/staff-links/{answer['secret']}/join")
    if booth == "enterprise":
        await _decided(ours, await ours.write(f"{path}/staff/{world['removed lead'].sub}", method="DELETE"))
    answer = (await ours.send(f"{path}/staff-links", {"uses": 100})).json()
    return {"link": answer["id"], "secret": answer["secret"]}


async def _applied(world: World, ids: dict[str, str]) -> dict[str, str]:
    """The student's applications to both jobs, and the other student's to the first."""
    student, other, resume = world["student"], world["other student"], world.resumes["student"]
    sent = await student.write(f"/jobs/{ids['job']}/applications", {"resume_id": resume})
    second = await student.write(f"/jobs/{ids['second']}/applications", {"resume_id": resume})
    await other.write(f"/jobs/{ids['job']}/applications", {"resume_id": world.resumes["other student"]})
    return {"application": sent.id, "application_to_second": second.id, "event_id": sent.event_id}


async def _on_stage(host: Person, world: World, ids: dict[str, str]) -> dict[str, str]:
    """A live session with a drop, a question and a comment."""
    now = datetime.now(UTC).isoformat()
    plan = {"title": "Meet us", "starts_at": now, "run_of_show": [ids["job"]]}
    session = (await host.write(f"/fairs/{ids['fair']}/sessions", plan)).id
    await host.write(f"/sessions/{session}/start")
    drop = (await host.write(f"/sessions/{session}/drops", {"job": ids["job"], "cap": 50})).id
    student = world["student"]
    question = (await student.write(f"/sessions/{session}/questions", {"text": "Where is it?"})).id
    comment = (await student.write(f"/sessions/{session}/comments", {"text": "Hello"})).id
    return {"session": session, "drop": drop, "question": question, "comment": comment}


async def _approached(world: World, ours: Person, ids: dict[str, str]) -> dict[str, str]:
    """The student's card, and the enterprise's approach to it for a job to which they have applied already."""
    shown = await world["student"].write(f"/fairs/{ids['fair']}/card", {}, method="PUT")
    cards = await ours.read(f"/fairs/{ids['fair']}/cards", after=shown.position)
    card = cards["items"][0]["id"]
    path = f"/fairs/{ids['fair']}/cards/{card}/approach"
    return {"card": card, "approach": (await ours.write(path, {"job": ids["second"]})).id}


async def _round(world: World, ours: Person, ids: dict[str, str]) -> dict[str, str]:
    """A closing round in which the second job had ranked somebody, and a bulk action whose outcome can be read."""
    order = {"applications": [ids["application_to_second"]]}
    await ours.write(f"/jobs/{ids['second']}/ranking", order, method="PUT")
    await ours.write(f"/jobs/{ids['job']}/ranking", {"applications": [ids["application"]]}, method="PUT")
    await world["student"].write(f"/fairs/{ids['fair']}/ranking", {"jobs": [ids["second"]]}, method="PUT")
    await world["organizer"].write(f"/fairs/{ids['fair']}/closing-round")
    viewed = await ours.write(f"/jobs/{ids['job']}/applications/view", {"applications": [ids["application"]]})
    await _decided(ours, viewed)
    return {"round": "held", "bulk": viewed.event_id}


async def _imported(ours: Person, fair: str) -> dict[str, str]:
    """An import in the background that writes nothing."""
    address = f"{ours.system.ingest}/v1/fairs/{fair}/jobs/import?dry_run=true"
    headers = {"Authorization": f"Bearer {ours.token}", "Prefer": "respond-async"}
    answer = await ours.http.post(address, files={"file": ("jobs.csv", CSV, "text/csv")}, headers=headers)
    return {"id": accepted(answer).id}


async def _staged(world: World, own: Thing) -> Thing:
    """The same fair with a session that its organizer hosts."""
    ids = {**own.ids, **await _on_stage(world["organizer"], world, own.ids)}
    return replace(own, name="staged by the organizer", ids=ids, host=("organizer", own.unit))


async def _refused(world: World, own: Thing) -> Thing:
    """Everything of an enterprise whose booth was refused, in the same fair."""
    organizer, refused, fair, org = world["organizer"], world["refused enterprise"], own.ids["fair"], ""
    org = _org(world, "refused enterprise")
    await refused.write(f"/fairs/{fair}/booths", {"name": "Soon refused"})
    await organizer.write(f"/fairs/{fair}/booths/{org}/approve")
    job, second = [await _published(refused, fair, title) for title in ("Theirs", "Theirs too")]
    ids = {**own.ids, "org": org, "job": job, "second": second}
    ids |= await _staffed(world, ids, "refused enterprise")
    ids |= await _applied(world, ids)
    ids |= await _on_stage(refused, world, ids)
    ids |= await _approached(world, refused, ids)
    await _decided(organizer, await organizer.write(f"/fairs/{fair}/booths/{org}/refuse", {"reason": "No room"}))
    ids.pop("round")
    return replace(own, name="refused", ids=ids, org=org, booth="refused", host=("enterprise", org))


async def _closed(world: World, name: str) -> Thing:
    """A fair like `own` that was closed: every right is the same, and little moves any more."""
    made = await _fair_of(world, name)
    await world["organizer"].write(f"/fairs/{made.ids['fair']}/close")
    return made


async def _archived(world: World) -> Thing:
    """A closed fair that was archived: it can be read."""
    made, organizer = await _closed(world, "archived"), world["organizer"]
    fair = made.ids["fair"]
    await _decided(organizer, await organizer.write(f"/fairs/{fair}/archive"))
    made.ids.pop("secret")
    return replace(made, is_archived=True)


async def _drafts(world: World) -> list[Thing]:
    """Two things of one draft: an open job, and a closed one; only the organizer's import makes booths in it."""
    organizer = world["organizer"]
    fair = (await organizer.write("/fairs", {**_fair_body("draft"), "draft": True})).id
    address = f"{organizer.system.ingest}/v1/fairs/{fair}/jobs/import"
    allowed = {"Authorization": f"Bearer {organizer.token}"}
    answer = await organizer.http.post(address, files={"file": ("jobs.csv", CSV, "text/csv")}, headers=allowed)
    after = answer.json()["receipt"]["position"]
    jobs = (await organizer.read(f"/fairs/{fair}/jobs", after=after))["items"]
    job, closed = sorted(jobs, key=lambda one: one["code"])
    shut = await organizer.write(f"/fairs/{fair}/jobs/close", {"jobs": [closed["id"]]})
    plan = {"title": "Soon", "starts_at": datetime.now(UTC).isoformat()}
    session = await organizer.write(f"/fairs/{fair}/sessions", plan)
    await _decided(organizer, shut)
    await _decided(organizer, session)
    unit, student = _org(world, "organizer"), world["student"]
    ids = {"fair": fair, "org": job["org"], "job": job["id"], "session": session.id, **_always(world)}
    open_job = Thing("draft", ids, unit, job["org"], host=("organizer", unit), is_draft=True)
    closed_job = replace(open_job, name="draft with a closed job", ids={**ids, "job": closed["id"]})
    for thing in (open_job, closed_job):
        thing.ids["application"] = str(_application_id(thing.ids["job"], student.sub))
    return [open_job, closed_job]


def _absent(world: World, own: Thing) -> Thing:
    """Ids of the right form that name nothing; that of the application is the one that the student's would have."""
    named = {name: str(uuid4()) for name in own.ids}
    named |= {"org": "no-such-org", "secret": "no-such-secret", **_always(world)}
    named["application"] = str(_application_id(named["job"], world["student"].sub))
    named |= {"event_id": str(uuid4()), "bulk": str(uuid4())}
    return Thing("absent", named, exists=False)


def _always(world: World) -> dict[str, str]:
    """What every path can name: an export, a resume's attachment, a person who is of no staff."""
    attachment = {"resume": world.resumes["student"], "sha256": hashlib.sha256(PDF).hexdigest()}
    return {"kind": "jobs", "format": "csv", "person": "somebody-else", **attachment}


def _application_id(job: str, student: str) -> UUID:
    return uuid5(UUID(job), student)


def _org(world: World, name: str) -> str:
    org = world.actors[name].org
    assert org is not None
    return org


def _fair_body(name: str) -> dict[str, str]:
    now = datetime.now(UTC)
    times = {"starts_at": (now - timedelta(hours=1)).isoformat(), "ends_at": (now + timedelta(hours=8)).isoformat()}
    return {"title": f"The fair {name} {uuid.uuid4().hex[:4]}", "host": "The university", **times}


async def _published(enterprise: Person, fair: str, title: str) -> str:
    return (await enterprise.write(f"/fairs/{fair}/jobs", {"title": title, "headcount": 3})).id


async def _decided(person: Person, written: Written) -> None:
    """Wait until the log has decided it."""
    await person.read("/fairs", after=written.position)
