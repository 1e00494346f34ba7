"""The steps that every write goes through."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import NAMESPACE_URL, uuid4, uuid5

import pytest

from plumbing.kafka.publisher import Overloaded, Unavailable
from tests.services.ingest.write_edge import Caller, Edge, fair_body, paths, resume_body, saved_resume


async def test_without_a_good_token_it_is_401(edge: Edge) -> None:
    """No token, an invalid one, another signature; the answer names the bearer scheme."""
    good = edge.organizer().token or ""
    for token in (None, "not-a-token", good.rsplit(".", 1)[0] + "." + "A" * 86):
        answer = await Caller(edge.http, token).post("/fairs", fair_body())
        assert (answer.status_code, answer.json()["status"]) == (401, 401)
        assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_the_wrong_role_is_403_before_anything_is_looked_at(edge: Edge) -> None:
    """For any body and ids."""
    assert (await edge.student().post("/fairs", {"nonsense": 1})).status_code == 403
    assert (await edge.organizer().put("/me/resume", [])).status_code == 403
    assert (await edge.enterprise().post(f"/fairs/{uuid4()}/open")).status_code == 403


async def test_a_body_must_be_json_of_at_most_1_mb(edge: Edge) -> None:
    """Another media type 415, invalid JSON 400, too long 413; a missing required body is refused too."""
    organizer, json_type = edge.organizer(), {"Content-Type": "application/json"}
    plain = {"Content-Type": "text/plain"}
    assert (await organizer.send("POST", "/fairs", content=b"{}", headers=plain)).status_code == 415
    assert (await organizer.send("POST", "/fairs")).status_code == 415
    assert (await organizer.send("POST", "/fairs", content=b'{"title": ', headers=json_type)).status_code == 400
    assert (await organizer.post("/fairs", fair_body(description="x" * 1_100_000))).status_code == 413
    assert edge.log.records == []


async def test_a_body_of_10_mb_is_413_and_says_why(edge: Edge) -> None:
    """As a problem with path and reason, with and without a Content-Length."""

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield b" " * 1_048_576

    for content in (b" " * 10 * 1_048_576, parts()):
        headers = {"Content-Type": "application/json"}
        answer = await edge.student().send("PUT", "/me/resume", content=content, headers=headers)
        assert (answer.status_code, answer.json()["status"], paths(answer)) == (413, 413, [""])
        assert answer.json()["errors"][0]["reason"] == "is larger than 1048576 bytes"


async def test_a_megabyte_of_small_values_is_refused_unparsed(edge: Edge) -> None:
    """On a route that could need a megabyte by its values, on a smaller one by its bytes."""
    lists, headers = b'{"x":[' + b"[]," * 340_000 + b"[]]}", {"Content-Type": "application/json"}
    answer = await edge.student().send("PUT", "/me/resume", content=lists, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["reason"]) == (422, "holds more than 5,000 values")
    answer = await edge.organizer().send("POST", f"/fairs/{uuid4()}/open", content=lists, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["reason"]) == (413, "is larger than 16484 bytes")


async def test_what_does_not_exist_is_a_problem(edge: Edge) -> None:
    """An unknown path is 404, a wrong method 405."""
    for path, status in (("/nothing/here", 404), ("/halls/1/start", 404), ("/me/resume", 405)):
        answer = await edge.student().post(path, {})
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


async def test_without_a_key_each_request_is_its_own_event(edge: Edge) -> None:
    """The same body twice creates two fairs."""
    body = fair_body()
    first, second = [await edge.organizer().post("/fairs", body) for _ in range(2)]
    assert first.json()["event_id"] != second.json()["event_id"]
    assert first.json()["id"] != second.json()["id"]


async def test_the_same_key_is_the_same_answer_and_one_record(edge: Edge) -> None:
    """Byte for byte with the first receipt; the event id is derived from person, route and key."""
    body = fair_body()
    first, second = [await edge.organizer().post("/fairs", body, key="a-key!") for _ in range(2)]
    assert (first.status_code, first.content) == (202, second.content)
    assert first.json()["event_id"] == str(uuid5(NAMESPACE_URL, "org-1\nPOST /v1/fairs\na-key!"))
    assert len(edge.log.records) == 1


async def test_a_hundred_equal_requests_at_once_are_one_record(edge: Edge) -> None:
    """All other requests wait for the receipt of the first and answer with it."""
    student = edge.student()
    job, resume = await edge.feed.job(await edge.feed.fair()), await saved_resume(student)
    path, body = f"/jobs/{job}/applications", {"resume_id": resume}
    edge.log.held.clear()
    asking = [asyncio.create_task(student.post(path, body, key="k")) for _ in range(100)]
    while edge.log.waiting == 0:
        await asyncio.sleep(0)
    edge.log.held.set()
    answers = await asyncio.gather(*asking)
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.content for answer in answers}) == 1
    assert len(edge.log.records) == 2  # the resume, and this event


async def test_the_same_key_with_another_body_is_422(edge: Edge) -> None:
    """The first request stays."""
    await edge.organizer().post("/fairs", fair_body(), key="k")
    answer = await edge.organizer().post("/fairs", fair_body(title="Another"), key="k")
    assert (answer.status_code, len(edge.log.records)) == (422, 1)


async def test_a_key_counts_for_one_person_and_route(edge: Edge) -> None:
    """With another person or another route, the key is a different one."""
    one, two = [await edge.feed.fair(state="scheduled") for _ in range(2)]
    other = Caller(edge.http, edge.issuer.token("organizer", "org-2", "unit-1"))
    answers = [
        await who.post(f"/fairs/{fair}/open", key="k") for who in (edge.organizer(), other) for fair in (one, two)
    ]
    assert len({answer.json()["event_id"] for answer in answers}) == 4


async def test_another_instance_gives_the_same_event_id(edge: Edge) -> None:
    """It does not know the key, so the log has two records of one id, and the inbox decides."""
    body = fair_body()
    first = await edge.organizer().post("/fairs", body, key="k")
    async with edge.another_instance() as elsewhere:
        second = await Caller(elsewhere, edge.organizer().token).post("/fairs", body, key="k")
    assert (first.json()["id"], first.json()["event_id"]) == (second.json()["id"], second.json()["event_id"])
    assert first.json()["receipt"] != second.json()["receipt"]


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201])
async def test_a_malformed_key_is_422(edge: Edge, key: str) -> None:
    """The problem names the header."""
    answer = await edge.organizer().post("/fairs", fair_body(), key=key)
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (422, "Idempotency-Key")


@pytest.mark.parametrize("failure", [Unavailable("away"), Overloaded("full")])
async def test_without_the_brokers_word_there_is_no_202(edge: Edge, failure: Exception) -> None:
    """503 with Retry-After; a retry with the same key succeeds when the broker is back."""
    edge.log.failure = failure
    answer = await edge.organizer().post("/fairs", body := fair_body(), key="k")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    edge.log.failure = None
    again = await edge.organizer().post("/fairs", body, key="k")
    assert (again.status_code, len(edge.log.records)) == (202, 1)


async def test_who_leaves_does_not_take_the_record_along(edge: Edge) -> None:
    """The first request is cancelled while the log is slow; the second, with the same key, gets the answer."""
    body = fair_body()
    edge.log.held.clear()
    leaving = asyncio.create_task(edge.organizer().post("/fairs", body, key="k"))
    while edge.log.waiting == 0:
        await asyncio.sleep(0)
    staying = asyncio.create_task(edge.organizer().post("/fairs", body, key="k"))
    leaving.cancel()
    await asyncio.wait([leaving])
    edge.log.held.set()
    assert (await staying).status_code == 202
    assert len(edge.log.records) == 1


async def test_more_than_may_be_in_flight_is_refused_at_once(edge: Edge) -> None:
    """503 with Retry-After for one beyond the bound; the slot is free again afterwards."""
    edge.log.held.clear()
    async with edge.another_instance(in_flight_max=1) as small:
        organizer = Caller(small, edge.organizer().token)
        first = asyncio.create_task(organizer.post("/fairs", fair_body()))
        while edge.log.waiting == 0:
            await asyncio.sleep(0)
        refused = await organizer.post("/fairs", fair_body())
        edge.log.held.set()
        assert ((await first).status_code, refused.status_code, refused.headers["retry-after"]) == (202, 503, "1")
        assert (await organizer.post("/fairs", fair_body())).status_code == 202


async def test_the_limit_is_for_each_person(tmp_path: Path) -> None:
    """Far more than a hundred writes at once are 429 with Retry-After; other people are not affected."""
    edge = Edge(tmp_path, rate_limit=True)
    async with edge.http:
        answers = await asyncio.gather(*(edge.student(1).put("/me/resume", 7) for _ in range(400)))
        limited = [answer for answer in answers if answer.status_code == 429]
        assert 1 <= len(limited) <= 300
        assert {answer.headers["retry-after"] for answer in limited} == {"1"}
        assert (await edge.student(2).put("/me/resume", {})).status_code == 202


async def test_a_request_has_an_id_in_the_answer_the_log_and_the_line(edge: Edge) -> None:
    """The given or a generated one; the log line has no personal data."""
    given = await edge.organizer().send("POST", "/fairs", fair_body(title="秘密"), headers={"X-Request-Id": "r-1"})
    made = await edge.organizer().post("/fairs", fair_body())
    first, second = edge.log.written()
    assert (given.headers["x-request-id"], first.envelope.request) == ("r-1", "r-1")
    assert made.headers["x-request-id"] == second.envelope.request != "r-1"
    line = edge.logged()[0]
    assert (line["route"], line["status"], line["request_id"]) == ("/v1/fairs", 202, "r-1")
    assert (line["event_id"], line["method"]) == (given.json()["event_id"], "POST")
    assert not any(secret in "".join(edge.lines) for secret in ("秘密", "org-1", "Bearer"))
    assert first.envelope.source == "/ingest/edge-1"


async def test_an_object_store_that_is_away_is_503(edge: Edge, tmp_path: Path) -> None:
    """Nothing is written to the log, and the client may retry."""
    shutil.rmtree(tmp_path / "objects", ignore_errors=True)
    (tmp_path / "objects").write_text("a file where the folder was")
    answer = await edge.student().put("/me/resume", resume_body())
    assert (answer.status_code, edge.log.records) == (503, []), answer.text
    assert answer.headers["retry-after"] == "1"
