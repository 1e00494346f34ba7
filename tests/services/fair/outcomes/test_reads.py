"""The outcome of a write is answered to its sender, and to nobody else."""

from __future__ import annotations

from uuid import uuid4, uuid5

from tests.services.fair.site import Site, is_problem
from tests.services.fair.story import Teller, saved


async def test_each_outcome_with_its_receipt(site: Site) -> None:
    """Applied, unchanged and refused, each with reason and receipt, of the first record with that id."""
    teller = Teller()
    submitted, again, refused = teller.submitted(), teller.submitted(), teller.submitted(name="z")
    await site.fill(teller.ready(), submitted, again, refused, submitted, saved("stu-1"))

    async def told(entry: object, who: str = "student") -> dict[str, object]:
        body: dict[str, object] = (await site.get(f"/v1/outcomes/{entry.envelope.id}", who)).json()  # type: ignore[attr-defined]  # an Entry
        return body

    accepted_at = "2026-11-01T09:00:05Z"
    assert await told(submitted) == {
        "outcome": "applied",
        "receipt": {"position": "livefair.fairs:0:5", "accepted_at": accepted_at},
    }
    assert (await told(again)).items() >= {"outcome": "unchanged", "reason": "duplicate"}.items()
    assert (await told(refused)).items() >= {"outcome": "refused", "reason": "unknown_job"}.items()


async def test_a_refused_step_says_which_state_it_met(site: Site) -> None:
    """Its sender reads the state; for an unknown application there is none."""
    teller = Teller()
    accepted, nothing = teller.accepted(), teller.accepted(name="b")
    await site.fill(teller.ready("a", "b"), teller.submitted(), accepted, nothing)
    told = (await site.get(f"/v1/outcomes/{accepted.envelope.id}", "student")).json()
    assert told.items() >= {"outcome": "refused", "reason": "application_submitted", "state": "submitted"}.items()
    told = (await site.get(f"/v1/outcomes/{nothing.envelope.id}", "student")).json()
    assert (told["reason"], "state" in told) == ("unknown_application", False)


async def test_anothers_is_as_one_that_is_not(site: Site) -> None:
    """Another person's outcome is the same 404, byte by byte, as an unknown id."""
    teller = Teller()
    submitted = teller.submitted()
    await site.fill(teller.ready(), submitted)
    theirs = await site.get(f"/v1/outcomes/{submitted.envelope.id}", "another student")
    nothing = await site.get(f"/v1/outcomes/{uuid4()}", "another student")
    assert is_problem(theirs, 404)
    assert theirs.content == nothing.content
    assert is_problem(await site.get(f"/v1/outcomes/{submitted.envelope.id}"), 401)


async def test_a_bulk_action_is_followed_by_its_id(site: Site) -> None:
    """Its decided events in order, each with its outcome, and the sums; for its sender only."""
    teller, action = Teller(), uuid4()
    names = ("stu-1", "stu-1", "stu-1")
    entries = [teller.submitted(id=uuid5(action, str(number))) for number, _ in enumerate(names)]
    entries[2] = teller.submitted(name="z", id=uuid5(action, "2"))
    await site.fill(teller.ready(), entries)
    told = (await site.get(f"/v1/outcomes/{action}/items", "student")).json()
    assert told["outcomes"] == {"applied": 1, "unchanged": 1, "refused": 1}
    assert [item["event_id"] for item in told["items"]] == [str(one.envelope.id) for one in entries]
    assert told["items"][2]["reason"] == "unknown_job"
    assert is_problem(await site.get(f"/v1/outcomes/{action}/items", "another student"), 404)
    assert is_problem(await site.get(f"/v1/outcomes/{uuid4()}/items", "student"), 404)
    assert is_problem(await site.get(f"/v1/outcomes/{action}/items"), 401)
