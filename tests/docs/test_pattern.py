"""Differences from the guide are found: fields, values, types, lengths; open parts match anything."""

from __future__ import annotations

from typing import Any

import pytest

from tests.docs.pattern import Bound, differences, filled, text_differences

GIVEN = {"id": "f-1", "state": "open", "jobs": 2, "receipt": {"position": "livefair.fairs:3:17"}, "items": ["a", "b"]}


def found(shown: Any, given: Any, bound: Bound | None = None) -> list[str]:
    return list(differences(shown, given, {} if bound is None else bound))


@pytest.mark.parametrize(
    "shown",
    [
        GIVEN,
        {**GIVEN, "id": "…", "jobs": "…", "receipt": "…", "items": "…"},
        {**GIVEN, "id": "{fair}", "receipt": {"position": "livefair.fairs:…"}},
        {**GIVEN, "items": ["a", "…"]},
        {**GIVEN, "items": ["a", "b", "…"]},
    ],
)
def test_what_the_guide_shows_fits(shown: Any) -> None:
    """Literal values, any values, names, lists with more elements."""
    assert found(shown, GIVEN) == []


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        ({"id": "f-1"}, "answer.state is not in the guide: 'open'"),
        ({**GIVEN, "title": "…"}, "answer.title is missing"),
        ({**GIVEN, "jobs": 3}, "answer.jobs is 2, the guide shows 3"),
        ({**GIVEN, "jobs": "2"}, "answer.jobs is 2, the guide shows '2'"),
        ({**GIVEN, "state": "closed"}, "answer.state is 'open', the guide shows 'closed'"),
        ({**GIVEN, "items": ["a"]}, "answer.items has 2 elements, the guide shows 1: ['a', 'b']"),
        ({**GIVEN, "items": ["a", "b", "c", "…"]}, "answer.items has 2 elements, the guide shows 3: ['a', 'b']"),
        ({**GIVEN, "receipt": {"position": "livefair.chat:…"}}, "answer.receipt.position is 'livefair.fairs:3:17'"),
    ],
)
def test_a_difference_is_named(shown: Any, sentence: str) -> None:
    """With its path."""
    assert any(one.startswith(sentence) for one in found(shown, GIVEN))


def test_null_is_shown_where_it_may_be() -> None:
    """`…` is a value; `…?` may be null."""
    assert found("…", None) == ["answer is null"]
    assert found("…?", None) == found("…?", 1) == found(None, None) == []
    assert found(True, 1) == ["answer is 1, the guide shows True"]


def test_a_name_is_one_value_everywhere() -> None:
    """The first answer sets it; requests and later answers use it, also in the names of fields."""
    bound: Bound = {}
    assert found({"id": "{drop}"}, {"id": "d-1"}, bound) == []
    assert filled("POST /drops/{drop}/close", bound) == "POST /drops/d-1/close"
    assert found({"drop:{drop}:left": 1}, {"drop:d-1:left": 1}, bound) == []
    assert found({"id": "{drop}"}, {"id": "d-2"}, bound) == ["answer.id is 'd-2', the guide shows '{drop}'"]


def test_a_name_that_nothing_has_given_is_a_mistake() -> None:
    """The request would be sent with braces in it."""
    with pytest.raises(KeyError):
        filled("GET /v1/jobs/{job}", {})


def test_texts_are_compared_whole() -> None:
    """Line by line, with open parts."""
    assert list(text_differences("a,…\nb,2", "a,1\nb,2", {})) == []
    assert list(text_differences("a,…\nb,2", "a,1\nb,3", {})) != []
