"""Grants are valid only for their resource, and for five minutes."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from services.fair.kernel.grants import VALID_S, Grants
from tests.services.fair.story import SHA

RESUME = uuid4()
GRANTS = Grants("k" * 32, "https://fair.example/")


def parts() -> tuple[str, str]:
    """The expiry and the signature of a fresh grant."""
    url = urlsplit(GRANTS.url(RESUME, SHA))
    assert (url.netloc, url.path) == ("fair.example", f"/v1/attachments/{RESUME}/{SHA}")
    asked = parse_qs(url.query)
    return asked["expires"][0], asked["signature"][0]


def test_it_is_good_for_what_it_was_given() -> None:
    """It is invalid for another resume, content or time, and with another signing key."""
    expires, signature = parts()
    assert GRANTS.allows(str(RESUME), SHA, expires, signature)
    assert not GRANTS.allows(str(uuid4()), SHA, expires, signature)
    assert not GRANTS.allows(str(RESUME), "1" * 64, expires, signature)
    assert not GRANTS.allows(str(RESUME), SHA, str(int(expires) + 1), signature)
    assert not Grants("x" * 32, "https://fair.example").allows(str(RESUME), SHA, expires, signature)


def test_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A grant is invalid after five minutes."""
    expires, signature = parts()
    monkeypatch.setattr("services.fair.kernel.grants.time.time", lambda: int(expires) + 1)
    assert not GRANTS.allows(str(RESUME), SHA, expires, signature)
    assert VALID_S == 300


@pytest.mark.parametrize("expires", ["", "soon", "-1", "²", "1" * 5_000])
def test_what_is_no_time_is_refused(expires: str) -> None:
    """A malformed expiry is invalid, and raises no error."""
    assert not GRANTS.allows(str(RESUME), SHA, expires, "ü")
