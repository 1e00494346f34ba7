"""Every JSON answer has exactly the fields of its model, whatever columns a row has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from starlette.routing import Match, Route

from plumbing.http.openapi import JSON
from services.fair.jobs import list_reads
from services.fair.kernel.reader import Reader, Rows
from services.fair.wiring import reads
from tests.plumbing.postgres.connections import connection_to
from tests.services.fair.everything import Everything, asked, decide
from tests.services.fair.site import Site
from tests.services.fair.tables import TABLES

SECRET = "leaked"
MAPS = {"counters", "numbers", "data"}
"""JSON columns with arbitrary keys: the contract describes them as maps."""
Seen = dict[type[BaseModel], set[str]]


def parts_of(model: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """A model's fields that are models or lists of models, by JSON name."""
    found = {}
    for name, field in model.model_fields.items():
        kinds = [field.annotation]
        while kinds and not (isinstance(kinds[0], type) and issubclass(kinds[0], BaseModel)):
            kinds = [kind for kind in get_args(kinds[0]) if kind is not type(None)]
        if kinds:
            found[field.alias or name] = kinds[0]
    return {name: part for name, part in found.items() if isinstance(part, type)}


def fields_of(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def seen_in(model: type[BaseModel], answer: dict[str, Any]) -> Iterator[tuple[type[BaseModel], str]]:
    """Every field of an answer, with the model that should name it."""
    parts = parts_of(model)
    for name, value in answer.items():
        yield model, name
        for one in value if isinstance(value, list) else [value]:
            if name in parts and one is not None:
                yield from seen_in(parts[name], one)


def models_in(model: type[BaseModel]) -> set[type[BaseModel]]:
    return {model}.union(*(models_in(part) for part in parts_of(model).values()))


def models_of(site: Site) -> dict[str, type[BaseModel]]:
    """The model of each JSON read, by its path."""
    return {read.path: read.says.answer for read in reads(site.api) if read.says.answer is not None}


def model_at(models: dict[str, type[BaseModel]], path: str) -> type[BaseModel]:
    scope = {"type": "http", "method": "GET", "path": path.partition("?")[0]}
    (found,) = [one for one in models if Route(one, lambda _: None).matches(scope)[0] is Match.FULL]
    return models[found]


async def test_answers_and_models_name_the_same_fields(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer fits its model, has no unnamed field, and each field is filled somewhere."""
    monkeypatch.setattr(list_reads, "COUNTED_MAX", 1)  # facets say that they are a lower bound
    models, happened = models_of(site), Everything()
    seen: Seen = defaultdict(set)
    await decide(site, happened)
    async for path, _, answer in asked(site, happened.paths()):
        if answer.status_code != 200:
            continue
        model = model_at(models, path)
        model.model_validate(answer.json())
        for named, name in seen_in(model, answer.json()):
            seen[named].add(name)
    named_by = {one for model in models.values() for one in models_in(model) if not one.model_config.get("extra")}
    unknown = {model.__name__: seen[model] - fields_of(model) for model in named_by}
    never_filled = {model.__name__: fields_of(model) - seen[model] for model in named_by}
    assert {name: fields for name, fields in unknown.items() if fields} == {}
    assert {name: fields for name, fields in never_filled.items() if fields} == {}


async def test_what_no_model_names_is_not_answered(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Extra columns of a table and extra keys of a JSON column do not change any answer."""
    happened = Everything()
    await decide(site, happened)
    paths = [path for path in happened.paths() if "dry_run" not in path]  # it decides, from rows that only fair writes
    before = [(path, who, answer.status_code) async for path, who, answer in asked(site, paths)]
    await poison(site.api.settings.postgres)
    rows = Reader.rows

    async def with_a_secret(reader: Reader, sql: str, *arguments: Any) -> Rows:
        return [{**row, SECRET: SECRET} for row in await rows(reader, sql, *arguments)]

    monkeypatch.setattr(Reader, "rows", with_a_secret)
    after = [(path, who, answer) async for path, who, answer in asked(site, paths)]
    assert [(path, who, answer.status_code) for path, who, answer in after] == before
    assert [(path, who) for path, who, answer in after if SECRET in answer.text] == []
    (row, *_) = await rows(site.api.reader, "SELECT * FROM applications")
    assert [SECRET in row[SECRET], SECRET in row["resume"], SECRET in row["history"][0]] == [True] * 3


async def poison(dsn: str) -> None:
    """Add a column to every table, and a key to every JSON object."""
    async with connection_to(dsn) as connection:
        columns = await connection.fetch(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'jsonb' AND table_name = ANY($1)",
            [*TABLES],
        )
        for table, column in columns:
            if column not in MAPS:
                for row in await connection.fetch(f"SELECT ctid, {column} AS value FROM {table}"):
                    value = poisoned(row["value"])
                    await connection.execute(f"UPDATE {table} SET {column} = $1 WHERE ctid = $2", value, row["ctid"])
        for table in TABLES:
            await connection.execute(f"ALTER TABLE {table} ADD COLUMN {SECRET} text DEFAULT '{SECRET}'")


def poisoned(value: Any) -> Any:
    if isinstance(value, list):
        return [poisoned(one) for one in value]
    return (
        {**{name: poisoned(one) for name, one in value.items()}, SECRET: SECRET} if isinstance(value, dict) else value
    )


async def test_every_json_read_has_been_asked(site: Site) -> None:
    """The tested paths cover every JSON read, so that a new one cannot be forgotten."""
    models = models_of(site)
    covered = {model_at(models, path) for path in Everything().paths()}
    assert {path for path, model in models.items() if model not in covered} == set()
    assert {JSON} < {kind for read in reads(site.api) if read.says.answer for kind in read.says.media_types}
