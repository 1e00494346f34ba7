"""Normalization costs time in proportion to the text, and changes no text that people write."""

from __future__ import annotations

import time
import unicodedata

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from plumbing.text import MARKS, MARKS_MAX, UNICODE_VERSION, normalized, warn_of_other_unicode

UNORDERED = "\u0301\u0316"  # sorted to the opposite order
WRITTEN = {"ＡＩ２，１": "AI2,1", "e\u0301": "é", "한국어": "한국어", "क़": "क़", "": "", "plain": "plain"}


@pytest.mark.parametrize("text", WRITTEN)
def test_a_written_text_is_in_nfkc(text: str) -> None:
    """Compatible characters are replaced, and marks composed."""
    assert normalized(text, 100) == WRITTEN[text]


@given(st.text(alphabet=st.sampled_from("aé，１한" + UNORDERED), max_size=MARKS_MAX))
def test_a_short_run_of_marks_is_kept(text: str) -> None:
    """The result is Unicode's own while no letter has more marks than anybody writes."""
    assert normalized(text, 1_000) == unicodedata.normalize("NFKC", text)


def test_marks_beyond_the_limit_are_left_out() -> None:
    """Each run is cut separately, and the text after it stays."""
    text = "a" + UNORDERED * MARKS_MAX + "b" + UNORDERED * MARKS_MAX + "c"
    found = unicodedata.normalize("NFD", normalized(text, 1_000))
    assert [sum(char in MARKS for char in part) for part in found.replace("b", "|").split("|")] == [MARKS_MAX] * 2
    assert found[-1] == "c"


def test_the_text_is_cut_first() -> None:
    """What is behind the limit costs nothing."""
    assert normalized("é" * 1_000_000, 3) == "ééé"


@pytest.mark.parametrize("text", [UNORDERED * 10_000, "a" + UNORDERED * 10_000 + "b", ("a" + UNORDERED * 20) * 500])
def test_an_adversarial_text_is_normalized_fast(text: str) -> None:
    """20,000 marks take less than 50 ms of CPU; sorting them as they are takes most of a second."""
    started = time.process_time()
    normalized(text, 20_000)
    assert time.process_time() - started < 0.05


def test_the_unicode_tables_are_those_that_logs_are_decided_with() -> None:
    """Another Python may normalize and class characters otherwise, so that a replay gives other rows."""
    assert unicodedata.unidata_version == UNICODE_VERSION, (
        "This Python has other Unicode tables. Where it is to decide: run `livefair rebuild --check` on a copy of each "
        "system's log, rebuild where rows differ, and then set UNICODE_VERSION in plumbing/text.py."
    )


def test_other_tables_are_named_at_the_start() -> None:
    """Once, with what to do; the known ones are not."""
    with structlog.testing.capture_logs() as logged:
        assert not warn_of_other_unicode(UNICODE_VERSION)
        assert warn_of_other_unicode("99.0.0")
    assert [(one["event"], one["found"]) for one in logged] == [("unicode_differs", "99.0.0")]
