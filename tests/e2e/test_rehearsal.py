"""`livefair replay --into`: a finished session is played again in an empty fair of a running system."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from tests.e2e.hosting import Session, begun
from tests.e2e.stage import Stage, at_once
from tests.e2e.waiting import until

STUDENTS, CAP = 8, 3
COMMENTS, LIKES = ("主播好！", "加油"), 7


async def played(stage: Stage) -> Session:
    """A finished session: two drops, one extended and closed, a question with its answer, comments."""
    jobs, students = (
        [await stage.publish(title) for title in ("数据分析师", "前端工程师")],
        await stage.students(STUDENTS),
    )
    session = await begun(stage, *jobs)
    await session.does("announce", text="请准备好简历。")
    first = (await session.does("drops/next", cap=CAP)).id
    await at_once(one.submit(jobs[0], first) for one in students)
    question = await students[0].person.write(f"/sessions/{session.id}/questions", {"text": "需要驻外吗？"})
    for text in COMMENTS:
        await students[1].person.write(f"/sessions/{session.id}/comments", {"text": text})
    pressed = {"reaction": "like", "times": LIKES}
    await students[2].person.send(f"/sessions/{session.id}/reactions", pressed)
    await session.does("pin", job=jobs[0])
    await session.does(f"drops/{first}/extend", cap=CAP + 2)
    await session.does(f"drops/{first}/close")
    await session.does("pause")
    await session.does("resume")
    second = (await session.does("drops/next")).id
    await at_once(one.submit(jobs[1], second) for one in students[: STUDENTS // 2])
    await session.does(f"questions/{question.id}/answer", text="不需要。")
    await session.does("end")
    return session


async def fresh_fair(stage: Stage) -> str:
    """A fair of the same organizer without people; it is not open yet."""
    now = datetime.now(UTC)
    times = {"starts_at": now.isoformat(), "ends_at": (now + timedelta(hours=2)).isoformat()}
    return (await stage.organizer.write("/fairs", {"title": "彩排", "host": "We", **times})).id


async def test_what_happened_happens_again(stage: Stage) -> None:
    """The same moments, submissions and admissions per drop; a second run is refused, since people are there."""
    session, fair = await played(stage), await fresh_fair(stage)
    await until(partial(talk, session), "comments and reactions to be read", 20)
    rehearsing = ("replay", session.id, "--into", fair, "--org", stage.unit, "--speed", "2")
    ran = await stage.system.livefair(*rehearsing)
    assert ran.status == 0, ran.output
    assert f"drop 1: {STUDENTS} submissions, {STUDENTS} at the time" in ran.output
    assert "the tables say the same" in ran.output
    found = re.search(r"live\?session=(\S+)", ran.output)
    assert found is not None
    again = Session(stage, found[1])
    told = (await stage.organizer.read(f"/sessions/{again.id}"))["drops"]
    assert [(one["title"], one.get("cap"), one["admitted"]) for one in told] == [
        ("数据分析师", CAP + 2, CAP + 2),
        ("前端工程师", None, STUDENTS // 2),
    ]
    assert await heard(again) == await heard(session)
    await until(partial(talk, again), "comments and reactions to be read", 20)
    ran = await stage.system.livefair(*rehearsing)
    assert ran.status == 1
    assert "this fair has people in it (1 enterprises, 2 jobs, " in ran.output


async def heard(session: Session) -> list[tuple[str, str | None]]:
    """The events of a room, with their texts."""
    page = await session.stage.guest.read(f"/sessions/{session.id}/replay", limit="100")
    return [(one["event"], one["data"].get("text")) for one in page["items"] if one.get("event_id")]


async def talk(session: Session) -> tuple[list[str], int] | None:
    """The comments in any order, and the number of reactions; nothing until all are read."""
    comments = (await session.stage.guest.read(f"/sessions/{session.id}/comments"))["items"]
    counters = (await session.stage.guest.read(f"/sessions/{session.id}"))["counters"]
    found = sorted(one["text"] for one in comments), counters.get("reactions", 0)
    return found if found == (sorted(COMMENTS), LIKES) else None


@pytest.mark.parametrize("whose", ["another", ""])
async def test_a_fair_of_others_is_left_alone(stage: Stage, whose: str) -> None:
    """One line says why, and nobody has joined."""
    session, fair = await played(stage), await fresh_fair(stage)
    ran = await stage.system.livefair("replay", session.id, "--into", fair, *(("--org", whose) if whose else ()))
    wanted = f"this fair is not {whose}'s" if whose else "say --org with --into"
    assert ran.status == 1
    assert wanted in ran.output.splitlines()[-1]
    assert set((await stage.guest.read(f"/fairs/{fair}/counters"))["counters"].values()) == {0}
