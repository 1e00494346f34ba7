"""Which resume a student may send."""

from __future__ import annotations

from pathlib import Path

import pytest

from plumbing.objects.store import Objects
from plumbing.sealing.keys import Keys
from schemas.resume import ResumeCard, card_path, resume_id
from services.ingest.resumes import access
from services.ingest.resumes.access import ResumeAccess


async def test_a_card_that_another_instance_wrote_counts_at_once(tmp_path: Path) -> None:
    """A cached card is valid only until its object is written again; a deleted one is None."""
    objects, resume = Objects(str(tmp_path / "objects")), resume_id("stu-1")
    resumes = ResumeAccess(objects, Keys(objects))
    assert await resumes.card(resume) is None
    for digest in ("a" * 64, "b" * 64, "b" * 64):
        await objects.put(card_path(resume), ResumeCard(resume=resume, sha256=digest).model_dump_json().encode())
        for _ in range(2):
            card = await resumes.card(resume)
            assert card is not None
            assert card.sha256 == digest


async def test_the_cards_read_longest_ago_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of cached cards is bounded, and one that is read again from the store is the same."""
    monkeypatch.setattr(access, "CARDS_REMEMBERED", 2)
    objects, people = Objects(str(tmp_path / "objects")), [resume_id(f"stu-{n}") for n in range(3)]
    for one in people:
        await objects.put(card_path(one), ResumeCard(resume=one, sha256="a" * 64).model_dump_json().encode())
    resumes = ResumeAccess(objects, Keys(objects))
    first, *_ = [await resumes.card(one) for one in people]
    again = await resumes.card(people[0])
    assert (again, again is first) == (first, False)


async def test_ids_do_not_follow_from_the_person(tmp_path: Path) -> None:
    """All instances agree on the id; a resume from before keeps the id that it has, and is nobody else's."""
    objects = Objects(str(tmp_path / "objects"))
    one, two = (ResumeAccess(objects, Keys(objects)) for _ in range(2))
    new = await one.id("stu-1")
    assert new == await two.id("stu-1")
    assert new not in (resume_id("stu-1"), await one.id("stu-2"))
    old = resume_id("stu-1")
    await objects.put(card_path(old), ResumeCard(resume=old, sha256="a" * 64).model_dump_json().encode())
    assert await one.id("stu-1") == old
    assert await one.own("stu-1", old) is not None
    assert (await one.own("stu-2", old), await one.own("stu-1", new)) == (None, None)
