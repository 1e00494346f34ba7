"""Words for degrees, employment types, natures and periods."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.ingest.imports import words


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("不限", "any"),
        ("无要求", "any"),
        ("学历不限", "any"),
        ("高中", "secondary"),
        ("中专及以上", "secondary"),
        ("大专", "associate"),
        ("大专及以上学历", "associate"),
        ("本科及以上", "bachelor"),
        ("全日制本科及以上学历", "bachelor"),
        ("本科或以上", "bachelor"),
        ("本科、硕士", "bachelor"),
        ("硕士（研究生）", "master"),
        ("硕士研究生及以上", "master"),
        ("博士", "doctorate"),
        ("Bachelor's degree", "bachelor"),
        ("Bachelor or higher", "bachelor"),
        ("MASTER", "master"),
        ("Master's or PhD", "master"),
        ("Ph.D.", "doctorate"),
        ("doctorate", "doctorate"),
    ],
)
def test_degrees(text: str, degree: str) -> None:
    """The lowest required degree, in the usual notations."""
    assert words.degree(text) == degree


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("F", "full_time"),
        ("Full-Time", "full_time"),
        ("全职", "full_time"),
        ("P", "part_time"),
        ("兼职", "part_time"),
        ("实习", "internship"),
        ("劳务派遣", "contract"),
        ("contract", "contract"),
    ],
)
def test_employment_types(text: str, ours: str) -> None:
    """Case, hyphens and spaces do not matter."""
    assert words.employment_type(text) == ours


@pytest.mark.parametrize(
    ("text", "ours"),
    [("国企", "state_owned"), ("事业单位", "public_institution"), ("Private", "private"), ("外资", "foreign")],
)
def test_natures(text: str, ours: str) -> None:
    """The usual words for an enterprise's nature."""
    assert words.nature(text) == ours


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("Annual", "year"),
        ("Hourly", "hour"),
        ("Daily", "day"),
        ("/月", "month"),
        ("元/天", "day"),
        ("周", "week"),
        ("时", "hour"),
    ],
)
def test_periods(text: str, ours: str) -> None:
    """A period alone in its column, with or without the slash."""
    assert words.period(text) == ours


@pytest.mark.parametrize("read", [words.degree, words.employment_type, words.nature, words.period])
def test_an_unknown_word_is_named(read: Callable[[str], str]) -> None:
    """The reason quotes the word and lists the accepted ones."""
    with pytest.raises(words.Unfit, match=r'"wizard of the \w+.*" is no .*; accepted are \w+, \w+'):
        read("wizard of the " + "x" * 500)
