"""Writes of booths."""

from __future__ import annotations

from uuid import uuid4

import pytest

from schemas.application import application_id
from schemas.booth import BoothApproved, BoothRefused, BoothRequested
from tests.services.ingest.write_edge import Edge, paths


async def test_an_enterprise_asks_for_a_booth(edge: Edge) -> None:
    """The booth's id is the org; the log decides about a repeated request."""
    fair = await edge.feed.fair(state="scheduled")
    await edge.feed.booth(fair)
    answer = await edge.enterprise().post(f"/fairs/{fair}/booths", {"name": "钢铁", "nature": "state_owned"})
    assert (answer.status_code, answer.json()["id"]) == (202, "ent-1")
    assert edge.log.events() == [BoothRequested(fair=fair, org="ent-1", name="钢铁", nature="state_owned")]
    assert edge.log.written()[0].key == str(fair)


async def test_a_bad_booth_names_the_path(edge: Edge) -> None:
    """A social credit code has 18 characters; the nature is one of the known words."""
    fair = await edge.feed.fair()
    answer = await edge.enterprise().post(f"/fairs/{fair}/booths", {"name": "x", "uscc": "1", "nature": "odd"})
    assert (answer.status_code, sorted(paths(answer))) == (422, ["nature", "uscc"])


@pytest.mark.parametrize(
    "uscc", ["91110000600037341L", "91350211M000100Y46", "12100000400000624D", "N2330110MF1234567D"]
)
async def test_a_right_social_credit_code_is_kept(edge: Edge, uscc: str) -> None:
    """It is stored as given."""
    fair = await edge.feed.fair()
    answer = await edge.enterprise().post(f"/fairs/{fair}/booths", {"name": "x", "uscc": uscc})
    assert answer.status_code == 202, answer.text
    assert edge.log.events() == [BoothRequested(fair=fair, org="ent-1", name="x", uscc=uscc)]


@pytest.mark.parametrize(
    ("uscc", "reason"),
    [
        ("911100006000373410", "its check character is '0', and what stands before it asks for 'L'"),
        ("91110000600037314L", "its check character is 'L', and what stands before it asks for "),
        ("A1110000600037341L", "its check character is 'L', and what stands before it asks for 'K'"),
        ("N2330110MF1234567C", "its check character is 'C', and what stands before it asks for 'D'"),
        ("91A10000600037341L", "its characters 3 to 8, the code of the region, must be digits"),
        ("91110000600037341l", "pattern"),
        ("91110000600037341L ", "pattern"),
        ("9 1 110000 600037341L", "pattern"),
        ("91110000600O37341L", "pattern"),
    ],
)
async def test_a_wrong_social_credit_code_says_why(edge: Edge, uscc: str, reason: str) -> None:
    """A wrong or swapped character, lower case, spaces: nothing is corrected or written."""
    fair = await edge.feed.fair()
    answer = await edge.enterprise().post(f"/fairs/{fair}/booths", {"name": "x", "uscc": uscc})
    assert (answer.status_code, paths(answer)) == (422, ["uscc"])
    assert reason in answer.json()["errors"][0]["reason"]
    assert edge.log.records == []


def test_an_event_with_a_wrong_code_is_read_for_ever() -> None:
    """Old log records have codes that were not checked."""
    event = {"fair": str(uuid4()), "org": "ent-1", "name": "x", "uscc": "91230100MA18CXYK4H"}
    assert BoothRequested.model_validate(event).uscc == "91230100MA18CXYK4H"


async def test_a_closed_fair_takes_no_booth(edge: Edge) -> None:
    """Neither a request nor an approval."""
    fair = await edge.feed.fair(state="closed")
    await edge.feed.booth(fair, state="requested")
    assert (await edge.enterprise().post(f"/fairs/{fair}/booths", {"name": "x"})).status_code == 409
    assert (await edge.organizer().post(f"/fairs/{fair}/booths/ent-1/approve")).status_code == 409


