"""Which resume a student may send."""

from __future__ import annotations

from pathlib import Path

from plumbing.objects.store import Objects
from schemas.resume import ResumeCard, card_path, resume_id
from services.ingest.resumes.access import ResumeAccess


async def test_a_card_that_another_instance_wrote_counts_at_once(tmp_path: Path) -> None:
    """A cached card is valid only until its object is written again; a deleted one is None."""
    objects, resume = Objects(str(tmp_path / "objects")), resume_id("stu-1")
    resumes = ResumeAccess(objects)
    assert await resumes.card(resume) is None
    for digest in ("a" * 64, "b" * 64, "b" * 64):
        await objects.put(card_path(resume), ResumeCard(resume=resume, sha256=digest).model_dump_json().encode())
        for _ in range(2):
            card = await resumes.card(resume)
            assert card is not None
            assert card.sha256 == digest
