"""Bodies of writes of cards."""

from __future__ import annotations

import msgspec
import pytest

from plumbing.http.problem import Problem
from services.ingest.cards.bodies import APPROACH, CARD


def test_a_card_shows_words_and_codes_of_regions() -> None:
    """Spaces around words are removed; six digits are a region code of GB/T 2260."""
    wants = CARD.parse(msgspec.json.encode({"wants": {"regions": [" 杭州 ", "330100"]}})).wants
    assert wants.regions == ["杭州", "330100"]


@pytest.mark.parametrize("word", ["13800138000", "a@example.org", "030100", "www.example.org"])
def test_a_card_shows_no_contact(word: str) -> None:
    """Contact data and numbers that are no region code are refused."""
    with pytest.raises(Problem) as refused:
        CARD.parse(msgspec.json.encode({"wants": {"industries": [word]}}))
    assert "does not show" in refused.value.errors[0]["reason"]


def test_an_approach_has_its_deadline_ahead() -> None:
    """As for an invitation."""
    with pytest.raises(Problem):
        APPROACH.parse(b'{"job": "0188e6a0-0000-4000-8000-000000000001", "deadline": "2020-01-01T00:00:00Z"}')
