"""An AsyncAPI document as HTML: complete, linked and escaped."""

from __future__ import annotations

import re
from typing import Any

import pytest

from schemas.topics import TOPICS, Topic
from services.fair.engine.documents import asyncapi
from services.fair.reference.messages import written

NOTES = Topic("notes", "note <id>", 1, ("fair",), ("fair", "reader"))
FIELDS = {
    "text": ({"type": "string", "maxLength": 9, "default": ""}, "string", "maxLength <code>9</code>, default <code>"),
    "at": ({"type": "string", "format": "date-time"}, "string (date-time)", ""),
    "kind": ({"const": "note"}, "<code>note</code>", ""),
    "state": ({"enum": ["new", "old"]}, "<code>new</code> or <code>old</code>", ""),
    "by": (
        {"anyOf": [{"$ref": "#/components/schemas/Author"}, {"type": "null"}], "default": None},
        '<a href="#schema-Author">Author</a> or null',
        "default <code>null</code>",
    ),
    "tags": ({"type": "array", "items": {"type": "string"}}, "array of string", ""),
    "sizes": ({"type": "object", "additionalProperties": {"type": "integer"}}, "map of integer", ""),
    "raw": ({}, "anything", ""),
}


def document() -> dict[str, Any]:
    """One topic that is read and written, with a message of all types of fields and one without a schema."""
    messages = {
        "Noted.v1": {"$ref": "#/components/messages/Noted.v1"},
        "Bytes": {"$ref": "#/components/messages/Bytes"},
    }
    operation = {"channel": {"$ref": "#/channels/notes:read"}}
    noted = {"description": "A note. `at` is <b>UTC</b>.", "properties": {name: one[0] for name, one in FIELDS.items()}}
    return {
        "info": {},
        "channels": {"notes:read": {"address": "notes", "messages": messages}},
        "operations": {"r": {"action": "receive", **operation}, "w": {"action": "send", **operation}},
        "components": {
            "messages": {
                "Noted.v1": {
                    "payload": {"$ref": "#/components/schemas/Noted"},
                    "headers": {"properties": {"ce_id": {"type": "string"}}, "required": ["ce_id"]},
                },
                "Bytes": {"payload": {"description": "Any bytes."}},
            },
            "schemas": {
                "Noted": {**noted, "required": ["text"]},
                "Author": {"properties": {}},
                "Pair": {"type": "array"},
            },
        },
    }


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_has_its_type_and_limits(name: str) -> None:
    """A row each: name, type, whether it is required, limits and default."""
    _, kind, notes = FIELDS[name]
    required = "yes" if name == "text" else "no"
    row = f"<tr><td><code>{name}</code></td><td>{kind}</td><td>{required}</td><td>{notes}"
    assert row in written(document(), [NOTES])


def test_a_topic_says_who_reads_and_writes_it() -> None:
    """With its key, the headers of its records, and what fair does with each message."""
    html = written(document(), [NOTES])
    assert "<dt>Key</dt><dd>note &lt;id&gt;</dd>" in html
    assert "<dt>Written by</dt><dd>fair</dd><dt>Read by</dt><dd>fair, reader</dd>" in html
    assert "<td><code>ce_id</code></td><td>string</td><td>yes</td>" in html
    assert html.count("<p>fair reads and writes it.</p>") == 2


def test_text_is_escaped() -> None:
    """A description is text; what stands between backticks is code."""
    html = written(document(), [NOTES])
    assert "<p>A note. <code>at</code> is &lt;b&gt;UTC&lt;/b&gt;.</p>" in html
    assert "<p>Any bytes.</p>" in html


def test_shapes_without_fields() -> None:
    """An object without fields, and a shared schema that is no object."""
    html = written(document(), [NOTES])
    assert '<h3 id="schema-Author">Author</h3><p>No fields.</p>' in html
    assert '<h3 id="schema-Pair">Pair</h3><p>Type: array</p>' in html


def test_the_page_of_fair_is_complete() -> None:
    """Each topic, message and schema of the document has one anchor, and each link within the page leads to one."""
    told = asyncapi()
    html = written(told, TOPICS)
    anchors = re.findall(r'id="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    topics = {channel["address"] for channel in told["channels"].values()}
    schemas = {f"schema-{name}" for name in told["components"]["schemas"]}
    assert set(anchors) == topics | set(told["components"]["messages"]) | schemas | {"shared"}
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors)


def test_a_topic_that_is_not_in_the_document_has_no_section() -> None:
    """The page shows what the document describes and nothing else."""
    other = Topic("other", "key", 1, ("fair",), ("fair",))
    assert 'id="other"' not in written(document(), [NOTES, other])
