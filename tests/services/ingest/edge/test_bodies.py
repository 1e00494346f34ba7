"""What bodies may say. The routes' own tests try each noun; here is what they share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from plumbing.http.problem import Problem
from services.ingest.booths.bodies import BOOTH, BOOTH_CHANGES, STAFF_LINK
from services.ingest.edge import bodies
from services.ingest.edge.bodies import BodyKind


@pytest.mark.parametrize(
    "kind",
    [
        *(BOOTH, BOOTH_CHANGES, STAFF_LINK, bodies.FAIR, bodies.FAIR_CHANGES, bodies.REOPENING, bodies.JOB),
        *(bodies.JOB_CHANGES, bodies.REASON, bodies.APPLICATION, bodies.NOTHING),
    ],
)
def test_no_body_takes_a_name_it_does_not_know(kind: BodyKind[Any]) -> None:
    """Everywhere."""
    with pytest.raises(Problem) as caught:
        kind.parse(b'{"colour": "red"}')
    assert "colour" in [error["path"] for error in caught.value.errors]


def test_nothing_is_nothing_or_an_empty_object() -> None:
    """Both are taken where no body is needed; a list is not."""
    assert bodies.NOTHING.optional
    assert bodies.NOTHING.parse(b"") == bodies.NOTHING.parse(b"{}")
    with pytest.raises(Problem):
        bodies.NOTHING.parse(b"[]")


def test_a_fair_ends_after_it_starts_and_after_now() -> None:
    """Both are told at `ends_at`."""
    now = datetime.now(UTC)
    body = bodies.FairBody(title="a", host="b", starts_at=now, ends_at=now + timedelta(hours=1))
    assert body.ends_at > body.starts_at
    for starts_at, ends_at in ((-2, -1), (2, 1), (1, 1)):
        with pytest.raises(ValueError, match="ends_at"):
            bodies.FairBody(
                title="a", host="b", starts_at=now + timedelta(hours=starts_at), ends_at=now + timedelta(hours=ends_at)
            )


@pytest.mark.parametrize("raw", [b"", b"MZ\x90\x00", b"%PDF", b" %PDF-1.4"])
def test_a_pdf_begins_like_one(raw: bytes) -> None:
    """What only says that it is one is refused."""
    assert bodies.PDF_FILE.parse(b"%PDF-1.7\n") == b"%PDF-1.7\n"
    with pytest.raises(Problem):
        bodies.PDF_FILE.parse(raw)
