"""Reading facets from a resume."""

from __future__ import annotations

import pytest

from schemas.resume import Facets
from services.ingest.resumes.document import ResumeDocument, degree_of, facets_of


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("Bachelor", "bachelor"),
        ("Bachelor of Science (Honours)", "bachelor"),
        ("B.Sc.", "bachelor"),
        ("本科", "bachelor"),
        ("工学学士", "bachelor"),
        ("Master of Arts", "master"),
        ("硕士研究生", "master"),
        ("MBA", "master"),
        ("Ph.D.", "doctorate"),
        ("博士研究生", "doctorate"),
        ("Doctor of Philosophy", "doctorate"),
        ("大专", "associate"),
        ("Associate's degree", "associate"),
        ("High School", "secondary"),
        ("普通高中", "secondary"),
        ("", None),
        ("不限", None),
        ("a bootcamp", None),
    ],
)
def test_degrees_in_both_languages(text: str, degree: str | None) -> None:
    """The usual words, alone or within longer ones; unknown ones are left out."""
    assert degree_of(text) == degree


def test_the_highest_degree_and_its_major() -> None:
    """In any order."""
    education = [
        {"studyType": "本科", "area": "数学"},
        {"studyType": "硕士", "area": "统计学"},
        {"studyType": "高中"},
        {"area": "nothing"},
    ]
    assert facets_of(ResumeDocument.model_validate({"education": education})) == Facets(degree="master", major="统计学")


def test_the_region_or_else_the_city() -> None:
    """Nothing more precise, and nothing that identifies the person."""
    both = {"basics": {"location": {"city": "杭州", "region": "浙江", "address": "1 Road"}, "email": "a@example.org"}}
    city = {"basics": {"location": {"city": " 杭州 "}}}
    assert facets_of(ResumeDocument.model_validate(both)) == Facets(region="浙江")
    assert facets_of(ResumeDocument.model_validate(city)) == Facets(region="杭州")


@pytest.mark.parametrize(("region", "facet"), [("330100", "330100"), (" 330106 ", "330106"), ("138001", None)])
def test_a_code_of_a_region_is_a_region(region: str, facet: str | None) -> None:
    """Six digits that GB/T 2260 knows are no number of a person."""
    document = {"basics": {"location": {"region": region}}}
    assert facets_of(ResumeDocument.model_validate(document)) == Facets(region=facet)


@pytest.mark.parametrize("document", [{}, {"basics": None, "education": None}, {"education": []}, {"basics": {}}])
def test_an_empty_resume_has_no_facets(document: dict[str, object]) -> None:
    """Every part may be missing."""
    assert facets_of(ResumeDocument.model_validate(document)) == Facets()


@pytest.mark.parametrize(
    "text",
    ["li@example.org", "li＠example.org", "13800138000", "1380013", "138 0013 8000", "138-0013-8000", "１３８００１",
     "https://example.org/li", "www.example.org", "y" * 61, "y" * 5_000, "  "],
)  # fmt: skip
def test_a_facet_that_may_tell_who_it_is_is_left_out(text: str) -> None:
    """Contacts, numbers, links and long texts stay out of the log, in any field."""
    document = {"education": [{"studyType": "x" * 5_000, "area": text}], "basics": {"location": {"region": text}}}
    assert facets_of(ResumeDocument.model_validate(document)) == Facets()


@pytest.mark.parametrize("text", ["Statistics", "计算机科学与技术", "Class of 2026", "y" * 60, "C++/C#"])
def test_an_ordinary_facet_stands(text: str) -> None:
    """Short words, possibly with a year."""
    document = {"education": [{"area": text}], "basics": {"location": {"city": text}}}
    assert facets_of(ResumeDocument.model_validate(document)) == Facets(major=text, region=text)
