"""Decides in which encoding a text file is written: by its byte order mark, by what decodes it, and by what the text
then looks like.

Nearly every file of a western spreadsheet (cp1252) that has few accents is also valid GB18030, and Big5 often is: so
that a decoder takes the bytes says little. It parses no text and knows no separator.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

CHUNK_BYTES = 1 << 20
EVIDENCE_BYTES_MAX = 1 << 18
ASCII_MIN = 0.05  # of the characters of a table: its separators
UTF_8, GB18030, BIG5, CP1252 = "utf-8-sig", "gb18030", "big5", "cp1252"
MARKS = {codecs.BOM_UTF8: UTF_8, codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

_BLOCKS = (0x250, 0x370, 0x400, 0x530, 0x590, 0x600, 0x800, 0x110000)
"""Where blocks of Unicode end: Latin, accents, Greek, Cyrillic, Armenian, Hebrew, Arabic, and all above two bytes."""
_HIGH = re.compile(rb"[\x80-\xff]+")
_WESTERN_LETTERS = (
    bytes([*range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x100)]) + b"\x8a\x8c\x8e\x9a\x9c\x9e\x9f"
)
_WESTERN_SIGNS = (
    b"\x80\x82\x84\x85\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b\xa0\xa1\xa3\xa7\xa9\xab\xae\xb0\xb7\xbb\xbd\xbf"
)
_ASCII_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_BLANK_OR_END = frozenset(b" ,;\t\r\n\"'()/-.:")


class UnknownEncoding(Exception):
    """No encoding fits. `offset` is that of the first byte that fits neither UTF-8 nor GB18030."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a sample of the lines with bytes above 127 looks like, each as a share of 1.

    `western`: runs of high bytes that look like accented letters and signs of cp1252 in a western text. `chinese` and
    `big5`: characters among the frequent ones of the simplified and the traditional character set.
    """

    western: float
    chinese: float
    big5: float


def encoding_of(path: Path) -> str:
    """The encoding of the whole file, as a name for `open`. Reads it in chunks. Raises UnknownEncoding."""
    with path.open("rb") as file:
        start = file.read(4)
    marked = next((encoding for mark, encoding in MARKS.items() if start.startswith(mark)), UTF_8)
    if not start.startswith(tuple(MARKS)) and (unmarked := _utf_16_of(path)):
        return unmarked
    not_utf_8 = _first_undecodable_byte(path, marked)
    if not_utf_8 is None:
        return GB18030 if marked == UTF_8 and start[:3] != codecs.BOM_UTF8 and _is_short_chinese(path) else marked
    if marked != UTF_8:
        raise UnknownEncoding(not_utf_8)
    faults = {encoding: _first_undecodable_byte(path, encoding) for encoding in (GB18030, BIG5, CP1252)}
    found = _most_plausible(evidence_in(_sample(path)), [name for name, fault in faults.items() if fault is None])
    if found is None:
        raise UnknownEncoding(max(not_utf_8, faults[GB18030] or 0))
    return found


def _utf_16_of(path: Path) -> str:
    """UTF-16 without a mark: its separators and line ends are ASCII characters with a NUL beside each.

    An ASCII file with some NUL bytes would be read as rare characters with hardly any ASCII among them.
    """
    with path.open("rb") as file:
        start = file.read(EVIDENCE_BYTES_MAX)
    for encoding in ("utf-16-le", "utf-16-be") if b"\0" in start else ():
        text = start.decode(encoding, "ignore")
        plain = sum(char.isascii() and char != "\0" for char in text)
        is_plain = plain >= ASCII_MIN * len(text) and plain > text.count("\0")
        if is_plain and "\n" in text and _first_undecodable_byte(path, encoding) is None:
            return encoding
    return ""


def _is_short_chinese(path: Path) -> bool:
    """Whether a file that is valid UTF-8 is Chinese all the same: the few characters of a small file may be.

    As UTF-8 they would be a mixture of scripts that no text has, such as a Hebrew vowel beside a Greek letter.
    """
    sample = _sample(path)
    text = "".join(char for char in sample.decode("utf-8", "ignore") if not char.isascii())
    blocks = {next(number for number, first in enumerate(_BLOCKS) if ord(char) < first) for char in set(text)}
    return len(blocks - {0}) > 1 and len(_BLOCKS) - 1 not in blocks and evidence_in(sample).chinese == 1


def _most_plausible(evidence: Evidence, decodable: list[str]) -> str | None:
    if CP1252 in decodable and evidence.western >= 0.8:
        return CP1252
    if BIG5 in decodable and evidence.big5 >= 0.9 and evidence.chinese < 0.6:
        return BIG5
    return GB18030 if GB18030 in decodable else None


def evidence_in(sample: bytes) -> Evidence:
    runs = list(_HIGH.finditer(sample))
    western = sum(_is_western(sample, *run.span()) for run in runs)
    return Evidence(western / max(len(runs), 1), _frequent(sample, 0xB0, 0xD7), _frequent(sample, 0xA4, 0xC6))


def _is_western(sample: bytes, start: int, end: int) -> bool:
    """Whether these high bytes are signs, or one or two accented letters beside others or alone between blanks."""
    run = sample[start:end].strip(_WESTERN_SIGNS)
    if not run:
        return end - start <= 2 or end - start == sample.count(sample[start : start + 1], start, end)
    if len(run) > 2 or run.translate(None, _WESTERN_LETTERS):
        return False
    around = sample[max(start - 1, 0) : start] + sample[end : end + 1]
    return not _ASCII_LETTERS.isdisjoint(around) or (len(run) == 1 and _BLANK_OR_END.issuperset(around))


def _frequent(sample: bytes, first: int, last: int) -> float:
    """The share of two-byte characters whose lead is that of signs (from A1 on) or of frequent characters."""
    characters = frequent = at = 0
    while at < len(sample):
        if sample[at] < 0x81:
            at += 1
            continue
        characters += 1
        trail = sample[at + 1] if at + 1 < len(sample) else 0
        is_sign = 0xA1 <= sample[at] <= 0xA3
        frequent += (is_sign or first <= sample[at] <= last) and (trail >= 0xA1 or (first == 0xA4 and trail >= 0x40))
        at += 2
    return frequent / max(characters, 1)


def _sample(path: Path) -> bytes:
    """Lines with high bytes: whole ones, so that no character is cut."""
    lines = bytearray()
    with path.open("rb") as file:
        while len(lines) < EVIDENCE_BYTES_MAX and (line := file.readline(CHUNK_BYTES)):
            if not line.isascii():
                lines += line
    return bytes(lines[:EVIDENCE_BYTES_MAX])


def _first_undecodable_byte(path: Path, encoding: str) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8" if encoding == UTF_8 else encoding)("strict")
    offset = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK_BYTES)
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return offset - pending + error.start
            if not chunk:
                return None
            offset += len(chunk)
