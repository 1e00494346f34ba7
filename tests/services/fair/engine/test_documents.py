"""fair's documents: what it answers fits the models that its OpenAPI is made of, and its AsyncAPI names its topics."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, get_args, get_origin
from uuid import uuid5

import httpx
import pytest
import pytest_asyncio
from pydantic import BaseModel
from starlette.applications import Starlette

from livefair.system.topics import create_topics
from plumbing.http.problem import problem_handlers
from schemas import topics
from schemas.application import application_id
from schemas.resume import document_path, resume_id
from services.fair.engine import documents
from services.fair.wiring import routes
from tests.conftest import RunningKafka
from tests.plumbing.auth.issuer import Issuer
from tests.services.fair.hosting import Host
from tests.services.fair.running import decided, edge_to, running_fair, settings
from tests.services.fair.story import ORG, SHA, UNIT, saved

STUDENT = "stu-1"
WHO = {
    "organizer": {"sub": "boss", "role": "organizer", "org": UNIT},
    "enterprise": {"sub": "hr", "role": "enterprise", "org": ORG},
    "student": {"sub": STUDENT, "role": "student"},
}
JSON_READS = {
    path.removeprefix("GET "): says.answer
    for path, says in documents.READS.items()
    if says.answer and path.startswith("GET /v1/")
}


def unknown(model: type[BaseModel], answer: Any, at: str = "") -> list[str]:
    """The fields of an answer that its model does not name: a document that is silent about them is no contract."""
    found = [f"{at}.{name}" for name in answer if name not in model.model_fields]
    for name, field in model.model_fields.items():
        inner = get_args(field.annotation)[0] if get_origin(field.annotation) is list else field.annotation
        given = answer.get(name)
        if isinstance(inner, type) and issubclass(inner, BaseModel) and given is not None:
            for one in given if isinstance(given, list) else [given]:
                found += unknown(inner, one, f"{at}.{name}")
    return found


@pytest_asyncio.fixture(loop_scope="session")
async def client(
    kafka: RunningKafka, database: str, tmp_path: Path
) -> AsyncIterator[tuple[httpx.AsyncClient, Issuer, dict[str, str]]]:
    """A client of a fair in which something of each kind has happened, and the ids to put into paths."""
    teller = Host()
    whole: dict[str, Any] = {
        "region": "230000",
        "industry": "装备制造",
        "degree": "master",
        "majors": ["力学"],
        "code": "a-1",
    }
    salary = {"min": 1, "max": 2, "period": "month", "currency": "CNY"}
    job = teller.published("a", **whole, employment_type="full_time", description="text", salary=salary)
    submitted = teller.submitted()
    # As if the first had been a bulk action.
    of_many = teller.submitted(id=uuid5(submitted.envelope.id, "0"), drop=teller.drop())
    on_stage = [
        teller.planned("a", stream_url="https://live.example.org/a.m3u8"),
        teller.started(),
        teller.dropped(cap=1),
    ]
    on_stage += [teller.asked(), teller.upvoted(), teller.answered()]
    entries = [
        *[teller.scheduled(), teller.opened(), teller.requested(nature="private"), teller.approved(), job],
        *on_stage,
        *[submitted, teller.withdrawn(), of_many, saved(STUDENT), teller.shortlisted(), teller.ranked(STUDENT)],
        *[teller.wished(STUDENT, "a"), teller.round_held()],
    ]
    await create_topics(kafka.bootstrap)
    issuer = Issuer(tmp_path)
    given = settings(kafka.bootstrap, database, tmp_path)
    async with running_fair(given) as fair, edge_to(kafka.bootstrap) as edge:
        await fair.reader.objects.put(document_path(resume_id(STUDENT), SHA), b'{"basics": {}}')
        await decided(fair, await edge.write(*entries))
        app = Starlette(routes=routes(fair), exception_handlers=problem_handlers)
        ids = {"fair": str(teller.fair), "job": str(teller.job("a")), "event_id": str(submitted.envelope.id)}
        ids["org"] = ORG
        ids["session"] = str(teller.session())
        ids["application"] = str(application_id(teller.job("a"), STUDENT))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://fair") as http:
            yield http, issuer, ids


ASKERS = {
    "/v1/fairs/{fair}/applications": "organizer",
    "/v1/fairs/{fair}/report": "organizer",
    "/v1/fairs/{fair}/cards": "enterprise",
    "/v1/fairs/{fair}/booths/{org}/staff": "enterprise",
    "/v1/fairs/{fair}/booths/{org}/staff-links": "enterprise",
    "/v1/jobs/{job}/applications": "enterprise",
    "/v1/jobs/{job}/approaches": "enterprise",
    "/v1/jobs/{job}/ranking": "enterprise",
    "/v1/jobs/{job}/closing-round": "enterprise",
    "/v1/jobs/{job}/closing-rounds": "enterprise",
    "/v1/me/staff": "enterprise",
}
"""Who may ask for what; a student for the rest."""


async def test_answers_fit_their_models(client: tuple[httpx.AsyncClient, Issuer, dict[str, str]]) -> None:
    """Every JSON read, against real rows: the model takes it, and names each of its fields."""
    http, issuer, ids = client
    for path, model in JSON_READS.items():
        token = issuer.token(**WHO[ASKERS.get(path, "student")])
        asked = {"by": "degree"} if path.endswith("/breakdown") else {}
        answer = await http.get(path.format(**ids), params=asked, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, (path, answer.text)
        model.model_validate(answer.json())
        assert unknown(model, answer.json()) == [], path


@pytest.mark.parametrize("path", documents.READS)
def test_each_read_is_in_the_document(path: str) -> None:
    """With a summary, an answer and a tag."""
    assert documents.READS[path].tag


def test_the_log_is_described_by_topic() -> None:
    """What is read and what is written, with each kind of message."""
    document = documents.asyncapi()
    addresses = {channel["address"] for channel in document["channels"].values()}
    assert addresses == {one.name for one in topics.TOPICS if "fair" in (*one.readers, *one.writers)}
    assert "livefair.ResumeSubmitted.v1" in document["channels"]["livefair.fairs:read"]["messages"]
    assert set(document["channels"]["livefair.catalog:written"]["messages"]) == {
        *("FairEntry", "BoothEntry", "JobEntry", "SessionEntry", "DropEntry")
    }
