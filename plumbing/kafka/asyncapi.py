"""AsyncAPI of a service's topics: FastStream describes the channels and operations, the models describe the messages.

The handlers take raw records (see `raw.py`), so FastStream does not know their content; this module adds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from faststream.kafka import KafkaBroker
from faststream.specification import AsyncAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from plumbing.kafka.raw import raw_broker
from plumbing.kafka.settings import KafkaSettings
from plumbing.release import released

SCHEMAS = "#/components/schemas/"
EXAMPLE = KafkaSettings("kafka:9092", "documents")


@dataclass(frozen=True, slots=True)
class Carried:
    """A topic, the meaning of its key, and the models of its values, by message name.

    A model of None stands for arbitrary bytes. `headers` is the JSON Schema of each record's headers.
    """

    topic: str
    key: str
    messages: Mapping[str, type[BaseModel] | None]
    headers: Mapping[str, Any] | None = None


def description(
    title: str,
    reads: Sequence[Carried],
    writes: Sequence[Carried],
    about: str = "",
) -> dict[str, Any]:
    """The document of a service that reads and writes these topics."""
    broker = raw_broker(EXAMPLE)  # never started
    named = {**_subscribed(broker, reads), **_published(broker, writes)}
    told = AsyncAPI(broker, title=title, description=about or None, version=released()).to_specification()
    document: dict[str, Any] = told.to_jsonable()
    document["components"] = {"messages": {}, "schemas": schemas_of([*reads, *writes])}
    for name, carried in named.items():
        _fill(document, name, carried)
    for unordered in ("channels", "operations"):  # FastStream keeps its publishers in a set
        document[unordered] = dict(sorted(document[unordered].items()))
    return document


def schemas_of(carried: Iterable[Carried]) -> dict[str, Any]:
    """The JSON Schemas of all models, each once, with the schemas that they refer to."""
    models = {model: None for one in carried for model in one.messages.values() if model}
    _, definitions = models_json_schema([(model, "validation") for model in models], ref_template=SCHEMAS + "{model}")
    schemas: dict[str, Any] = definitions["$defs"]
    return schemas


def _subscribed(broker: KafkaBroker, reads: Sequence[Carried]) -> dict[str, Carried]:
    named = {f"{carried.topic}:read": carried for carried in reads}
    for name, carried in named.items():
        broker.subscriber(carried.topic, title=name, description=_keyed(carried))(_unused)
    return named


def _published(broker: KafkaBroker, writes: Sequence[Carried]) -> dict[str, Carried]:
    named = {f"{carried.topic}:written": carried for carried in writes}
    for name, carried in named.items():
        broker.publisher(carried.topic, title=name, description=_keyed(carried), schema=bytes)
    return named


def _keyed(carried: Carried) -> str:
    return f"Key: {carried.key}."


async def _unused(value: bytes) -> None:
    """A placeholder for the consumer in the description."""


def _fill(document: dict[str, Any], name: str, carried: Carried) -> None:
    """Replace FastStream's single message with one message per model."""
    for kind, model in carried.messages.items():
        document["components"]["messages"][kind] = _message(kind, model, carried.headers)
    told = {kind: {"$ref": f"#/components/messages/{kind}"} for kind in carried.messages}
    document["channels"][name]["messages"] = told
    operation = next(one for one in document["operations"].values() if one["channel"]["$ref"] == f"#/channels/{name}")
    operation["messages"] = [{"$ref": f"#/channels/{name}/messages/{kind}"} for kind in told]


def _message(kind: str, model: type[BaseModel] | None, headers: Mapping[str, Any] | None) -> dict[str, Any]:
    payload = {"$ref": SCHEMAS + model.__name__} if model else {"description": "Any bytes."}
    content_type = "application/json" if model else "application/octet-stream"
    message: dict[str, Any] = {"name": kind, "contentType": content_type, "payload": payload}
    return message | ({"headers": dict(headers)} if headers else {})
