"""Encodings told apart by what the text looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.ingest.imports.encoding import UnknownEncoding, encoding_of, evidence_in

CHINESE = "单位名称,岗位名称,人数,工作地点\n云栖精密机械有限公司,数控操作工,5,杭州\n湖滨药业,药剂师（夜班）,3,宁波\n"
TRADITIONAL = (
    "公司名稱,職位名稱,招聘人數,工作地點\n臺灣精密機械有限公司,軟體工程師,5,臺北\n湖濱藥業有限公司,藥劑師,3,高雄\n"
)


def encoding(tmp_path: Path, content: bytes) -> str:
    path = tmp_path / "jobs.csv"
    path.write_bytes(content)
    return encoding_of(path)


@pytest.mark.parametrize(
    "text",
    [
        "title,headcount,region\nOffice manager Zürich,1,Zürich\n",  # valid GB18030 all the same
        "title,headcount,region\nRéceptionniste,2,Montréal\n",
        "title,headcount\nSenior café manager – 2 years’ experience,1\n",
        "title,headcount,salary\nClerk,1,£30000\nNurse,2,€40000\n",
        "title,headcount\nChargé d’études à Besançon,1\nGestión de operaçÕes,2\n",
        "title,headcount\nKöchin / Küchenhilfe,1\nStraßenwärter Größe,2\n",
        "title,headcount,description\nClerk,1,• first • second “quoted” text…\n",
        "title,headcount\nIngénieur système,1\nOpérateur à l'accueil,2\n" * 500,
    ],
)
def test_a_western_file(tmp_path: Path, text: str) -> None:
    """cp1252, whether or not the bytes are valid GB18030 or Big5."""
    assert encoding(tmp_path, text.encode("cp1252")) == "cp1252"


@pytest.mark.parametrize(
    "text",
    [
        CHINESE,
        "title,headcount\nIT部经理,1\nA座保安,2\n",
        "title,headcount\nWelder 焊工,1\n" + "Welder,1\n" * 100_000,
        "title,headcount,region\nClerk,1,喆镕\n",  # rare characters alone
        "title,headcount,gender\nClerk,1,男\nNurse,2,女\n",
        "title,headcount\n焊工·𠮷,1\n“会计”——主管,2\n",
        "openings,职位\n",  # valid UTF-8 all the same
    ],
)
def test_a_chinese_file(tmp_path: Path, text: str) -> None:
    """GB18030, however few Chinese characters stand between English words."""
    assert encoding(tmp_path, text.encode("gb18030")) == "gb18030"


def test_a_traditional_file(tmp_path: Path) -> None:
    """Big5, which a decoder of GB18030 takes as well."""
    assert encoding(tmp_path, TRADITIONAL.encode("big5")) == "big5"
    assert encoding(tmp_path, TRADITIONAL.encode("gb18030")) == "gb18030"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode(tmp_path: Path, name: str) -> None:
    """UTF-8 needs no mark, UTF-16 has one."""
    expected = "utf-16" if name == "utf-16" else "utf-8-sig"
    for text in (
        CHINESE,
        TRADITIONAL,
        "title,headcount\nRéceptionniste à Zürich,1\n",
        "ascii,only\n",
        "λ µ é",
        "Инженер",
    ):
        assert encoding(tmp_path, text.encode(name)) == expected
    assert encoding(tmp_path, b"\xfe\xff" + CHINESE.encode("utf-16-be")) == "utf-16"


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe\xff\xff",
        b"%PDF-1.7\n\xff\xfe\xff",
        "岗位,人数\n".encode() + b"\xff\xff,2\n",
        b"\xff\xfea\x00\x00\xd8",  # UTF-16 that ends in half a character
    ],
)
def test_what_fits_nothing_is_unknown(tmp_path: Path, content: bytes) -> None:
    """Bytes of another kind of file are not taken for western letters."""
    with pytest.raises(UnknownEncoding):
        encoding(tmp_path, content)


def test_evidence_of_a_text_in_its_own_encoding() -> None:
    """Each kind of text is a whole one in its own encoding."""
    assert evidence_in("Zürich, Montréal – café".encode("cp1252")).western == 1
    assert evidence_in(CHINESE.encode("gb18030")).chinese > 0.95
    assert evidence_in(TRADITIONAL.encode("big5")).big5 > 0.95
    assert evidence_in(b"ascii").western == 0


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(tmp_path: Path, name: str) -> None:
    """By its line ends; a NUL in an ASCII file makes no UTF-16."""
    for text in (CHINESE, "title,headcount\r\nWelder,1\r\n", "岗位\t人数\n上海一级焊工\t1\n"):
        assert encoding(tmp_path, text.encode(name)) == name
    assert encoding(tmp_path, b"a,b\n\0,1\nc,2\n") == "utf-8-sig"