async def test_the_organizer_approves_and_refuses(edge: Edge) -> None:
    """An org with special characters is found by its encoded name."""
    fair, org = await edge.feed.fair(), '企业 "1"'
    await edge.feed.booth(fair, org, "requested")
    await edge.feed.booth(fair, "ent-2", "requested")
    approved = await edge.organizer().post(f"/fairs/{fair}/booths/{org}/approve")
    refused = await edge.organizer().post(f"/fairs/{fair}/booths/ent-2/refuse", {"reason": "no licence"})
    assert (approved.json()["id"], refused.status_code) == (org, 202)
    assert edge.log.events() == [
        BoothApproved(fair=fair, org=org),
        BoothRefused(fair=fair, org="ent-2", reason="no licence"),
    ]


async def test_a_refusal_says_why(edge: Edge) -> None:
    """Without a reason it is 422."""
    fair = await edge.feed.fair()
    await edge.feed.booth(fair)
    answer = await edge.organizer().post(f"/fairs/{fair}/booths/ent-1/refuse", {})
    assert (answer.status_code, paths(answer)) == (422, ["reason"])


@pytest.mark.parametrize("step", ["approve", "refuse"])
async def test_whose_booth_it_is_not(edge: Edge, step: str) -> None:
    """An unknown booth is 404, another organizer's fair 403, an enterprise 403."""
    fair, body = await edge.feed.fair(), {"reason": "r"} if step == "refuse" else None
    assert (await edge.organizer().post(f"/fairs/{fair}/booths/ent-9/{step}", body)).status_code == 404
    assert (await edge.organizer("unit-2").post(f"/fairs/{fair}/booths/ent-9/{step}", body)).status_code == 403
    assert (await edge.enterprise().post(f"/fairs/{fair}/booths/ent-9/{step}", body)).status_code == 403
    assert (await edge.organizer().post(f"/fairs/{uuid4()}/booths/ent-9/{step}", body)).status_code == 404
    assert edge.log.records == []


async def test_a_refused_booth_does_nothing_more(edge: Edge) -> None:
    """403 with the reason for writes to jobs, applicants, sessions, the booth and its staff."""
    fair = await edge.feed.fair()
    await edge.feed.booth(fair, "ent-1", "refused")
    job, session = await edge.feed.job(fair), await edge.feed.session(fair, host="enterprise", org="ent-1")
    application = application_id(job, "stu-1")
    enterprise = edge.enterprise()
    answers = [
        await enterprise.send("PATCH", f"/jobs/{job}", {"headcount": 2}),
        await enterprise.post(f"/jobs/{job}/applications/{application}/invite"),
        await enterprise.post(f"/sessions/{session}/pause"),
        await enterprise.post(f"/sessions/{session}/end"),
        await enterprise.send("PATCH", f"/fairs/{fair}/booths/ent-1", {"intro": "Here we are"}),
        await enterprise.post(f"/fairs/{fair}/booths/ent-1/staff-links"),
        await enterprise.send("DELETE", f"/fairs/{fair}/booths/ent-1/staff/ann"),
    ]
    for answer in answers:
        assert answer.status_code == 403, answer.text
        assert "refused" in answer.json()["detail"]
    assert edge.log.records == []


async def test_a_booth_that_is_not_public_looks_like_one_that_does_not_exist(edge: Edge) -> None:
    """To another enterprise: the same 403 for a booth that only asked, for one that was refused, and for none."""
    fair, answers = await edge.feed.fair(), []
    await edge.feed.booth(fair, "asked", "requested")
    await edge.feed.booth(fair, "refused", "refused")
    for org in ("asked", "refused", "none"):
        answers.append(await edge.enterprise().send("PATCH", f"/fairs/{fair}/booths/{org}", {"intro": "Here we are"}))
    assert [answer.status_code for answer in answers] == [403] * 3
    assert len({answer.text for answer in answers}) == 1
