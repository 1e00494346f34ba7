"""Every reason that an import can give has words in both languages, with the same parameters."""

from __future__ import annotations

import ast
import re
from string import Formatter

import pytest

from schemas.import_reasons import words
from services.ingest.imports import reading
from tests.contracts import import_reasons

CHINESE = re.compile("[\u4e00-\u9fff]")


def parameters(template: str) -> list[str]:
    return sorted({name for _, name, _, _ in Formatter().parse(template) if name})


def test_every_code_has_words_in_both_languages() -> None:
    """And no words stand there for a code that is never given."""
    assert sorted(import_reasons.reasons()) == sorted(words())
    assert all(set(templates) == {"en", "zh"} and all(templates.values()) for templates in words().values())


def test_the_words_have_the_parameters_of_the_code() -> None:
    """In both languages: no template asks for one that is not given, and none is lost."""
    for code, params in import_reasons.reasons().items():
        for language, template in words()[code].items():
            assert (code, language, parameters(template)) == (code, language, params)


def test_a_parameter_is_written_alike_in_both_languages() -> None:
    """With or without separators between thousands, of which the pages know no other format."""
    for code, templates in words().items():
        formats = [
            sorted((name, spec) for _, name, spec, _ in Formatter().parse(template) if name)
            for template in templates.values()
        ]
        assert (code, formats[0]) == (code, formats[1])
        assert {spec for _, spec in formats[0]} <= {"", ","}


def test_the_words_are_of_their_language() -> None:
    """English has Chinese only in its examples of pay."""
    for code, templates in words().items():
        assert CHINESE.search(templates["zh"]), code
        assert code == "pay_unreadable" or not CHINESE.search(templates["en"]), code


def test_codes_are_found_however_they_are_named() -> None:
    """As a text, as one of two, from a table; an expression of another kind fails the drawing of the list."""
    assert {"headcount_empty", "pay_is_date", "file_is_html", "total"} <= set(import_reasons.reasons())
    with pytest.raises(TypeError):
        list(import_reasons._codes(ast.parse("f(x)", mode="eval").body, reading))
