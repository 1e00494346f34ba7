"""Variables for some services of a local system."""

from __future__ import annotations

import pytest

from livefair.failure import Failure
from livefair.system.setting import Setting


@pytest.mark.parametrize(
    ("text", "has_it"),
    [
        ("LIVEFAIR_LOG_LEVEL=debug", {"fair-1", "fair-2", "ingest-1"}),
        ("fair:LIVEFAIR_LOG_LEVEL=debug", {"fair-1", "fair-2"}),
        ("fair-2:LIVEFAIR_LOG_LEVEL=debug", {"fair-2"}),
    ],
)
def test_it_is_for_all_or_a_service_or_an_instance(text: str, has_it: set[str]) -> None:
    """As the words before the colon say."""
    setting = Setting.parsed(text)
    assert (setting.name, setting.value) == ("LIVEFAIR_LOG_LEVEL", "debug")
    instances = [("fair", 1), ("fair", 2), ("ingest", 1)]
    assert {f"{kind}-{number}" for kind, number in instances if setting.is_for(kind, number)} == has_it


def test_a_value_may_have_any_character() -> None:
    """As a DSN has."""
    assert Setting.parsed("fair:LIVEFAIR_POSTGRES=postgresql://a:b@c:1/d?e=f").value == "postgresql://a:b@c:1/d?e=f"


@pytest.mark.parametrize("text", ["", "LIVEFAIR_PORT", "PATH=/", "fair:=x", "fair-:LIVEFAIR_PORT=1", "-1:LIVEFAIR_A=1"])
def test_what_is_none_is_refused(text: str) -> None:
    """With the form that is expected."""
    with pytest.raises(Failure, match="LIVEFAIR_NAME=VALUE"):
        Setting.parsed(text)
