"""Employer-first over HTTP: a card is found, approached and answered; an acceptance reveals the student."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.e2e.stage import Stage, Student
from tests.e2e.waiting import until

WISHES = {"wants": {"regions": ["杭州"], "employment_types": ["internship"]}}


async def shown(stage: Stage) -> tuple[Student, str]:
    """A student with a card in the fair, and the card's id."""
    [student] = await stage.students(1)
    written = await student.person.write(f"/fairs/{stage.fair}/card", WISHES, method="PUT")
    [mine] = (await student.person.read("/me/cards", after=written.position))["items"]
    return student, str(mine["id"])


async def test_a_card_becomes_an_application(stage: Stage) -> None:
    """Shown, found, approached, accepted: the application exists, and only now is the student known."""
    job, (student, card) = await stage.publish("数据分析师"), await shown(stage)
    found = (await stage.enterprise.read(f"/fairs/{stage.fair}/cards", q="杭州", degree="bachelor"))["items"]
    assert [one["id"] for one in found] == [card]
    body = {"job": job, "message": "我们很想认识您"}
    asked = await stage.enterprise.write(f"/fairs/{stage.fair}/cards/{card}/approach", body)
    [approach] = (await student.person.read("/me/approaches", after=asked.position))["items"]
    assert (approach["id"], approach["enterprise"], approach["message"]) == (asked.id, "云栖科技", body["message"])
    seen = await stage.enterprise.read(f"/jobs/{job}/approaches", after=asked.position)
    assert student.sub not in str([found, seen])

    accepted = await student.person.write(f"/jobs/{job}/approaches/{asked.id}/accept")
    path = f"/jobs/{job}/applications/{accepted.id}"
    application = await stage.enterprise.read(path, after=accepted.position)
    assert (application["student"], application["state"], application["place"]) == (student.sub, "submitted", 1)
    assert [step["event"] for step in application["history"]] == [
        "EnterpriseApproached",
        "ApproachAccepted",
        "ApplicationReceived",
    ]
    resume = await stage.enterprise.read(f"{path}/resume")
    assert resume["resume"]["basics"]["email"] == "student@example.org"
    assert (await stage.counters(accepted.position))["applications"] == 1

    async def receipts() -> list[Any]:
        return list((await student.person.read("/me/reads"))["items"])

    [receipt] = await until(receipts, "the receipt of a read", 30)
    assert (receipt["enterprise"], receipt["application"]) == ("云栖科技", accepted.id)
    withdrawn = await student.person.write(f"{path}/withdraw")
    [consent] = (await student.person.read("/me/consents", after=withdrawn.position))["items"]
    assert (consent["state"], consent["reads"]) == ("ended", 1)
    assert "student@example.org" not in str(await stage.enterprise.read(path))
    shut = await stage.enterprise.look(f"{path}/resume")
    assert shut.status_code == 404


@pytest.mark.parametrize("answer", ["decline", "silence"])
async def test_a_student_who_does_not_accept_stays_unknown(stage: Stage, answer: str) -> None:
    """After a decline, and after an expired deadline."""
    job, (student, card) = await stage.publish("数据分析师"), await shown(stage)
    soon = datetime.now(UTC) + timedelta(seconds=2 if answer == "silence" else 60)
    body = {"job": job, "deadline": soon.isoformat()}
    asked = await stage.enterprise.write(f"/fairs/{stage.fair}/cards/{card}/approach", body)
    if answer == "decline":
        await student.person.write(f"/jobs/{job}/approaches/{asked.id}/decline")
    ended = {"decline": "declined", "silence": "expired"}[answer]

    async def seen() -> list[Any]:
        return list((await stage.enterprise.read(f"/jobs/{job}/approaches", state=ended))["items"])

    assert student.sub not in str(await until(seen, f"an approach that is {ended}", 30))
    assert (await stage.enterprise.read(f"/jobs/{job}/applications"))["items"] == []
