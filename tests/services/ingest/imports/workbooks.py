"""Owns small XLSX and XLS files for tests, written byte by byte: no library in use here writes them."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def _relationships(**targets: str) -> str:
    listed = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def cell(place: str, value: object) -> str:
    """One cell of a sheet; a value that begins with `#` is an error, and a tuple is a day's serial number."""
    if isinstance(value, tuple):
        return f'<c r="{place}" s="1"><v>{value[0]}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    if isinstance(value, str) and value.startswith("#"):
        return f'<c r="{place}" t="e"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def xlsx(path: Path, rows: Sequence[Sequence[object]], *, hidden_before: bool = False, more: str = "") -> Path:
    """Write rows to a sheet; `more` is XML of further rows, and a hidden sheet may stand before it."""
    lines = [
        f'<row r="{number}">{"".join(cell(f"{chr(65 + at)}{number}", value) for at, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
        if row
    ]
    hidden = '<sheet name="notes" sheetId="2" state="hidden" r:id="worksheet2"/>' if hidden_before else ""
    files = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relationships(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{hidden}'
        '<sheet name="jobs" sheetId="1" r:id="worksheet1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relationships(
            worksheet1="worksheets/sheet1.xml", worksheet2="worksheets/sheet2.xml", styles="styles.xml"
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        "</styleSheet>",
        "xl/worksheets/sheet1.xml": _sheet("".join(lines) + more),
        "xl/worksheets/sheet2.xml": _sheet('<row r="1">' + cell("A1", "how to fill this in") + "</row>"),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return path


def _sheet(rows: str) -> str:
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def xls(path: Path, rows: Sequence[Sequence[str | float]]) -> Path:
    """Write rows as the old format: BIFF8 records in a compound file of one stream."""
    globals_length = len(_record(0x0809, bytes(16))) + len(_bound_sheet(0)) + len(_record(0x000A))
    stream = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    stream += _bound_sheet(globals_length) + _record(0x000A)
    stream += _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                stream += _record(0x0204, struct.pack("<HHH", y, x, 0) + text)
            else:
                stream += _record(0x0203, struct.pack("<HHHd", y, x, 0, value))
    path.write_bytes(_compound(stream + _record(0x000A)))
    return path


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _bound_sheet(offset: int) -> bytes:
    return _record(0x0085, struct.pack("<IBBBB", offset, 0, 0, 4, 0) + b"jobs")


def _compound(stream: bytes) -> bytes:
    size = max(4096, -(-len(stream) // 512) * 512)
    sectors = size // 512
    chain = [*range(3, 2 + sectors), -2]
    table = struct.pack("<128i", -3, -2, *chain, *[-1] * (126 - sectors))
    directory = _entry("Root Entry", 5, child=1, start=-2, size=0) + _entry("Workbook", 2, child=-1, start=2, size=size)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIiIiI", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, -2, 0, -2, 0)
    header += struct.pack("<i", 0) + b"\xff" * 4 * 108
    return header + table + directory.ljust(512, b"\0") + stream.ljust(size, b"\0")


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBBiii", len(text), kind, 1, -1, -1, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<iQ", start, size)
