"""Maps of columns as they are given on a command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from livefair.client.column_map import read_map
from livefair.failure import Failure


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("map.json").write_text('{"title": "岗位名称", "headcount": "C"}', "utf-8")
    Path("a=b.json").write_text('{"title": "B"}', "utf-8")
    Path("latin.json").write_bytes('{"title": "Métier"}'.encode("latin-1"))
    for name, content in (("list", '["B"]'), ("torn", '{"title":'), ("deep", "[" * 100_000)):
        Path(f"{name}.json").write_text(content)


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        (["title=Job"], {"title": "Job"}),
        (["title=Job", "region=E", "salary.currency==USD"], {"title": "Job", "region": "E", "salary.currency": "=USD"}),
        (["code={a}={b}", "industry="], {"code": "{a}={b}", "industry": ""}),
        (["title=A", "title=B"], {"title": "B"}),
        (["map.json", "title=Job"], {"title": "Job", "headcount": "C"}),
        (["title=Job", "map.json"], {"title": "岗位名称", "headcount": "C"}),
        (["a=b.json"], {"title": "B"}),
        (["a=b.json", "region=E"], {"title": "B", "region": "E"}),
        (["description=" + "x" * 5_000], {"description": "x" * 5_000}),
    ],
)
def test_columns_are_named_one_by_one(given: list[str], sent: dict[str, str]) -> None:
    """FIELD=COLUMN may be repeated and stand beside a file; the later one counts. A file's name may hold the sign."""
    assert json.loads(read_map(given) or "") == sent


def test_a_single_file_is_left_as_it_is() -> None:
    """ingest says what is wrong with it; and nothing given is no map."""
    assert read_map(["torn.json"]) == '{"title":'
    assert read_map([]) is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["list.json", "title=B"], "the map list.json is no JSON object of our field -> its column"),
        (["torn.json", "title=B"], "the map torn.json is no JSON object of our field -> its column"),
        (["deep.json", "title=B"], "the map deep.json is no JSON object of our field -> its column"),
        (["latin.json"], "the map latin.json is not UTF-8: save it as such"),
        (["=B"], "cannot read the map =B: No such file or directory; or say --map FIELD=COLUMN"),
        (["tilte"], "cannot read the map tilte: No such file or directory; or say --map FIELD=COLUMN"),
    ],
)
def test_what_is_no_map_is_said(given: list[str], said: str) -> None:
    """One line that names it."""
    with pytest.raises(Failure) as raised:
        read_map(given)
    assert str(raised.value) == said
