"""Which key seals what people type."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from plumbing.objects.store import Objects
from plumbing.sealing.box import key_of
from plumbing.sealing.keys import Keys
from schemas.application import application_id
from services.ingest.edge.sealing import Seals

FAIR, OTHER, JOB = UUID(int=1), UUID(int=2), UUID(int=3)


async def test_an_author_has_one_key_in_each_fair(tmp_path: Path) -> None:
    """So erasing a person, and the retention of a fair, destroy keys; the names do not tell the person."""
    seals = Seals(Keys(Objects(str(tmp_path))))
    first, again = [await seals.of_person(FAIR, "stu-1", text) for text in ("one", "two")]
    elsewhere, another = await seals.of_person(OTHER, "stu-1", "one"), await seals.of_person(FAIR, "stu-2", "one")
    names = [key_of(word or "") or "" for word in (first, again, elsewhere, another)]
    assert names[0] == names[1]
    assert len(set(names)) == 3
    assert [name.partition("/")[0] for name in names] == [FAIR.hex, FAIR.hex, OTHER.hex, FAIR.hex]


async def test_what_is_written_about_an_applicant_has_a_key_of_its_own(tmp_path: Path) -> None:
    """It stands under the fair and the job, and seals all texts of a step; no text is sealed as none."""
    seals = Seals(Keys(Objects(str(tmp_path))))
    ids = {"fair": FAIR, "job": JOB, "application": application_id(JOB, "stu-1")}
    reason, none, message = await seals.about(ids, "no", None, "sorry")
    assert none is None
    assert key_of(reason or "") == key_of(message or "")
    assert (key_of(reason or "") or "").startswith(f"{FAIR.hex}/{JOB.hex}/")
    assert await seals.about(ids, None, None) == [None, None]
    assert await seals.of_person(FAIR, "stu-1", None) is None
