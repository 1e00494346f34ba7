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
        ("專科以上", "associate"),
        ("碩士", "master"),
        ("大學", "bachelor"),
        ("高級中學", "secondary"),
        ("學歷不限", "any"),
        ("本硕", "bachelor"),
        ("硕博优先", "master"),
        ("本科（含）以上", "bachelor"),
        ("大专（含）及以上学历", "associate"),
        ("本科及以上，硕士优先", "bachelor"),
        ("本科及以上硕士优先", "bachelor"),
        ("研究生（硕士）及以上", "master"),
        ("研究生（博士）", "doctorate"),
        ("大专（高职）", "associate"),
        ("统招本科", "bachelor"),
        ("统招全日制本科以上学历，有学位证", "bachelor"),
        ("985/211本科", "bachelor"),
        ("本科/硕士", "bachelor"),
        ("本科-硕士", "bachelor"),
        ("硕士及博士研究生", "master"),
        ("本科，专业不限", "bachelor"),
        ("不限（大专优先）", "any"),
        ("不限，本科优先", "any"),
        ("初中及以下", "any"),
        ("大专及以下", "any"),
        ("博士研究生优先", "doctorate"),
        ("硕士（优秀本科生亦可）", "master"),
        ("中等专科", "secondary"),
        ("职业高中", "secondary"),
        ("本科\n硕士", "bachelor"),
        ("Bachelor's Degree or above", "bachelor"),
        ("Bachelor's Degree in Computer Science or related field", "bachelor"),
        ("Bachelor's required, Master's preferred", "bachelor"),
        ("BS/MS", "bachelor"),
        ("B.Tech", "bachelor"),
        ("B.E./B.Tech", "bachelor"),
        ("Any Graduate", "bachelor"),
        ("MBA", "master"),
        ("High school diploma or GED", "secondary"),
        ("High School", "secondary"),
        ("Associate's degree", "associate"),
        ("Diploma", "associate"),
        ("Doctorate degree", "doctorate"),
        ("Post Graduate", "master"),
        ("No degree required", "any"),
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
        ("全職", "full_time"),
        ("實習生", "internship"),
        ("P", "part_time"),
        ("兼职", "part_time"),
        ("实习", "internship"),
        ("劳务派遣", "contract"),
        ("contract", "contract"),
        ("Full-Time Permanent", "full_time"),
        ("Full Time, Permanent", "full_time"),
        ("Contract/Temp", "contract"),
        ("全职/兼职", "full_time"),
        ("长期兼职", "part_time"),
        ("非全日制用工", "part_time"),
        ("合同制全职", "full_time"),
        ("正式编制", "full_time"),
        ("实习（可转正）", "internship"),
        ("Internship", "internship"),
        ("Summer Intern", "internship"),
        ("Part-time, evenings", "part_time"),
        ("Freelance", "contract"),
        ("Contract", "contract"),
        ("灵活用工", "contract"),
        ("temporary part-time", "part_time"),
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
        ("時薪", "hour"),
        ("元/天", "day"),
        ("周", "week"),
        ("时", "hour"),
    ],
)
def test_periods(text: str, ours: str) -> None:
    """A period alone in its column, with or without the slash."""
    assert words.period(text) == ours


@pytest.mark.parametrize("text", ["英语熟练", "Not Disclosed", "两年经验", "大学英语四级", "International", "见附件"])
def test_a_text_without_a_word_is_refused(text: str) -> None:
    """What only looks like one is no degree and no type: 大学英语四级 asks for a language."""
    for read in (words.degree, words.employment_type):
        with pytest.raises(words.Unfit):
            read(text)


@pytest.mark.parametrize("read", [words.degree, words.employment_type, words.nature, words.period])
def test_an_unknown_word_is_named(read: Callable[[str], str]) -> None:
    """The reason quotes the word and lists the accepted ones."""
    with pytest.raises(words.Unfit, match=r'"wizard of the \w+.*" is no .*; accepted are \w+, \w+'):
        read("wizard of the " + "x" * 500)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        *[("一本", "bachelor"), ("二本及以上", "bachelor"), ("J.D.", "doctorate"), ("普高", "secondary")],
        *[("技工学校", "secondary"), ("高级工", "associate"), ("技师学院", "associate"), ("ITI", "secondary")],
    ],
)
def test_degrees_of_vocational_schools_and_abroad(text: str, asked: str) -> None:
    """By the level of the school that gives them."""
    assert words.degree(text) == asked


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *[("编制内", "full_time"), ("事业编", "full_time"), ("编外", "contract"), ("聘用制", "contract")],
        *[("Fixed term", "contract"), ("Casual", "part_time"), ("Apprenticeship", "internship")],
    ],
)
def test_types_of_public_posts_and_abroad(text: str, kind: str) -> None:
    """Posts within the state's staffing are full-time, those beside it are by contract."""
    assert words.employment_type(text) == kind
    assert [words.period(word) for word in ("按月", "按天", "按小时", "按年")] == ["month", "day", "hour", "year"]
