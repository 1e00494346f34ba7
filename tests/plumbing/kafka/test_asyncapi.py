"""The AsyncAPI document that is built from topics and the models of their values."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from plumbing.kafka.asyncapi import Carried, description


class Part(BaseModel):
    """A part of a parcel."""

    weight_g: int


class Parcel(BaseModel):
    """What is carried."""

    parts: list[Part]


class Note(BaseModel):
    """Something else in the same topic."""

    text: str


HEADERS = {"type": "object", "required": ["id"]}


def described() -> dict[str, Any]:
    """A service that reads two kinds from one topic and writes one of them back, and bytes elsewhere."""
    reads = [Carried("parcels", "parcel id", {"parcel.v1": Parcel, "note.v1": Note}, HEADERS)]
    writes = [Carried("parcels", "parcel id", {"note.v1": Note}), Carried("lost", "any", {"Lost": None})]
    return description("Post", reads, writes, "About the post.")


def test_each_topic_is_a_channel_with_its_key() -> None:
    """A topic that is read and written is listed twice, under different names."""
    channels = described()["channels"]
    assert {name: channel["address"] for name, channel in channels.items()} == {
        "parcels:read": "parcels",
        "parcels:written": "parcels",
        "lost:written": "lost",
    }
    assert channels["parcels:read"]["description"] == "Key: parcel id."


def test_each_kind_of_value_is_a_message() -> None:
    """By name, with its schema and its record's headers."""
    document = described()
    assert list(document["channels"]["parcels:read"]["messages"]) == ["parcel.v1", "note.v1"]
    message = document["components"]["messages"]["parcel.v1"]
    assert message["payload"] == {"$ref": "#/components/schemas/Parcel"}
    assert message["headers"] == HEADERS


def test_schemas_are_told_with_what_they_are_made_of() -> None:
    """Every reference can be resolved within the document."""
    assert set(described()["components"]["schemas"]) == {"Parcel", "Part", "Note"}


def test_operations_say_who_receives_and_who_sends() -> None:
    """From the service's point of view, as in AsyncAPI 3."""
    operations = described()["operations"].values()
    told = {one["channel"]["$ref"].rpartition("/")[2]: one["action"] for one in operations}
    assert told == {"parcels:read": "receive", "parcels:written": "send", "lost:written": "send"}


def test_a_value_without_a_model_is_any_bytes() -> None:
    """A dead letter is the raw record."""
    message = described()["components"]["messages"]["Lost"]
    assert message["contentType"] == "application/octet-stream"
    assert "headers" not in message


def test_the_document_is_the_same_each_time() -> None:
    """It is committed and compared."""
    assert described() == described()
    assert list(described()["channels"]) == sorted(described()["channels"])
