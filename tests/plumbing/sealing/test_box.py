"""Sealed texts as words, and inside of JSON."""

from __future__ import annotations

import json
import re

import pytest

from plumbing.sealing.box import Box, SealedFields, key_of, without
from tests.architecture.adversarial import slow_text

NAME = "0" * 32 + "/" + "a" * 32
BOX = Box(bytes(32))
FIELDS = SealedFields(["text", "reason", "message"])


@pytest.mark.parametrize("text", ["", "hello", '"quoted"\n', "主播讲得真清楚! 👨‍👩‍👧", "x" * 2_000])
def test_what_was_sealed_is_opened(text: str) -> None:
    """Any text, each time under the same word, which holds none of it."""
    one, two = BOX.seal(NAME, text), BOX.seal(NAME, text)
    assert (BOX.open(one), BOX.open(two)) == (text, text)
    assert one == two
    assert one != BOX.seal(NAME, text + ".")
    assert not text or text not in one
    assert key_of(one) == NAME


def test_another_key_opens_nothing() -> None:
    """Neither does a word that was changed, or is no base64."""
    word = BOX.seal(NAME, "secret")
    assert Box(b"1" * 32).open(word) is None
    assert BOX.open(word[:-6] + "AAAA==") is None
    assert BOX.open(f"sealed:{NAME}:A") is None


@pytest.mark.parametrize(
    "word", ["", "hello", "sealed:", f"sealed:{NAME}", f"sealed:../../{NAME}:AAAA", f"sealed:{NAME}:AA AA"]
)
def test_other_texts_are_not_sealed(word: str) -> None:
    """A name outside of the folder of keys is none."""
    assert key_of(word) is None


def test_texts_in_json_are_replaced() -> None:
    """In each field that may hold one, in compact and in spaced JSON; without its text it is empty."""
    one, two = BOX.seal(NAME, "one"), BOX.seal(NAME, "two")
    given = {"items": [{"text": one, "n": 1}, {"reason": two}, {"message": one}]}
    for body in (json.dumps(given).encode(), json.dumps(given, separators=(",", ":")).encode()):
        assert set(FIELDS.words_in(body)) == {one, two}
        read = json.loads(FIELDS.with_texts(body, {one: 'says "one"\n'}))
        assert read == {"items": [{"text": 'says "one"\n', "n": 1}, {"reason": ""}, {"message": 'says "one"\n'}]}


def test_a_text_that_looks_sealed_stays_in_other_fields() -> None:
    """Nobody empties a title by typing what a sealed text looks like, in quotes or not."""
    word = BOX.seal(NAME, "one")
    given = {"title": word, "answer": word, "description": f'"text":"{word}"'}
    body = json.dumps(given).encode()
    assert FIELDS.words_in(body) == []
    assert json.loads(FIELDS.with_texts(body, {})) == given


def test_they_are_found_in_linear_time() -> None:
    """20,000 adversarial characters take at most 50 ms of CPU."""
    assert slow_text(re.compile(FIELDS._found.pattern.decode())) is None


def test_texts_of_destroyed_keys_are_left_out() -> None:
    """The others stay."""
    other = "1" * 32 + "/" + "a" * 32
    one, two = BOX.seal(NAME, "one"), BOX.seal(other, "two")
    assert without({one: "one", two: "two"}, [NAME]) == {two: "two"}
