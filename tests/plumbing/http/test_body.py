"""Request bodies: limits, and JSON that every parser reads alike."""

from __future__ import annotations

import contextlib
import time
from uuid import UUID

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, TypeAdapter

from plumbing.http.body import ERRORS_MAX, PATH_CHARACTERS_MAX, SMALL_BYTES, parse, strict_json
from plumbing.http.problem import Problem

SMALL = b" " * SMALL_BYTES


class Pay(BaseModel):
    model_config = ConfigDict(extra="forbid")
    min: int
    max: int | float = 0


class Job(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: str
    headcount: int
    pay: Pay | None = None
    at: AwareDatetime | None = None
    shown: list[UUID | Pay] = []


JOB: TypeAdapter[Job] = TypeAdapter(Job)


def test_what_fits_is_parsed() -> None:
    """Times are parsed from strings, numbers from numbers only."""
    job = parse(JOB, '{"title": "焊工", "headcount": 2, "at": "2030-01-01T00:00:00+08:00"}'.encode())
    assert (job.title, job.headcount, job.at is not None) == ("焊工", 2, True)


@pytest.mark.parametrize(
    "raw", [b"", b"{", b'{"title": ', b"\xff\xfe", b'{"title": "\xed\xa0\x80"}', b"title=1", b"\xef\xbb\xbf{}"]
)
def test_what_is_no_json_is_400(raw: bytes) -> None:
    """Cut off, not UTF-8, another format, with a byte order mark."""
    with pytest.raises(Problem) as caught:
        parse(JOB, raw)
    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ('{"title": "a", "headcount": 1, "colour": "red"}', "colour"),
        ('{"title": 7, "headcount": 1}', "title"),
        ('{"title": "a", "headcount": "1"}', "headcount"),
        ('{"title": "a", "headcount": 1.0}', "headcount"),
        ('{"title": "a", "headcount": true}', "headcount"),
        ('{"title": "a"}', "headcount"),
        ('{"title": "a", "headcount": NaN}', "headcount"),
        ('{"title": "a", "headcount": 1e999}', "headcount"),
        ('{"title": "a\\u0000", "headcount": 1}', "title"),
        ('{"title": "\\ud800", "headcount": 1}', "title"),
        ('{"title": "a", "title": "b", "headcount": 1}', "title"),
        ('{"title": "a", "headcount": 1, "pay": {"min": -Infinity}}', "pay.min"),
        ('{"title": "a", "headcount": 1, "pay": {"min": 1, "min": 1}}', "min"),
        ('{"title": "a", "headcount": 1, "pay": {}}', "pay.min"),
        ('{"title": "a", "headcount": 1, "at": "2030-01-01T00:00:00"}', "at"),
        ('{"title": "a", "headcount": 1, "at": 1700000000}', "at"),
        ('{"title": "a", "headcount": ' + "9" * 5_000 + "}", ""),
        ('{"title": ' + "[" * 100_000 + "]" * 100_000 + "}", ""),
        ('{"title": ' + "[" * 33 + "]" * 33 + "}", "title" + ".0" * 32),
        ('{"pay": {"mi\\u0000n": 1}}', "pay"),
        ("[]", ""),
        ("null", ""),
        ("NaN", ""),
    ],
)
def test_json_that_does_not_fit_is_422_with_its_path(raw: str, path: str) -> None:
    """Unknown or missing field, wrong type, NaN, NUL, lone surrogate, duplicate name, too deep."""
    with pytest.raises(Problem) as caught:
        parse(JOB, raw.encode())
    assert caught.value.status == 422
    assert path in [error["path"] for error in caught.value.errors]
    assert all(error["reason"] for error in caught.value.errors)


@pytest.mark.parametrize(
    ("member", "path"),
    [
        ('"pay": {"min": 1, "max": "2"}', "pay.max"),
        ('"pay": {"min": 1, "max": true}', "pay.max"),
        ('"shown": [7]', "shown.0"),
        ('"shown": ["soon"]', "shown.0"),
    ],
)
def test_a_path_is_made_of_what_was_sent(member: str, path: str) -> None:
    """The path has names of the request only, not of the alternatives that were tried."""
    with pytest.raises(Problem) as caught:
        parse(JOB, f'{{"title": "a", "headcount": 1, {member}}}'.encode())
    assert {error["path"] for error in caught.value.errors} == {path}


