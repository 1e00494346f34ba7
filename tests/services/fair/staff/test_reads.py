"""Reads of staff, links and assigned applications, for people who act for the enterprise."""

from __future__ import annotations

from plumbing.objects.store import Objects
from tests.services.fair.site import PEOPLE, Site, is_problem
from tests.services.fair.staff.story import by_person, handed, joined, link_of, linked, removed
from tests.services.fair.story import Teller

t = Teller()
ORG_BOOTH = f"/v1/fairs/{t.fair}/booths/org-1"
QUEUE = f"/v1/jobs/{t.job('a')}/applications"
READY = [*t.ready(), t.submitted("stu-1"), t.submitted("stu-2"), linked(t, role="lead", uses=2)]
# The person of the other enterprise in this site, "other hr", is on the staff.
STAFFED = [*READY, joined(t, "other hr", own="org-2"), joined(t, "ann"), removed(t, "ann")]


async def test_the_staff_of_a_booth(site: Site) -> None:
    """In the order of joining, including former staff; for the enterprise and its staff only."""
    await site.fill(STAFFED)
    for who in ("enterprise", "another enterprise"):
        found = [(one["person"], one["role"], one["state"]) for one in await site.items(f"{ORG_BOOTH}/staff", who)]
        assert found == [("other hr", "lead", "active"), ("ann", "lead", "removed")]
    assert [len(page) for page in await site.pages(f"{ORG_BOOTH}/staff", "enterprise", limit=1)] == [1, 1]
    assert [one["person"] for one in await site.items(f"{ORG_BOOTH}/staff", "enterprise", state="removed")] == ["ann"]
    for who in ("organizer", "student"):
        assert is_problem(await site.get(f"{ORG_BOOTH}/staff", who), 403)
    assert is_problem(await site.get(f"/v1/fairs/{t.fair}/booths/org-9/staff", "enterprise"), 403)


async def test_the_links_to_it(site: Site) -> None:
    """With the number of uses, but neither the secret nor its SHA-256."""
    await site.fill(STAFFED)
    (link,) = await site.items(f"{ORG_BOOTH}/staff-links", "another enterprise")
    assert link == {
        "id": str(link_of(t)),
        "role": "lead",
        "uses": 2,
        "used": 2,
        "expires_at": "2026-11-02T09:00:00Z",
        "state": "open",
        "made_by": "hr of org-1",
        "made_at": "2026-11-01T09:00:07Z",
    }


async def test_the_links_of_a_lead_who_left_are_revoked(site: Site) -> None:
    """Those that they made before, even while they are staff of another booth; not those of the enterprise."""
    made = by_person(linked(t, "m", sha256="1" * 64), "other hr")
    elsewhere = [t.requested("org-3"), t.approved("org-3"), linked(t, "x", "org-3", sha256="2" * 64)]
    await site.fill([*STAFFED, made, removed(t, "other hr"), *elsewhere, joined(t, "other hr", "x", "org-3")])
    links = await site.items(f"{ORG_BOOTH}/staff-links", "enterprise")
    assert [(link["made_by"], link["state"]) for link in links] == [("hr of org-1", "open"), ("other hr", "revoked")]


async def test_where_one_is_staff(site: Site) -> None:
    """The fairs where a person is staff, with the fair's title and the booth's name."""
    await site.fill(STAFFED)
    (mine,) = await site.items("/v1/me/staff", "another enterprise")
    assert (mine["fair"], mine["org"], mine["enterprise"]) == (str(t.fair), "org-1", "Enterprise org-1")
    assert await site.items("/v1/me/staff", "enterprise") == []


async def test_staff_read_what_the_enterprise_reads(site: Site) -> None:
    """Applications, a single one, the ranking; in this fair, and as long as they are staff."""
    await site.fill(STAFFED)
    assert len(await site.items(QUEUE, "another enterprise")) == 2
    application = (await site.items(QUEUE, "enterprise"))[0]["id"]
    assert (await site.get(f"{QUEUE}/{application}", "another enterprise")).status_code == 200
    assert (await site.get(f"/v1/jobs/{t.job('a')}/ranking", "another enterprise")).status_code == 200


async def test_staff_know_the_jobs_numbers(site: Site) -> None:
    """Staff read exact numbers of applications in lists and single reads; the public reads a lower bound."""
    await site.fill(STAFFED)
    for who, exactly in (("enterprise", True), ("another enterprise", True), ("student", False)):
        (listed,) = await site.items(f"/v1/fairs/{t.fair}/jobs", who)
        alone = (await site.get(f"/v1/jobs/{t.job('a')}", who)).json()
        for job in (listed, alone):
            assert (job["applications"], "applications_at_least" in job) == ((2, False) if exactly else (0, True))


async def test_who_is_no_staff_reads_nothing(site: Site) -> None:
    """For anybody else, the enterprise's things do not exist."""
    await site.fill([*READY, joined(t, "other hr"), removed(t, "other hr")])
    application = (await site.items(QUEUE, "enterprise"))[0]["id"]
    for path in (QUEUE, f"{QUEUE}/{application}", f"/v1/jobs/{t.job('a')}/ranking"):
        assert is_problem(await site.get(path, "another enterprise"), 404)


async def test_who_deals_with_an_application(site: Site) -> None:
    """The enterprise sees the assignee and the note, and can filter by `assignee`; the student cannot."""
    note = "messages/x/y.txt"
    await Objects(site.api.settings.objects).put(note, b"Speaks German")
    await site.fill([*STAFFED, handed(t, "other hr", note=note)])
    first, second = await site.items(QUEUE, "enterprise")
    assert first["assignee"] == "other hr"
    told = {"to": "other hr", "by": "hr of org-1", "at": first["assignment"]["at"], "note": "Speaks German"}
    assert first["assignment"] == told
    assert "assignee" not in second
    assert [one["student"] for one in await site.items(QUEUE, "enterprise", assignee="other hr")] == ["stu-1"]
    assert await site.items(QUEUE, "enterprise", assignee="nobody") == []
    for answer in (
        await site.get(f"{QUEUE}/{first['id']}", "student"),
        await site.get("/v1/me/applications", "student"),
    ):
        assert answer.status_code == 200
        assert "assign" not in answer.text
        assert "other hr" not in answer.text
    assert "other hr" not in (await site.get(f"/v1/fairs/{t.fair}/applications", "organizer")).text


def test_another_enterprise_has_another_org() -> None:
    """One of them has another enterprise's token."""
    assert PEOPLE["another enterprise"] == ("enterprise", "other hr", "org-2")