def test_a_missing_field_of_a_union_is_reported_at_its_path() -> None:
    """The path ends at the missing name."""
    with pytest.raises(Problem) as caught:
        parse(JOB, b'{"title": "a", "headcount": 1, "shown": [{"max": 1}]}')
    assert [error["path"] for error in caught.value.errors] == ["shown.0", "shown.0.min"]


@pytest.mark.parametrize(
    "raw",
    [
        b"{" + b",".join(b'"%d":1' % number for number in range(80_000)) + b',"79999":1}',
        b'{"' + b"n" * 500_000 + b'":[' + b"1," * 240_000 + b"1]}",
        (b'{"' + b"n" * 15_000 + b'":') * 30 + b"[" + b"1," * 240_000 + b"1]" + b"}" * 30,
        b'{"' + b"n" * 500_000 + b'":[' + b"NaN," * 120_000 + b"1]}",
        b"[" * 30 + b"NaN," * 240_000 + b"1" + b"]" * 30,
        b"[0." + b"1" * 1_000_000 + b"]",
        b"[" + b",".join([b"9" * 4_300] * 230) + b"]",
        b"[" * 1_000_000,
    ],
    ids=["a name twice", "a long name", "long names", "odd items", "odd and deep", "a float", "integers", "nesting"],
)
def test_no_megabyte_holds_the_loop(raw: bytes) -> None:
    """Any content is validated in linear time, and the answer is short."""
    began = time.process_time()
    with contextlib.suppress(Problem):
        strict_json(raw)
    assert time.process_time() - began < 2


def test_a_megabyte_of_errors_is_counted() -> None:
    """Errors are counted, since listing half a million would take seconds."""
    began = time.process_time()
    with pytest.raises(Problem) as caught:
        parse(TypeAdapter(list[str]), b"[" + b"1," * 499_000 + b"1]")
    assert caught.value.errors == [{"path": "", "reason": "does not fit in 499,001 places"}]
    assert time.process_time() - began < 2


def test_a_long_name_is_shortened() -> None:
    """A problem has only the beginning of a long path, and at most a hundred errors."""
    with pytest.raises(Problem) as caught:
        strict_json(b'{"' + b"n" * 5_000 + b'":[' + b"NaN," * 500 + b"1]}")
    assert {error["path"] for error in caught.value.errors} == {"n" * PATH_CHARACTERS_MAX}
    assert (len(caught.value.errors), len(caught.value.detail) < 600) == (ERRORS_MAX, True)


def test_a_pair_of_surrogates_is_a_character() -> None:
    """An escaped emoji is an ordinary character."""
    assert strict_json(b'{"name": "\\ud83c\\udf93"}') == {"name": "🎓"}


def test_given_values_are_not_repeated() -> None:
    """A reason never contains the value."""
    with pytest.raises(Problem) as caught:
        parse(JOB, b'{"title": "a", "headcount": "13800000000"}')
    assert "13800000000" not in str(caught.value.errors)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"title": "a", "title": "b"}',
        b'{"title": "a" , "title" :"b"}',
        b'{"title": "\\u0000", "headcount": 1}',
        b'{"title": "a\x00"}',
        b'{"title": "a", "headcount": NaN}',
    ],
)
def test_the_fast_path_accepts_nothing_odd(raw: bytes) -> None:
    """The fast path for simple bodies refuses what the full path refuses."""
    with pytest.raises(Problem):
        parse(JOB, raw)


def test_a_body_with_too_many_values_is_not_parsed() -> None:
    """The refusal names the number, and comes before anything else is found wrong."""
    with pytest.raises(Problem) as caught:
        parse(JOB, b'{"x":[' + b"[]," * 1_000 + b"NaN}", values_max=1_000)
    assert (caught.value.status, caught.value.errors) == (
        422,
        [{"path": "", "reason": "holds more than 1,000 values"}],
    )
    assert parse(JOB, b'{"title":"a,b,c,d,e,f,g","headcount":3}', values_max=5).headcount == 3
